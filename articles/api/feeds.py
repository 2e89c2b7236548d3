"""Articles for search engines and for feed readers."""

import datetime as dt
import json
from xml.sax.saxutils import escape

from django.utils.feedgenerator import Atom1Feed
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from articles.models.published import Published

from .caching import conditional, etag_of
from .languages import LANG, language_of
from .live_rows import LiveRows
from .page_addresses import page_address
from .public import PublicView
from .renderers import StoredJSONRenderer
from .schema import responses

MAX_ADDRESSES = 50_000  # of one sitemap, by its protocol
NEWEST = 50
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


class SitemapRenderer(StoredJSONRenderer):
    media_type = "application/xml"
    format = "xml"


class AtomRenderer(StoredJSONRenderer):
    media_type = "application/atom+xml"
    format = "atom"


class ArticleFeed(Atom1Feed):
    def latest_post_date(self) -> dt.datetime:
        """An empty feed has not changed since ever, rather than just now."""
        return super().latest_post_date() if self.items else dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def latest_articles(now: dt.datetime, **more: str) -> LiveRows:
    rows = Published.objects.not_withheld(now).filter(kind="article", **more)
    return LiveRows(rows.order_by("-modified_at", "pk"), now)


class SitemapView(PublicView):
    renderer_classes = [SitemapRenderer, StoredJSONRenderer]

    @extend_schema(
        operation_id="get_sitemap",
        summary="Sitemap",
        description="The pages of all articles in all languages, for search engines.",
        tags=["sync"],
        responses=responses(None, "`application/xml`: a sitemap."),
    )
    def get(self, request: Request) -> Response:
        articles = latest_articles(self.now)
        until = articles.next_change()
        pages = [
            f"<url><loc>{escape(page_address(request, slug, lang))}</loc>"
            f"<lastmod>{modified.isoformat(timespec='seconds')}</lastmod></url>"
            for slug, lang, modified in articles[:MAX_ADDRESSES].values_list("slug", "locale", "modified_at")
        ]
        head = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{NAMESPACE}">'
        body = (head + "".join(pages) + "</urlset>").encode()
        return conditional(request, body, etag=etag_of(body), now=self.now, until=until)


class AtomView(PublicView):
    renderer_classes = [AtomRenderer, StoredJSONRenderer]

    def parameters(self) -> frozenset[str]:
        return frozenset({"lang"})

    @extend_schema(
        operation_id="get_atom_feed",
        summary="Atom feed",
        description=f"The {NEWEST} articles that changed last.",
        tags=["sync"],
        parameters=[LANG],
        responses=responses(None, "`application/atom+xml`: an Atom feed."),
    )
    def get(self, request: Request) -> Response:
        lang = language_of(request)
        articles = latest_articles(self.now, locale=lang)
        until = articles.next_change()
        here = request.build_absolute_uri()
        feed = ArticleFeed("New and changed articles", here, "", language=lang, feed_url=here)
        for row in articles[:NEWEST].defer("body"):
            feed.add_item(
                row.title,
                page_address(request, row.slug, lang),
                json.loads(bytes(row.summary))["summary"],
                unique_id=f"urn:uuid:{row.uuid}",
                pubdate=row.first_published_at,
                updateddate=row.modified_at,
            )
        body = feed.writeString("utf-8").encode()
        return conditional(request, body, etag=etag_of(body), now=self.now, until=until)
