from collections.abc import Iterable, Mapping
from typing import Any

from articles.content.vocabulary import EvidenceStatus, RemedyKind, Urgency
from articles.models import Cause, DiagnosticTest, Faq, RedFlag, Remedy

from ..fields import Codes, ExpertAnswer, Field, Links, Private, References, Rich
from ..registry import DocumentKind, Facet
from .facets import common_facets, facets_of

COMMON = (Private("review_interval_months"), References(), Codes())

CAUSE = DocumentKind(
    name="cause",
    collection="causes",
    label="cause",
    model=Cause,
    fields=(
        Field("title", "name"),
        Rich("description"),
        Rich("mechanism"),
        Rich("what_to_do"),
        Rich("when_to_suspect"),
        Field("serious"),
        Field("synonyms"),
        Links("remedies"),
        Links("tests"),
        Links("red_flags"),
        *COMMON,
    ),
    summary=("name", "serious", "description"),
    facets=facets_of("serious"),
    filters={"serious": ("true", "false")},
)

REMEDY = DocumentKind(
    name="remedy",
    collection="remedies",
    label="remedy",
    model=Remedy,
    fields=(
        Field("title", "name"),
        Field("remedy_kind", public="kind"),
        Rich("steps"),
        Rich("benefits"),
        Rich("risks"),
        Rich("who_should_not"),
        Field("evidence_status"),
        Field("cautions"),
        *COMMON,
    ),
    summary=("name", "kind", "evidence_status"),
    facets=facets_of("kind", "evidence_status"),
    filters={"kind": tuple(RemedyKind), "evidence_status": tuple(EvidenceStatus)},
)

RED_FLAG = DocumentKind(
    name="red_flag",
    collection="red-flags",
    label="red flag",
    model=RedFlag,
    fields=(
        Field("title", "name"),
        Rich("text"),
        Field("urgency"),
        Rich("action"),
        Rich("why"),
        *COMMON,
    ),
    summary=("name", "text", "urgency", "action"),
    facets=facets_of("urgency"),
    filters={"urgency": tuple(Urgency)},
)

TEST = DocumentKind(
    name="test",
    collection="tests",
    label="test",
    model=DiagnosticTest,
    fields=(Field("title", "name"), Rich("purpose"), Rich("what_happens"), Rich("when_used"), *COMMON),
    summary=("name", "purpose"),
    facets=common_facets,
)


def faq_facets(body: Mapping[str, Any]) -> Iterable[Facet]:
    yield from common_facets(body)
    if body["answered_by"]:
        yield "expert", body["answered_by"]["slug"]


FAQ = DocumentKind(
    name="faq",
    collection="faqs",
    label="FAQ",
    model=Faq,
    fields=(Field("title", "question"), Rich("answer"), ExpertAnswer(), *COMMON),
    summary=("question", "answer", "answered_by", "answered_on"),
    facets=faq_facets,
    filters={"expert": ()},
)
