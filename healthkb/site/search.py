from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape

from django.http import HttpRequest, HttpResponse
from django.utils.html import strip_tags
from django.views.decorators.http import require_safe

from healthkb.site import public_api
from healthkb.site.entries import COLLECTIONS, WHAT_IT_IS
from healthkb.site.page import page
from healthkb.site.paging import all_results, number_of_page
from healthkb.site.public_api import Json

LONGEST = 200
MOST_BY_NAME = 30
# Kinds of document that have a page here, and the folder of its address.
FOLDERS = {
    "article": "articles",
    "cause": "causes",
    "remedy": "remedies",
    "red_flag": "red-flags",
    "test": "tests",
    "faq": "faqs",
    "topic": "topics",
    "protocol": "triage",
}
OTHER_KINDS = {"articles": "Page", "topics": "Topic", "triage": "Questions"}


@dataclass(frozen=True, slots=True)
class Hit:
    folder: str
    slug: str
    title: str
    text: str

    @property
    def what_it_is(self) -> str:
        return WHAT_IT_IS.get(self.folder) or OTHER_KINDS[self.folder]


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    query = " ".join(request.GET.get("q", "").replace("\x00", " ").split())[:LONGEST]
    number = number_of_page(request)
    values = {"query": query, "page_number": number, **(_found(request, query, number) if query else {})}
    return page(request, "site/search.html", values)


def _found(request: HttpRequest, query: str, number: int) -> dict[str, object]:
    """From the search of the API where it has one, or else by name."""
    answer = public_api.get(request, "search/", q=query, page=number)
    if answer.ok:
        hits = [_hit(FOLDERS[each["type"]], each) for each in answer.body["results"] if each["type"] in FOLDERS]
        return {"hits": hits, "total": answer.body["count"], "listed": answer.body}
    hits = by_name(_everything(request), query.casefold().split())
    return {"hits": hits, "total": len(hits)}


def by_name(hits: Iterable[Hit], words: list[str]) -> list[Hit]:
    """Those with most of the words first; among equals, in the order in which they came."""
    scored = [(sum(word in f"{hit.title} {hit.text}".casefold() for word in words), hit) for hit in hits]
    found = sorted((each for each in scored if each[0]), key=lambda each: -each[0])
    return [hit for _, hit in found[:MOST_BY_NAME]]


def _everything(request: HttpRequest) -> Iterator[Hit]:
    for folder in ("articles", *COLLECTIONS):
        for each in all_results(request, f"{folder}/"):
            yield _hit(folder, each)


def _hit(folder: str, summary: Json) -> Hit:
    title = summary.get("title") or summary.get("name") or summary.get("question") or summary["slug"]
    texts = (summary.get(name) for name in ("snippet", "summary", "description", "text", "purpose", "answer"))
    text = next((each if isinstance(each, str) else each["text"] for each in texts if each), "")
    return Hit(folder, summary["slug"], unescape(strip_tags(title)), unescape(strip_tags(text)))
