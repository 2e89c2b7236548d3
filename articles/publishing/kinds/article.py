from collections.abc import Iterable, Mapping
from typing import Any

from articles.content.vocabulary import HealthAspect, Urgency
from articles.models import Article

from ..fields import Codes, Field, Named, People, Placements, Private, References, Rich, Rows
from ..images import Images
from ..registry import DocumentKind, Facet
from .facets import common_facets

NOTE = Rich("note")


def article_facets(body: Mapping[str, Any]) -> Iterable[Facet]:
    yield from common_facets(body)
    yield from {("topic", topic["slug"]) for topic in body["topics"]}
    yield from {("aspect", section["aspect"]) for section in body["sections"]}
    yield from {("urgency", red_flag["urgency"]) for red_flag in body["red_flags"]}


ARTICLE = DocumentKind(
    name="article",
    collection="articles",
    label="article",
    model=Article,
    fields=(
        Field("title"),
        Field("summary"),
        Field("synonyms"),
        Named("topics"),
        People("authors"),
        Rows(
            "sections",
            of=(Field("slug"), Field("aspect"), Field("heading"), Rich("body"), References()),
        ),
        Placements("causes", target="cause", of=(Field("frequency"), NOTE)),
        Placements("remedies", target="remedy", of=(NOTE,)),
        Placements("red_flags", target="red_flag", of=(Field("group"), NOTE)),
        Placements("tests", target="test", of=(NOTE,)),
        Placements("faqs", target="faq", of=(NOTE,)),
        Rows(
            "scenarios",
            of=(Field("slug"), Field("title"), Rich("situation"), Rich("solution"), References()),
        ),
        Images("images"),
        Rows("takeaways", of=(Rich("text"),)),
        Rich("safety_net"),
        Private("no_emergency_reason"),
        Private("review_interval_months"),
        References(),
        Codes(),
    ),
    summary=("title", "summary", "topics"),
    facets=article_facets,
    filters={"topic": (), "aspect": tuple(HealthAspect), "urgency": tuple(Urgency)},
    contributed=("triage",),
)
