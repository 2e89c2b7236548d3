from collections.abc import Iterable

from articles.publishing.composing import Part
from articles.publishing.fields import Codes, Field, References, Rows
from articles.publishing.registry import Contribution, DocumentKind, register_kind
from triage.models import Protocol

from .composing import compose_protocol, protocol_facets
from .describing import describe_protocol
from .fields import DefaultSources, Group, Link, Mentions, Number, Optional, SlugLinks, Sources, Uses, Ways
from .live import switched_on
from .lowered import clinical_reviews, consequences

URL = "/api/v1/triage/protocols/{slug}/"

OPTIONS = Rows("options", of=(Field("code"), Field("label"), Optional("red_flag"), Field("synonyms")))
THRESHOLDS = Rows("thresholds", of=(Field("code"), Field("op"), Number("value"), Field("label")))
QUESTIONS = Rows(
    "findings",
    "questions",
    of=(
        Field("code"),
        Field("kind"),
        Field("text"),
        Field("stage"),
        Field("text_for_carer"),
        Field("help"),
        OPTIONS,
        THRESHOLDS,
        Field("allows_unsure"),
        Field("unsure_label"),
        Field("allows_none"),
        Field("none_label"),
        Optional("red_flag"),
        Number("min"),
        Number("max"),
        Number("step"),
        Field("unit"),
        Field("synonyms"),
        Field("required"),
        Field("safety_critical"),
        Field("applies"),
    ),
)
RULES = Rows(
    "rules",
    of=(
        Field("code"),
        Field("level"),
        Optional("level_if_unsure"),
        Ways("conditions", "any"),
        Field("message"),
        Field("action"),
        Field("rationale"),
        Link("red_flag"),
        Sources("references", "sources"),
    ),
)
CAUSE_LINKS = Rows(
    "cause_findings",
    "cause_links",
    of=(Link("cause"), Field("any"), Field("if_present"), Field("if_absent"), Field("note")),
)
REMEDIES = Uses(
    "remedies",
    target="remedy",
    of=(Field("text"), SlugLinks("causes"), Field("exclude_when"), Field("exclude_text")),
)
CASES = Rows(
    "cases",
    of=(
        Field("code"),
        Field("title"),
        Field("answers"),
        Field("level"),
        Field("rules"),
        Field("causes"),
        Optional("worst_possible"),
    ),
)


def contribute_to_articles(main: Part) -> Iterable[Contribution]:
    """Every article that the protocol names shows a link to it."""
    link = {
        "slug": main.slug,
        "title": main.payload["title"],
        "version": main.number,
        "url": URL.format(slug=main.slug),
    }
    for article in main.payload["articles"]:
        yield Contribution(article["id"], "triage", link)


PROTOCOL = DocumentKind(
    name="protocol",
    collection="triage/protocols",
    label="triage protocol",
    model=Protocol,
    fields=(
        Field("title"),
        Field("purpose"),
        Group(
            "scope",
            of=(Field("scope_outside", "outside"), Field("scope_level", "level"), Field("scope_message", "message")),
        ),
        Group(
            "default",
            of=(
                Field("default_level", "level"),
                Field("default_message", "message"),
                Field("default_action", "action"),
                DefaultSources("default_references", "sources"),
            ),
        ),
        SlugLinks("includes"),
        Rows("stages", of=(Field("code"), Field("title"), Field("first"))),
        QUESTIONS,
        RULES,
        Uses("causes", target="cause"),
        CAUSE_LINKS,
        REMEDIES,
        Field("remedies_up_to"),
        Field("disclaimer"),
        Field("safety_net"),
        Field("recheck_after_days"),
        CASES,
        SlugLinks("wordings"),
        Mentions("articles"),
        Field("review_interval_months"),
        References(),
        Codes(),
    ),
    summary=("title", "purpose", "included", "articles"),
    facets=protocol_facets,
    contributions=contribute_to_articles,
    compose=compose_protocol,
    describe=describe_protocol,
    offered=switched_on,
    clinical_reviews=clinical_reviews,
    consequences=consequences,
)


def register_protocol() -> None:
    register_kind(PROTOCOL)
