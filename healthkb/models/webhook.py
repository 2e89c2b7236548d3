"""Other servers that are told of what is published, and what became of each message to them."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q

from articles.models.fields import LineField

User = settings.AUTH_USER_MODEL


class WebhookEndpoint(models.Model):
    name = LineField(max_length=120, help_text="Who is told, for example: Shop front, staging.")
    url = models.CharField("address", max_length=500, help_text="An https:// address that takes a POST.")
    is_active = models.BooleanField(
        "switched on", default=True, help_text="What happens while this is off is not sent later. Replay it if need be."
    )
    paused_because = LineField(max_length=200, blank=True, editable=False)
    secret = models.CharField(max_length=80, editable=False)
    old_secret = models.CharField(max_length=80, blank=True, editable=False)
    old_secret_until = models.DateTimeField(null=True, editable=False)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, editable=False, related_name="+")
    made_at = models.DateTimeField(editable=False)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(old_secret="", old_secret_until=None)
                | (~Q(old_secret="") & Q(old_secret_until__isnull=False)),
                name="webhook_endpoint_old_secret_ends",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def secrets_at(self, at: dt.datetime) -> list[str]:
        """The new one first."""
        is_changing = self.old_secret_until is not None and at < self.old_secret_until
        return [self.secret, self.old_secret] if is_changing else [self.secret]


class WebhookDelivery(models.Model):
    """One message to one endpoint: changes of the feed from ``first`` to ``last``, or a test, without any.

    Written in the transaction that made the changes. Waiting until it is delivered or given up.
    """

    endpoint = models.ForeignKey(WebhookEndpoint, on_delete=models.CASCADE, related_name="deliveries")
    message = models.CharField("message", max_length=80, help_text="The same on every attempt: `webhook-id`.")
    first = models.PositiveBigIntegerField("first change", null=True)
    last = models.PositiveBigIntegerField("last change", null=True)
    made_at = models.DateTimeField("written")
    next_at = models.DateTimeField("next attempt")
    attempts = models.PositiveSmallIntegerField(default=0)
    delivered_at = models.DateTimeField("delivered", null=True)
    given_up_at = models.DateTimeField("given up", null=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "webhook deliveries"
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "message"], name="webhook_delivery_once_per_endpoint"),
            models.CheckConstraint(
                condition=Q(first=None, last=None) | Q(first__lte=models.F("last")), name="webhook_delivery_in_order"
            ),
            models.CheckConstraint(
                condition=Q(delivered_at=None) | Q(given_up_at=None), name="webhook_delivery_one_end"
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_at"], condition=Q(delivered_at=None, given_up_at=None), name="webhook_delivery_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.message} to {self.endpoint_id}"


class WebhookAttempt(models.Model):
    """One line of the delivery log."""

    delivery = models.ForeignKey(WebhookDelivery, on_delete=models.CASCADE, related_name="log")
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField("answer", null=True)
    error = models.CharField(max_length=200, blank=True)
    milliseconds = models.PositiveIntegerField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.error or f"HTTP {self.status}"
