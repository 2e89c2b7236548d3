"""Which servers are told of what is published, and what became of each message."""

import json
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from articles.admin.history import RecordAdmin
from articles.admin.links import row_urls
from articles.admin.stock import ModelAdmin, ModelForm
from healthkb.admin.shown_once import shown_once
from healthkb.models import WebhookDelivery, WebhookEndpoint
from healthkb.webhooks import (
    BadURL,
    CannotReplay,
    add_endpoint,
    change_endpoint,
    checked_url,
    message_body,
    replace_secret,
    replay,
    send_test,
)

FOR_THE_RECEIVER = "The receiving server needs it to check that a message comes from here. It is not shown again."
WAITING = Q(delivered_at=None, given_up_at=None)


class EndpointForm(ModelForm):
    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"].strip()
        try:
            parts = checked_url(url)
        except BadURL as error:
            raise forms.ValidationError(str(error)) from None
        if parts.scheme == "http" and not settings.WEBHOOK_ALLOWED_NETWORKS:
            raise forms.ValidationError("Give an address that begins with https://.")
        return url


@admin.register(WebhookEndpoint)
class WebhookEndpointAdmin(ModelAdmin):
    form = EndpointForm
    change_form_template = "healthkb/webhook_endpoint.html"
    list_display = ("name", "url", "is_active", "last_delivered", "waiting", "given_up")
    fields = ("name", "url", "is_active", "paused_because", "secrets")
    readonly_fields = ("paused_because", "secrets")
    actions = None

    def get_queryset(self, request: HttpRequest) -> Any:
        return (
            super()
            .get_queryset(request)
            .annotate(
                _last=Max("deliveries__delivered_at"),
                _waiting=Count("deliveries", Q(deliveries__delivered_at=None, deliveries__given_up_at=None)),
                _given_up=Count("deliveries", Q(deliveries__given_up_at__isnull=False)),
            )
        )

    def get_fields(self, request: HttpRequest, obj: WebhookEndpoint | None = None) -> Any:
        return self.fields if obj else ("name", "url", "is_active")

    def get_urls(self) -> Any:
        own = row_urls(self, replace_secret=self.replace_secret_view, test=self.test_view)
        return [*own, *super().get_urls()]

    def save_model(self, request: HttpRequest, obj: WebhookEndpoint, form: Any, change: bool) -> None:
        by: Any = request.user
        if change:
            change_endpoint(endpoint=obj, changed=form.changed_data, by=by, at=timezone.now())
        else:
            add_endpoint(endpoint=obj, by=by, at=timezone.now())

    def has_delete_permission(self, request: HttpRequest, obj: WebhookEndpoint | None = None) -> bool:
        """Switched off, never deleted: the log of what it was sent stays."""
        return False

    def response_add(self, request: HttpRequest, obj: WebhookEndpoint, post_url_continue: str | None = None) -> Any:
        return self._show_secret(request, obj, obj.secret)

    def replace_secret_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        endpoint = self._posted(request, pk)
        secret = replace_secret(endpoint=endpoint, by=request.user, at=timezone.now())  # type: ignore[arg-type]
        return self._show_secret(request, endpoint, secret)

    def test_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        delivery = send_test(endpoint=self._posted(request, pk), at=timezone.now())
        messages.success(request, "The worker sends the test now. Load this page again to see what became of it.")
        return HttpResponseRedirect(reverse("admin:healthkb_webhookdelivery_change", args=[delivery.pk]))

    def _posted(self, request: HttpRequest, pk: int) -> WebhookEndpoint:
        if request.method != "POST" or not self.has_change_permission(request):
            raise PermissionDenied
        endpoint = WebhookEndpoint.objects.filter(pk=pk).first()
        if endpoint is None:
            raise Http404
        return endpoint

    def _show_secret(self, request: HttpRequest, endpoint: WebhookEndpoint, secret: str) -> TemplateResponse:
        back = reverse("admin:healthkb_webhookendpoint_change", args=[endpoint.pk])
        return shown_once(request, f"The secret of {endpoint}", secret, FOR_THE_RECEIVER, back)

    @admin.display(description="secret")
    def secrets(self, endpoint: WebhookEndpoint) -> str:
        if len(endpoint.secrets_at(timezone.now())) == 1:
            return "Set. It was shown once."
        until = timezone.localtime(endpoint.old_secret_until)
        return f"Replaced. Messages are signed with the old one too until {until:%d %B, %H:%M}."

    @admin.display(description="last delivered", empty_value="Nothing yet")
    def last_delivered(self, endpoint: Any) -> Any:
        return endpoint._last

    @admin.display(description="waiting")
    def waiting(self, endpoint: Any) -> int:
        return int(endpoint._waiting)

    @admin.display(description="given up")
    def given_up(self, endpoint: Any) -> int | SafeString:
        url = reverse("admin:healthkb_webhookdelivery_changelist")
        link = format_html(
            '<a href="{}?endpoint__id__exact={}&state=given_up">{}</a>', url, endpoint.pk, endpoint._given_up
        )
        return link if endpoint._given_up else 0


class StateFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"
    conditions = {
        "waiting": WAITING,
        "delivered": Q(delivered_at__isnull=False),
        "given_up": Q(given_up_at__isnull=False),
    }

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        return [("waiting", "Waiting"), ("delivered", "Delivered"), ("given_up", "Given up")]

    def queryset(self, request: Any, queryset: Any) -> Any:
        return queryset.filter(self.conditions.get(self.value() or "", Q()))


@admin.register(WebhookDelivery)
class WebhookDeliveryAdmin(RecordAdmin):
    list_display = ("message", "endpoint", "made_at", "state", "attempts", "next_at")
    list_filter = (StateFilter, ("endpoint", admin.RelatedOnlyFieldListFilter), "made_at")
    list_select_related = ("endpoint",)
    search_fields = ("message",)
    fields = ("message", "endpoint", "state", "made_at", "next_at", "attempt_log", "body")
    readonly_fields = ("state", "attempt_log", "body")
    actions = ["send_again"]

    def has_send_again_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("healthkb.change_webhookendpoint")

    @admin.action(description="Send again", permissions=["send_again"])
    def send_again(self, request: HttpRequest, rows: Any) -> None:
        try:
            count = replay(deliveries=rows.select_related("endpoint"), at=timezone.now())
        except CannotReplay as refusal:
            messages.error(request, str(refusal))
            return
        messages.success(request, f"The worker sends {count} message{'' if count == 1 else 's'} again.")

    @admin.display(description="state")
    def state(self, delivery: WebhookDelivery) -> str:
        if delivery.delivered_at:
            return "Delivered"
        return "Given up" if delivery.given_up_at else "Waiting"

    @admin.display(description="attempts")
    def attempt_log(self, delivery: WebhookDelivery) -> SafeString | str:
        lines = (
            (f"{timezone.localtime(each.at):%d %b %Y, %H:%M:%S}", each, each.milliseconds)
            for each in delivery.log.all()
        )
        return format_html_join(mark_safe("<br>"), "{}: {} ({} ms)", lines) or "None yet."

    @admin.display(description="message")
    def body(self, delivery: WebhookDelivery) -> SafeString:
        text = json.dumps(json.loads(message_body(delivery)), ensure_ascii=False, indent=2)
        return format_html("<pre>{}</pre>", text)
