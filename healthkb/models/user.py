from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """A person who signs in. What is written here about a reviewer is frozen into each review."""

    job_title = models.CharField(max_length=120, blank=True, help_text="For example: GP, or Health editor.")
    credentials = models.CharField(
        max_length=200,
        blank=True,
        help_text="Qualifications and registration number, as readers should see them.",
    )
    is_demonstration = models.BooleanField(
        "demonstration account",
        default=False,
        help_text="Reviews by this account are marked as a demonstration. No clinician has signed them.",
    )

    second_step_since = models.DateTimeField(
        "second step since",
        null=True,
        editable=False,
        help_text="When this person set up the code from a phone that signing in asks for.",
    )

    how_known = ""  # how whoever gives this person another password knows them, for the audit log only

    def __str__(self) -> str:
        return self.get_full_name() or self.username
