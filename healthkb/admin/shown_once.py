from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse


def shown_once(request: HttpRequest, title: str, secret: str, is_for: str, back: str) -> TemplateResponse:
    """The answer to a POST itself, so that the secret is in no cookie, session or address."""
    context = {**admin.site.each_context(request), "title": title, "secret": secret, "is_for": is_for, "back": back}
    response = TemplateResponse(request, "healthkb/shown_once.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response
