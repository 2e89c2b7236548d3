"""What readers had on a date: a page to ask, a list of answers, and each answer as the very bytes."""

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from articles.publishing import all_kinds
from articles.publishing.past import Address, Shown, shown_between, taken_away_before

MAX_SHOWN = 500


class DateForm(forms.Form):
    date = forms.DateField(label="Date", widget=forms.DateInput({"type": "date"}))
    time = forms.TimeField(
        label="Time",
        required=False,
        widget=forms.TimeInput({"type": "time"}),
        help_text="Leave empty for everything that readers had at some time of that day.",
    )
    kind = forms.ChoiceField(label="Kind", required=False)
    slug = forms.SlugField(label="Address", required=False, help_text="The last part of it, for example salt.")
    lang = forms.ChoiceField(label="Language", required=False, choices=[("", "Any"), *settings.LANGUAGES])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        kinds = [(kind.name, kind.label.capitalize()) for kind in all_kinds()]
        self.fields["kind"].choices = [("", "Any"), *kinds]  # type: ignore[attr-defined]

    def period(self) -> tuple[dt.datetime, dt.datetime]:
        day, time = self.cleaned_data["date"], self.cleaned_data["time"]
        start = timezone.make_aware(dt.datetime.combine(day, time or dt.time()))
        if time:
            return start, start + dt.timedelta(microseconds=1)
        return start, timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time()))

    def address(self) -> Address:
        return Address(self.cleaned_data["kind"], self.cleaned_data["slug"], self.cleaned_data["lang"])


def public_on_view(model_admin: Any) -> Any:
    def view(request: HttpRequest) -> HttpResponse:
        if not model_admin.has_view_permission(request):
            raise PermissionDenied
        form = DateForm(request.GET if "date" in request.GET else None)
        found = list(_first(form)) if form.is_bound and form.is_valid() else []
        wanted = request.GET.get("sha256")
        for each in found:
            if wanted and each.sha256 == wanted:
                return HttpResponse(each.body, content_type="application/json", headers={"Cache-Control": "no-store"})
        return TemplateResponse(request, "articles/admin/public_on.html", _context(model_admin, request, form, found))

    return view


def _first(form: DateForm) -> Any:
    for _, each in zip(range(MAX_SHOWN), shown_between(*form.period(), form.address()), strict=False):
        yield each


def _context(model_admin: Any, request: HttpRequest, form: DateForm, found: list[Shown]) -> dict[str, Any]:
    asked = form.is_bound and form.is_valid()
    query = request.GET.copy()
    query.pop("sha256", None)
    return {
        **model_admin.admin_site.each_context(request),
        "title": "What readers had on a date",
        "opts": model_admin.opts,
        "form": form,
        "asked": asked,
        "found": found,
        "too_many": len(found) == MAX_SHOWN,
        "withdrawn": taken_away_before(form.period()[0], form.address())
        if asked and not found and form.cleaned_data["slug"]
        else None,
        "query": query.urlencode(),
    }
