from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from healthkb.site import public_api
from healthkb.site.documents import document_page
from healthkb.site.page import page
from healthkb.site.paging import all_results, number_of_page
from healthkb.site.public_api import Json
from healthkb.site.wording import html_of


@dataclass(slots=True)
class TopicNode:
    slug: str
    name: str
    parent: str | None
    inside: list["TopicNode"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class TopicTree:
    roots: list[TopicNode]
    by_slug: dict[str, TopicNode]

    def path_to(self, slug: str | None) -> list[TopicNode]:
        """From the top down to this topic."""
        return list(self._upwards(slug))[::-1]

    def _upwards(self, slug: str | None) -> Iterator[TopicNode]:
        seen: set[str] = set()
        while slug in self.by_slug and slug not in seen:
            seen.add(slug)
            yield self.by_slug[slug]
            slug = self.by_slug[slug].parent


def topic_tree(request: HttpRequest) -> TopicTree:
    return tree_of(all_results(request, "topics/"))


def tree_of(topics: Iterable[Json]) -> TopicTree:
    nodes = {each["slug"]: TopicNode(each["slug"], each["name"], each["parent"]) for each in topics}
    for node in nodes.values():
        if node.parent in nodes:
            nodes[node.parent].inside.append(node)
    return TopicTree([node for node in nodes.values() if node.parent not in nodes], nodes)


@require_safe
def topics_page(request: HttpRequest) -> HttpResponse:
    return page(request, "site/topics.html", {"topics": topic_tree(request).roots})


@require_safe
def topic_page(request: HttpRequest, slug: str) -> HttpResponse:
    return document_page(request, "topics", slug, "site/topic.html", _context)


def _context(request: HttpRequest, topic: Json) -> dict[str, object]:
    tree = topic_tree(request)
    node = tree.by_slug.get(topic["slug"])
    number = number_of_page(request)
    listed = public_api.found(request, "articles/", topic=topic["slug"], lang=topic["lang"], page=number)
    return {
        "description": html_of(topic["description"]),
        "trail": tree.path_to(topic["parent"]),
        "inside": node.inside if node else [],
        "articles": listed,
        "page_number": number,
    }
