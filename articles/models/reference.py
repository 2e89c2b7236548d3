from django.db import models
from django.db.models import Q

from articles.content.vocabulary import Grade

from .fields import LineField, one_of, vocabulary_field


class ReferenceManager(models.Manager["Reference"]):
    def get_by_natural_key(self, slug: str) -> "Reference":
        return self.get(slug=slug)


class Reference(models.Model):
    """A source that supports what is written."""

    slug = models.SlugField(max_length=80, unique=True)
    publisher = LineField(max_length=200, blank=True)
    title = LineField(max_length=300)
    url = models.URLField("web address", max_length=500, blank=True)
    doi = models.CharField("DOI", max_length=120, blank=True)
    published = LineField(
        max_length=40, default="not stated", help_text="The date on the source, for example 2024-05-01, or: not stated."
    )
    last_checked = models.DateField(null=True, blank=True, help_text="When one of us last read it.")
    broken_since = models.DateField(
        null=True, blank=True, help_text="The day one of us found that its address no longer works. Empty if it works."
    )
    grade = vocabulary_field(Grade, blank=True, default="")

    objects = ReferenceManager()

    class Meta:
        ordering = ["publisher", "title"]
        constraints = [
            one_of(Grade, "grade", name="reference_grade_known", optional=True),
            models.CheckConstraint(condition=~Q(title=""), name="reference_titled"),
        ]

    def __str__(self) -> str:
        return ": ".join(filter(None, [self.publisher, self.title]))

    def natural_key(self) -> tuple[str]:
        return (self.slug,)
