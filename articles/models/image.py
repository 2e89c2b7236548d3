from django.db import models
from django.db.models import Q

from .fields import LineField, WordListField


class ImageManager(models.Manager["Image"]):
    def get_by_natural_key(self, slug: str) -> "Image":
        return self.get(slug=slug)


class Image(models.Model):
    """A picture, with what it shows in words. Files are named by their content, so a version always finds its own."""

    slug = models.SlugField(max_length=80, unique=True)
    file = models.ImageField(upload_to="images/", width_field="width", height_field="height")
    width = models.PositiveIntegerField(editable=False, default=0)
    height = models.PositiveIntegerField(editable=False, default=0)
    renditions = WordListField(
        editable=False, help_text="Paths of the WebP copies below the media folder, narrowest first."
    )
    alt = LineField("text for people who cannot see it", max_length=300, blank=True)
    decorative = models.BooleanField(default=False, help_text="It adds nothing to the words, so it needs no text.")
    caption = LineField(max_length=300, blank=True)
    credit = LineField(max_length=200, blank=True)

    objects = ImageManager()

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(decorative=True) & Q(alt="")) | (Q(decorative=False) & ~Q(alt="")),
                name="image_alt_or_decorative",
                violation_error_message="Say what the picture shows, or mark it as decorative.",
            )
        ]

    def __str__(self) -> str:
        return self.slug

    def natural_key(self) -> tuple[str]:
        return (self.slug,)
