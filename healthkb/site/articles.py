from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from healthkb.site.blocks import blocks_of
from healthkb.site.care import care_cards
from healthkb.site.documents import document_page
from healthkb.site.public_api import Json
from healthkb.site.review import review_of
from healthkb.site.sources import sources_of
from healthkb.site.wording import html_of, reader_wording


@require_safe
def article_page(request: HttpRequest, slug: str) -> HttpResponse:
    return document_page(request, "articles", slug, "site/article.html", _context)


def _context(request: HttpRequest, article: Json) -> dict[str, object]:
    sources = sources_of(article)
    return {
        "cards": care_cards(article["red_flags"], reader_wording(request)),
        "blocks": blocks_of(article),
        "safety_net": html_of(article["safety_net"]),
        "review": review_of(article),
        "sources": sources,
        "numbers": {source.id: source.number for source in sources},
    }
