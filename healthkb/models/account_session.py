from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from .user import User


class AccountSession(AbstractBaseSession):
    """One browser, and the account whose password was given there."""

    account = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    last_used_at = models.DateTimeField(help_text="May be some minutes late.")

    class Meta:
        verbose_name = "session of an account"
        verbose_name_plural = "sessions of accounts"
