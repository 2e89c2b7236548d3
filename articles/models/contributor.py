from django.db import models

from articles.content.vocabulary import ContributorKind, ContributorRole

from .fields import LineField, one_of, vocabulary_field


class ContributorManager(models.Manager["Contributor"]):
    def get_by_natural_key(self, slug: str) -> "Contributor":
        return self.get(slug=slug)


class Contributor(models.Model):
    """A person or team that readers see named on a page."""

    slug = models.SlugField(max_length=80, unique=True)
    name = LineField(max_length=120)
    kind = vocabulary_field(
        ContributorKind,
        default=ContributorKind.PERSON,
        db_default=ContributorKind.PERSON.value,  # for code of before, which still runs while this is added
        help_text="A team is several people under one name, such as the editors.",
    )
    role = vocabulary_field(ContributorRole)
    credentials = LineField(max_length=200, blank=True)
    bio = LineField("about", max_length=500, blank=True)

    objects = ContributorManager()

    class Meta:
        ordering = ["name"]
        constraints = [
            one_of(ContributorKind, "kind", name="contributor_kind_known"),
            one_of(ContributorRole, "role", name="contributor_role_known"),
            models.CheckConstraint(condition=~models.Q(name=""), name="contributor_named"),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.slug,)
