"""Where people read what is published here."""

from django.conf import settings
from django.urls import reverse
from rest_framework.request import Request


def page_address(request: Request, slug: str, lang: str) -> str:
    """On the publisher's site as ``ARTICLE_PAGE_URL`` says, or else the article's own address in this API."""
    pattern: str = settings.ARTICLE_PAGE_URL
    if pattern:
        return pattern.replace("{slug}", slug).replace("{lang}", lang)
    return request.build_absolute_uri(f"{reverse('article-detail', kwargs={'slug': slug})}?lang={lang}")
