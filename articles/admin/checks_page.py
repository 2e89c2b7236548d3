"""Everything the checks have to say about one document: by machine, with who let what stand, and by people."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html

from articles.models import CheckSummary, Version
from articles.publishing import Refused, permissions
from articles.services.gate_report import report_on
from articles.services.human_checks import may_record, record_human_check

from .links import change_url
from .problem_list import shown_problems


class PeopleCheckForm(forms.Form):
    checked_by = forms.CharField(label="Who did it", max_length=200)
    checked_on = forms.DateField(label="When", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    result = forms.CharField(label="What came out", max_length=1000, widget=forms.Textarea({"rows": 2}))
    passed = forms.BooleanField(label="It is good as it is", required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})


def checks_urls(model_admin: Any) -> list[Any]:
    name = f"{model_admin.opts.app_label}_{model_admin.opts.model_name}_report"
    return [path("<int:pk>/what-the-checks-say/", model_admin.admin_site.admin_view(_view(model_admin)), name=name)]


def checks_url(document: Any) -> str:
    opts = document._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_report", args=[document.pk])


def tell_after_save(request: HttpRequest, document: Any) -> None:
    """What the checks found in the text that was just saved. A draft may be incomplete, so nothing is refused."""
    found = CheckSummary.objects.filter(document=document.pk).first()
    if found is None or not (found.blocked or found.warnings):
        return
    parts = []
    if found.blocked:
        things = "thing" if found.blocked == 1 else "things"
        parts.append(f"{found.blocked} {things} to put right before this can be submitted")
    if found.warnings:
        parts.append(f"{found.warnings} to look at")
    words = f"The checks found {' and '.join(parts)}."
    messages.warning(
        request, format_html('{} <a href="{}">See each one, and how to mend it</a>.', words, checks_url(document))
    )


def _view(model_admin: Any) -> Any:
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        document = model_admin.model._default_manager.filter(pk=pk).first()
        if document is None:
            raise Http404
        if not model_admin.has_view_permission(request, document):
            raise PermissionDenied
        wanted, form = "", PeopleCheckForm(initial={"checked_on": timezone.localdate()})
        if request.method == "POST":
            wanted, form = request.POST.get("check", ""), PeopleCheckForm(request.POST)
            if form.is_valid() and _record(request, document, wanted, form):
                return HttpResponseRedirect(f"{request.path}#people")
        context = {
            **model_admin.admin_site.each_context(request),
            "title": "Checks",
            "opts": model_admin.opts,
            "original": document,
            "back": change_url(document),
            **_report(document, request.user),
            "form": form,
            "wanted": wanted,
        }
        status = 422 if wanted else 200
        return TemplateResponse(request, "articles/admin/checks.html", context, status=status)

    return view


def _report(document: Any, user: Any) -> dict[str, Any]:
    report = report_on(document, at=timezone.now())
    versions = Version.objects.filter(document=document.pk).order_by("-number").defer("payload")[:1]
    accepted = [problem for problem, _ in report.accepted]
    problems = [*report.blocked, *report.warnings, *report.notes, *accepted]
    may_override = permissions.may(user, permissions.OVERRIDE_GATES)
    shown = shown_problems(problems, versions=versions, may_override=may_override)
    headings = {
        "block": "Must be put right",
        "warn": "Please look at",
        "note": "Good to know",
        "accepted": "Left as they are",
    }
    groups = [(name, [each for each in shown if each.css == css]) for css, name in headings.items()]
    return {
        "report": report,
        "groups": [group for group in groups if group[1]],
        "may_record": may_record(user),
    }


def _record(request: Any, document: Any, check_id: str, form: PeopleCheckForm) -> bool:
    try:
        record_human_check(
            check_id=check_id, document=document, by=request.user, at=timezone.now(), **form.cleaned_data
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, "Recorded, with the name and the date.")
    return True
