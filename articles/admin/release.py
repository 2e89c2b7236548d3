"""Releases: several requests that go live in one moment. What is in one, whether it is ready, and publishing it."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from articles.models import Release, ReviewRequest
from articles.publishing import Refused, change_release, make_release, not_ready, permissions, waiting_in

from .history import RecordAdmin
from .links import change_url
from .moment_fields import GoLiveField
from .page import Button
from .stock import ModelMultipleChoiceField
from .transition_urls import transition_urls
from .transitions import RELEASE_TRANSITIONS


class RequestsField(ModelMultipleChoiceField):
    def label_from_instance(self, obj: ReviewRequest) -> str:
        named = [str(item.version.document) for item in obj.items.all() if item.is_main][:3]
        return f"{', '.join(named)}: {obj.change_note} ({obj.get_change_kind_display().lower()}, by {obj.submitted_by})"


class ReleaseForm(forms.Form):
    name = forms.CharField(label="Name", max_length=200, help_text="For editors, for example: New advice on salt.")
    go_live_at = GoLiveField(
        label="Go live at",
        required=False,
        help_text="Leave empty to publish by hand. Publishing sets the time, once everything is approved.",
    )

    def __init__(self, *args: Any, release: Release | None, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        open_ones = ReviewRequest.objects.filter(closed_as="").select_related("submitted_by")
        free = open_ones.filter(release=None, scheduled_at=None)
        wanted = free | open_ones.filter(release=release) if release else free
        self.fields["requests"] = RequestsField(
            queryset=wanted.prefetch_related("items__version__document").order_by("submitted_at"),
            label="Requests that go live together",
            widget=forms.CheckboxSelectMultiple,
            help_text="Those still in review may be in it: it waits for all of them.",
        )


@admin.register(Release)
class ReleaseAdmin(RecordAdmin):
    change_form_template = "articles/admin/release.html"
    change_list_template = "articles/admin/releases.html"
    list_display = ("name", "contents", "go_live_at", "state", "made_by", "made_at")
    list_filter = ("closed_as", "made_at")
    list_select_related = ("made_by",)
    search_fields = ("name",)
    fields = ("name",)

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).select_related("made_by", "closed_by").prefetch_related("requests")

    @admin.display(description="requests")
    def contents(self, release: Release) -> int:
        return len(release.requests.all())

    @admin.display(description="state")
    def state(self, release: Release) -> str:
        return state_of(release)

    def get_urls(self) -> Any:
        make = path("make/", self.admin_site.admin_view(self.make_view), name="articles_release_make")
        change = path("<int:pk>/contents/", self.admin_site.admin_view(self.contents_view), name="articles_release_set")
        return [make, change, *transition_urls(self, RELEASE_TRANSITIONS), *super().get_urls()]

    def changelist_view(self, request: Any, extra_context: Any = None) -> Any:
        may_make = permissions.may(request.user, permissions.PUBLISH)
        return super().changelist_view(request, {"may_make": may_make, **(extra_context or {})})

    def make_view(self, request: HttpRequest) -> HttpResponse:
        return self._form_view(request, None)

    def contents_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        release = Release.objects.filter(pk=pk, closed_as="").first()
        if release is None:
            raise Http404
        return self._form_view(request, release)

    def _form_view(self, request: Any, release: Release | None) -> HttpResponse:
        if not permissions.may(request.user, permissions.PUBLISH):
            raise PermissionDenied
        form = ReleaseForm(request.POST or None, release=release, initial=_initial(request, release))
        if request.method == "POST" and form.is_valid():
            try:
                saved = _save(release, form.cleaned_data, request.user)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, f"“{saved}” is saved. It goes live when it is published.")
                return HttpResponseRedirect(change_url(saved))
        context = {
            **self.admin_site.each_context(request),
            "title": "Change the release" if release else "Make a release",
            "opts": self.opts,
            "form": form,
            "back": change_url(release) if release else reverse("admin:articles_release_changelist"),
        }
        return TemplateResponse(
            request, "articles/admin/release_form.html", context, status=422 if form.errors else 200
        )

    def render_change_form(self, request: Any, context: Any, *args: Any, **kwargs: Any) -> Any:
        context.update(release_context(kwargs["obj"], request.user))
        return super().render_change_form(request, context, *args, **kwargs)


def release_context(release: Release, user: Any) -> dict[str, Any]:
    rows = release.requests.select_related("submitted_by", "closed_by").order_by("submitted_at")
    # One that was submitted again stands here with its newer request.
    rows = rows.exclude(closed_as="replaced").prefetch_related("items__version__document")
    waiting = waiting_in(release)
    missing = not_ready(waiting)
    return {
        "title": "Release",
        "release": release,
        "state": state_of(release),
        "rows": [(each, missing.get(each.pk, "")) for each in rows],
        "missing": len(missing),
        "buttons": _buttons(release, user, is_ready=bool(waiting) and not missing),
    }


def state_of(release: Release) -> str:
    if release.closed_as:
        return str(release.get_closed_as_display())
    return "Scheduled" if any(each.is_scheduled for each in release.requests.all()) else "Being put together"


def _buttons(release: Release, user: Any, *, is_ready: bool) -> list[Button]:
    if not release.is_open or not permissions.may(user, permissions.PUBLISH):
        return []
    found = [Button("Change what is in it", reverse("admin:articles_release_set", args=[release.pk]))]
    for each in RELEASE_TRANSITIONS.values():
        waits = each.name == "publish_release" and (not is_ready or state_of(release) == "Scheduled")
        if not waits:
            url = reverse(f"admin:articles_release_{each.name}", args=[release.pk])
            found.append(Button(each.label, url, danger=each.danger, main=each.name == "publish_release"))
    return found


def _initial(request: Any, release: Release | None) -> dict[str, Any]:
    if release is None:
        return {"requests": [key for key in request.GET.get("requests", "").split(",") if key.isdecimal()]}
    waiting = [each.pk for each in waiting_in(release)]
    return {"name": release.name, "go_live_at": release.go_live_at, "requests": waiting}


def _save(release: Release | None, data: dict[str, Any], by: Any) -> Release:
    at = timezone.now()
    if release is None:
        return make_release(**data, by=by, at=at)
    change_release(release=release, **data, by=by, at=at)
    return release
