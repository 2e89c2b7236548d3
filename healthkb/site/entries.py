"""Entries of the library on pages of their own, so that search has somewhere to lead to."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from healthkb.site.documents import document_page
from healthkb.site.public_api import Json
from healthkb.site.review import review_of
from healthkb.site.sources import sources_of
from healthkb.site.wording import html_of, reader_wording

# Each rich field in the order of reading, with its heading. The first one needs none.
FIELDS: dict[str, tuple[tuple[str, str], ...]] = {
    "causes": (
        ("description", ""),
        ("when_to_suspect", "It may be this if"),
        ("what_to_do", "What to do"),
        ("mechanism", "How it leads to the symptom"),
    ),
    "remedies": (
        ("steps", ""),
        ("who_should_not", "Check this first"),
        ("risks", "Risks"),
        ("benefits", "How it may help"),
    ),
    "red-flags": (("text", ""), ("action", "What to do"), ("why", "Why it matters")),
    "tests": (("purpose", ""), ("what_happens", "What happens"), ("when_used", "When it is used")),
    "faqs": (("answer", ""),),
}
COLLECTIONS = tuple(FIELDS)
WHAT_IT_IS = {
    "causes": "Cause",
    "remedies": "What may help",
    "red-flags": "Warning sign",
    "tests": "Test",
    "faqs": "Question",
}


@require_safe
def entry_page(request: HttpRequest, collection: str, slug: str) -> HttpResponse:
    def context(request: HttpRequest, entry: Json) -> dict[str, object]:
        return _context(request, collection, entry)

    return document_page(request, collection, slug, "site/entry.html", context)


def _context(request: HttpRequest, collection: str, entry: Json) -> dict[str, object]:
    texts = [(heading, html_of(entry[name])) for name, heading in FIELDS[collection] if entry[name]["text"]]
    urgency = entry.get("urgency")
    return {
        "name": entry.get("name") or entry["question"],
        "what_it_is": WHAT_IT_IS[collection],
        "texts": texts,
        "level": reader_wording(request).levels[urgency] if urgency else None,
        "review": review_of(entry),
        "sources": sources_of(entry),
    }
