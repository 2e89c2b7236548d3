"""Where people read what is published here."""

from django.conf import settings
from rest_framework.request import Request

from articles.publishing.addresses import page_path


def page_address(request: Request, slug: str, lang: str) -> str:
    """On the publisher's site as ``ARTICLE_PAGE_URL`` says, or else on the readers' site that is served here."""
    pattern: str = settings.ARTICLE_PAGE_URL
    if pattern:
        return pattern.replace("{slug}", slug).replace("{lang}", lang)
    return request.build_absolute_uri(page_path("article", slug, lang))
