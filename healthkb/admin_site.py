from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from healthkb.accounts.idle import forget_person
from healthkb.accounts.proving import ask_to_prove

# The lists of `articles` by what people come for. What is in neither is a record: it is on the first page only.
CONTENT = "Article Cause Remedy RedFlag DiagnosticTest Faq Image Reference Topic Contributor Wording".split()  # noqa: SIM905
RECORDS = "Records"
REVIEWING = ("ReviewRequest", "Release", "ReviewTask", "ImportBatch")


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
    logout_template = "healthkb/signed_out.html"
    password_change_template = "healthkb/password_change.html"  # noqa: S105  a page
    password_change_done_template = "healthkb/password_changed.html"  # noqa: S105

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        return super().admin_view(ask_to_prove(view), cacheable)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        context = super().each_context(request)
        lists = [each for each in context["available_apps"] if each["name"] != RECORDS]
        return {**context, "available_apps": lists, "is_demonstration": settings.DEMONSTRATION}

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        found = super().get_app_list(request, app_label)
        if app_label is not None:
            return found
        articles = [each for each in found if each["app_label"] == "articles"]
        others = [each for each in found if each["app_label"] != "articles"]
        groups = [group for app in articles for group in _groups(app)]
        first = [each for each in groups if each["name"] != RECORDS]
        return [*first, *others, *(each for each in groups if each["name"] == RECORDS)]

    def logout(self, request: HttpRequest, extra_context: Any = None) -> Any:
        response: Any = super().logout(request, extra_context)
        forget_person(response)
        return response

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Goes on to the second step once the password was right."""
        if not request.user.is_authenticated and hasattr(request, "half_signed_in"):
            return HttpResponseRedirect(f"{reverse('second_step')}?{urlencode({'next': request.GET.get('next', '')})}")
        was_idle = getattr(request, "was_idle", False)
        if was_idle and request.method == "POST":
            request.session.flush()  # nothing of before is left, such as the second step
        return super().login(request, {**(extra_context or {}), "idle_minutes": was_idle and settings.IDLE_MINUTES})


def _groups(app: dict[str, Any]) -> list[dict[str, Any]]:
    models = {each["object_name"]: each for each in app["models"]}
    content = [models.pop(name) for name in CONTENT if name in models]
    reviewing = [models.pop(name) for name in REVIEWING if name in models]
    groups = (("Articles and library", content), ("Reviewing and publishing", reviewing), (RECORDS, [*models.values()]))
    return [{**app, "name": name, "models": rows} for name, rows in groups if rows]
