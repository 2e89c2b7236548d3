from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from healthkb.site.entries import COLLECTIONS, WHAT_IT_IS
from healthkb.site.page import page
from healthkb.site.paging import all_results
from healthkb.site.public_api import Json

LONGEST = 200


@dataclass(frozen=True, slots=True)
class Hit:
    collection: str
    slug: str
    title: str
    what_it_is: str
    summary: str


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    query = " ".join(request.GET.get("q", "").replace("\x00", " ").split())[:LONGEST]
    hits = list(hits_by_name(request, query)) if query else []
    return page(request, "site/search.html", {"query": query, "hits": hits, "total": len(hits)})


def hits_by_name(request: HttpRequest, query: str) -> Iterator[Hit]:
    """Everything with all of the words in its name, articles first."""
    words = query.casefold().split()
    for collection in ("articles", *COLLECTIONS):
        for each in all_results(request, f"{collection}/"):
            hit = _hit(collection, each)
            if all(word in f"{hit.title} {hit.summary}".casefold() for word in words):
                yield hit


def _hit(collection: str, summary: Json) -> Hit:
    name = summary.get("title") or summary.get("name") or summary["question"]
    texts = (summary.get(field) for field in ("summary", "description", "text", "purpose", "answer"))
    text = next((each if isinstance(each, str) else each["text"] for each in texts if each), "")
    return Hit(collection, summary["slug"], name, WHAT_IT_IS.get(collection, "Article"), text)
