from django.conf import settings
from django.db import models

from .fields import LineField


class SavedFilter(models.Model):
    """A choice of filters on one list, kept under a name for the person who made it."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    list = models.CharField(max_length=60, help_text="The model whose list it is, such as articles.cause.")
    name = LineField(max_length=80)
    query = models.CharField(max_length=500, help_text="As in the address of the list, without the question mark.")

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["by", "list", "name"], name="saved_filter_name_unique"),
            models.CheckConstraint(condition=~models.Q(name=""), name="saved_filter_name_filled"),
        ]

    def __str__(self) -> str:
        return self.name
