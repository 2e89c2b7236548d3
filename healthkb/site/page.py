"""What every page has: the reader wording, its caching and its headers."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response, patch_vary_headers

from healthkb.site import public_api
from healthkb.site.wording import reader_wording

SHORT = "public, max-age=60"
NEVER = "no-store"


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    status: int = 200,
    cache: str = SHORT,
) -> HttpResponse:
    """A page as HTML, or 304 where the browser has it. Sets no cookie, and nothing in it depends on who asks."""
    everywhere = {"wording": reader_wording(request), "demonstration": settings.DEMONSTRATION}
    html = render_to_string(template, everywhere | dict(context), request)
    response = HttpResponse(html, status=status)
    response["Cache-Control"] = cache
    patch_vary_headers(response, ["Accept-Encoding"])
    if cache == NEVER or status != 200:
        return response
    response["ETag"] = etag = f'"{sha256(html.encode()).hexdigest()[:32]}"'
    answer = get_conditional_response(request, etag=etag, response=response)
    return answer if isinstance(answer, HttpResponse) else response


def cache_of(answer: public_api.Answer) -> str:
    """A page may be kept for as long as the document that it shows."""
    return answer.headers.get("Cache-Control", SHORT)
