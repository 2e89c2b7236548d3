from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

CLOSED = ("/admin/", "/preview/", "/questions/status/", "/feedback/")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """By the protocol of sitemaps, one that lies in a folder counts for other folders only where this file names it."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in CLOSED),
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
    ]
    answer = HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
    answer["Cache-Control"] = "public, max-age=3600"
    return answer
