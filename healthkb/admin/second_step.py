"""The pages on which a code from a phone is asked for and set up. The picture is made here; no other host sees it."""

from typing import Any

import segno
from django import forms
from django.contrib import admin, messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from healthkb.accounts.idle import forget_person
from healthkb.accounts.proving import ask_to_prove
from healthkb.accounts.second_step import (
    WrongCode,
    check_second_step,
    device_to_set_up,
    make_recovery_codes,
    remember_second_step,
    set_up_second_step,
    wait_seconds,
)
from healthkb.models import User


class CodeForm(forms.Form):
    code = forms.CharField(
        label="Code",
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false", "autocapitalize": "none"}
        ),
    )


def half_signed_in(request: HttpRequest) -> User | None:
    """Who has given the right password, and no code yet."""
    is_nobody = not request.user.is_authenticated
    return getattr(request, "half_signed_in", None) if is_nobody else None


@never_cache
@login_not_required
def second_step_page(request: HttpRequest) -> HttpResponse:
    person = half_signed_in(request)
    if person is None:
        return HttpResponseRedirect(safe_next(request))
    if person.second_step_since is None:
        return HttpResponseRedirect(f"{reverse('second_step_set_up')}?{request.GET.urlencode()}")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            check_second_step(by=person, code=form.cleaned_data["code"], at=timezone.now())
        except WrongCode as wrong:
            form.add_error("code", said(person, wrong))
        else:
            remember_second_step(request, person)
            return HttpResponseRedirect(safe_next(request))
    return answer(request, "second_step.html", {"title": "Code from your phone", "form": form})


@never_cache
@login_not_required
def set_up_page(request: HttpRequest) -> HttpResponse:
    """For someone whose first sign-in it is, or who has signed in wholly and wants another phone."""
    half = half_signed_in(request)
    if half is None:
        wholly: HttpResponse = admin.site.admin_view(_set_up)(request)
        return wholly
    if half.second_step_since is not None:
        raise PermissionDenied
    return ask_to_prove(_set_up)(request)  # type: ignore[return-value]


def _set_up(request: HttpRequest) -> HttpResponse:
    person: Any = half_signed_in(request) or request.user
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            codes = set_up_second_step(by=person, code=form.cleaned_data["code"], at=timezone.now())
        except WrongCode as wrong:
            form.add_error("code", said(person, wrong))
        else:
            remember_second_step(request, person)
            return show_codes(request, codes)
    device = device_to_set_up(person)
    picture = segno.make(device.config_url, error="m").svg_data_uri(scale=5, light="white")
    key = device.config_url.split("secret=")[1].split("&")[0]
    context = {"title": "Set up your phone", "form": form, "picture": picture, "key": key, "person": person}
    return answer(request, "second_step_set_up.html", context)


def codes_page(request: HttpRequest) -> HttpResponse:
    person: Any = request.user
    if person.second_step_since is None:
        return HttpResponseRedirect(reverse("second_step_set_up"))
    if request.method == "POST":
        return show_codes(request, make_recovery_codes(by=person, at=timezone.now()))
    return answer(request, "second_step_codes.html", {"title": "Recovery codes"})


@login_not_required
def leave_page(request: HttpRequest) -> HttpResponse:
    """Sign in as somebody else."""
    response = HttpResponseRedirect(reverse("admin:login"))
    if request.method == "POST":
        logout(request)
        messages.info(request, "You have signed out.")
        forget_person(response)
    return response


def show_codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    context = {"title": "Keep these recovery codes", "codes": codes, "next": safe_next(request)}
    return answer(request, "second_step_codes.html", context)


def said(person: User, wrong: WrongCode) -> str:
    wait = wait_seconds(person)
    return f"{wrong} No code is looked at for {wait} seconds." if wait > 1 else str(wrong)


def safe_next(request: HttpRequest) -> str:
    """Never another site."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    is_here = url_has_allowed_host_and_scheme(asked, allowed_hosts=None, require_https=request.is_secure())
    return asked if is_here and asked.startswith("/") else reverse("admin:index")


def answer(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    full = {**admin.site.each_context(request), "next": safe_next(request), **context}
    status = 422 if getattr(context.get("form"), "errors", None) else 200
    return TemplateResponse(request, f"healthkb/{template}", full, status=status).render()
