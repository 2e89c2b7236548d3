from django.db import models


class SignInTries(models.Model):
    """How often a password was tried lately, for one name from one network. The key does not show either of them."""

    key = models.CharField(max_length=64, primary_key=True)
    tries = models.PositiveIntegerField(default=0)
    since = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name_plural = "sign-in tries"

    def __str__(self) -> str:
        return f"{self.tries} tries since {self.since}"
