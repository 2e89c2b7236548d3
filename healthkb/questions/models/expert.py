from django.conf import settings
from django.db import models

from articles.models import Contributor, Topic


class Expert(models.Model):
    """An account that answers readers, the name that readers see, and the topics that it knows."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="expert", verbose_name="account"
    )
    contributor = models.OneToOneField(
        Contributor,
        on_delete=models.PROTECT,
        related_name="expert",
        help_text="What readers see: name, role and credentials.",
    )
    topics = models.ManyToManyField(
        Topic, blank=True, related_name="experts", help_text="Questions about these, or what is inside of them."
    )

    class Meta:
        ordering = ["contributor__name"]

    def __str__(self) -> str:
        return str(self.contributor)
