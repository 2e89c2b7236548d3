"""Whose training holds, and recording one: the check by people that is about a member of staff."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone

from articles.admin.checks_page import PeopleCheckForm
from articles.content.people_checks import TRAINING
from articles.publishing import Refused
from articles.services.gate_report import staff_training
from articles.services.human_checks import may_record, record_human_check
from healthkb.models import User


class TrainingForm(PeopleCheckForm):
    field_order = ("person", "result", "checked_on", "checked_by", "passed")
    person = forms.ModelChoiceField(
        label="Who was trained", queryset=User.objects.filter(is_active=True, is_staff=True).order_by("username")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["result"].label = "What the training was"
        self.fields["checked_by"].label = "Who gave it"
        self.fields["passed"].label = "They can do the work"


def training_page(request: HttpRequest) -> HttpResponse:
    by: Any = request.user
    if not by.has_module_perms("articles"):
        raise PermissionDenied
    form = TrainingForm(initial={"checked_on": timezone.localdate(), "person": request.GET.get("person")})
    if request.method == "POST":
        form = TrainingForm(request.POST)
        if form.is_valid() and _record(form, by):
            messages.success(request, "Recorded, with the name and the date.")
            return HttpResponseRedirect(request.path)
    states = staff_training(on=timezone.localdate())
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": "Staff training",
        "check": TRAINING,
        "states": states,
        "due": sum(state.is_due for _, state in states),
        "form": form if may_record(by) else None,
    }
    return TemplateResponse(request, "healthkb/training.html", context, status=422 if form.errors else 200)


def _record(form: TrainingForm, by: Any) -> bool:
    try:
        record_human_check(check_id=TRAINING.id, by=by, at=timezone.now(), **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
