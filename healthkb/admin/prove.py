"""The page that asks for the password again."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.cache import never_cache

from healthkb.accounts.proving import remember_proof

from .second_step import answer, half_signed_in, safe_next

OWN_FIELDS = ("csrfmiddlewaretoken", "next", "password")


class ProofForm(forms.Form):
    password = forms.CharField(
        label="Password", widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True})
    )


@never_cache
def prove_page(request: HttpRequest) -> HttpResponse:
    person: Any = half_signed_in(request) or request.user
    if not person.is_authenticated or not person.is_staff:
        return HttpResponseRedirect(safe_next(request))
    typed = what_was_typed(request)
    form = ProofForm(request.POST if "password" in request.POST else None)
    if form.is_valid():
        found = authenticate(request, username=person.get_username(), password=form.cleaned_data["password"])
        if found is not None and found.pk == person.pk:
            request.session.cycle_key()  # whoever has the old one has no part in the proof
            remember_proof(request, timezone.now())
            return HttpResponseRedirect(safe_next(request), status=307 if typed else 302)
        is_over = getattr(request, "too_many_tries", False)
        form.add_error("password", "Too many tries. Wait 10 minutes." if is_over else "That is not your password.")
    context = {"title": "Is it still you?", "form": form, "person": person, "again": "again" in request.GET}
    return answer(request, "prove.html", {**context, "typed": typed})


def what_was_typed(request: HttpRequest) -> list[tuple[str, str]]:
    """The form that came too late, so that a long comment is not lost. A file cannot be kept: it is chosen again."""
    if request.FILES:
        return []
    return [(name, each) for name, values in request.POST.lists() if name not in OWN_FIELDS for each in values]
