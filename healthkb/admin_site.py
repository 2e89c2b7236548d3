from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from healthkb.accounts.proving import ask_to_prove


class SignInForm(AdminAuthenticationForm):
    def get_invalid_login_error(self) -> ValidationError:
        if getattr(self.request, "too_many_tries", False):
            return ValidationError("Too many tries. Wait 10 minutes, then try again.", code="too_many_tries")
        return super().get_invalid_login_error()


# Not a module of `healthkb.admin`: making the site must not import what registers on it.
class HealthKBAdminSite(AdminSite):
    site_header = "HealthKB"
    site_title = "HealthKB"
    index_title = "Editing"
    site_url = "/"
    login_form = SignInForm
    login_template = "healthkb/login.html"

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        return super().admin_view(ask_to_prove(view), cacheable)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().each_context(request), "is_demonstration": settings.DEMONSTRATION}

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Goes on to the second step once the password was right."""
        if not request.user.is_authenticated and hasattr(request, "half_signed_in"):
            return HttpResponseRedirect(f"{reverse('second_step')}?{urlencode({'next': request.GET.get('next', '')})}")
        return super().login(request, extra_context)
