"""The page that asks for the password again."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.cache import never_cache

from healthkb.accounts.proving import remember_proof

from .second_step import answer, half_signed_in, safe_next


class ProofForm(forms.Form):
    password = forms.CharField(
        label="Password", widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True})
    )


@never_cache
def prove_page(request: HttpRequest) -> HttpResponse:
    person: Any = half_signed_in(request) or request.user
    if not person.is_authenticated or not person.is_staff:
        return HttpResponseRedirect(safe_next(request))
    form = ProofForm(request.POST or None)
    if form.is_valid():
        found = authenticate(request, username=person.get_username(), password=form.cleaned_data["password"])
        if found is not None and found.pk == person.pk:
            remember_proof(request, timezone.now())
            return HttpResponseRedirect(safe_next(request))
        is_over = getattr(request, "too_many_tries", False)
        form.add_error("password", "Too many tries. Wait 10 minutes." if is_over else "That is not your password.")
    context = {"title": "Is it still you?", "form": form, "person": person, "again": "again" in request.GET}
    return answer(request, "prove.html", context)
