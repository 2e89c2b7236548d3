"""API keys: everyone makes and ends their own; administrators see and end all of them."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from articles.admin.stock import ModelAdmin, ModelForm
from articles.services.previews import may_share
from healthkb.admin.shown_once import shown_once
from healthkb.keys import LONGEST, KeyRefused, end_key, is_alive, make_key
from healthkb.models import ApiKey, Scope

KEY_IS_FOR = "Programs send it as “Authorization: Bearer …”. It is not shown again."


class ApiKeyForm(ModelForm):
    until = forms.DateField(
        label="Ends", widget=forms.DateInput({"type": "date"}), help_text="At most a year from now."
    )

    class Meta:
        model = ApiKey
        fields = ("name", "scope")

    def clean_until(self) -> dt.date:
        until: dt.date = self.cleaned_data["until"]
        today = timezone.localdate()
        if not today < until <= today + LONGEST:
            raise forms.ValidationError("Choose a day within a year from now.")
        return until


@admin.register(ApiKey)
class ApiKeyAdmin(ModelAdmin):
    form = ApiKeyForm
    change_form_template = "articles/admin/plain.html"
    list_display = ("name", "prefix", "owner", "scope", "state", "expires_at", "last_used_on")
    list_filter = ("scope",)
    list_select_related = ("owner",)
    search_fields = ("name", "prefix", "owner__username")
    actions = ["end_keys"]

    def get_fields(self, request: HttpRequest, obj: ApiKey | None = None) -> Any:
        return self.list_display if obj else ("name", "scope", "until")

    def get_readonly_fields(self, request: HttpRequest, obj: ApiKey | None = None) -> Any:
        return self.list_display if obj else ()

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = super().get_queryset(request)
        return rows if request.user.has_perm("healthkb.view_apikey") else rows.filter(owner=request.user.pk)

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "scope" and not may_share(request.user):  # type: ignore[arg-type]
            kwargs["choices"] = [(Scope.READ.value, Scope.READ.label)]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        end = dt.datetime.combine(form.cleaned_data["until"], dt.time(), timezone.get_current_timezone())
        obj.expires_at = end
        try:
            obj.shown = make_key(key=obj, by=request.user, at=timezone.now())  # type: ignore[arg-type]
        except KeyRefused as refusal:
            raise PermissionDenied(str(refusal)) from None

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        back = reverse("admin:healthkb_apikey_changelist")
        return shown_once(request, f"The key {obj.name}", obj.shown, KEY_IS_FOR, back)

    @admin.action(description="End the chosen keys", permissions=["view"])
    def end_keys(self, request: HttpRequest, rows: Any) -> None:
        """Of those that the person can see; the service refuses what is somebody else's."""
        try:
            for key in rows:
                end_key(key=key, by=request.user, at=timezone.now())  # type: ignore[arg-type]
        except KeyRefused as refusal:
            messages.error(request, str(refusal))
            return
        messages.success(request, "These keys open nothing any more.")

    @admin.display(description="state")
    def state(self, key: ApiKey) -> str:
        return "In use" if is_alive(key, at=timezone.now()) else "Over"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and request.user.is_staff)

    def has_view_permission(self, request: HttpRequest, obj: ApiKey | None = None) -> bool:
        return self.has_add_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: ApiKey | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ApiKey | None = None) -> bool:
        return False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_add_permission(request)
