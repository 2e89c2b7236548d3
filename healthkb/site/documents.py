"""One published document as a page, and what stands at the address of one that is published no longer."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from healthkb.site import public_api
from healthkb.site.page import cache_of, page
from healthkb.site.public_api import ApiUnavailable, Json

Context = Callable[[HttpRequest, Json], dict[str, object]]
LANGUAGES = dict(settings.LANGUAGES)


def document_page(request: HttpRequest, collection: str, slug: str, template: str, context: Context) -> HttpResponse:
    """Raises Http404."""
    language = {"lang": lang} if (lang := request.GET.get("lang")) in LANGUAGES else {}
    answer = public_api.get(request, f"{collection}/{slug}/", **language)
    if answer.ok:
        values = context(request, answer.body) | {"document": answer.body, "lang": answer.body["lang"]}
        return page(request, template, values, cache=cache_of(answer))
    return _absent(request, collection, answer)


def _absent(request: HttpRequest, collection: str, answer: public_api.Answer) -> HttpResponse:
    if "Location" in answer.headers:
        moved = urlsplit(answer.headers["Location"])
        query = f"?{moved.query}" if moved.query else ""
        slug = moved.path.rstrip("/").rsplit("/", 1)[-1]
        return HttpResponsePermanentRedirect(f"/{collection}/{slug}/{query}")
    if answer.status == 410:
        return page(request, "site/gone.html", {"reason": answer.body.get("reason", "")}, status=410)
    if answer.status == 404:
        raise Http404
    raise ApiUnavailable(collection, answer.status)
