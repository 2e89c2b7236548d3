"""Subjects that every gate passes, to be spoilt one field at a time."""

import datetime as dt
from typing import Any

from articles.publishing.gate_facts import read_word_lists
from articles.publishing.gates import Background, Subject, all_gates

ON = dt.date(2026, 11, 2)

SOURCE = {
    "slug": "nhs",
    "publisher": "NHS",
    "title": "Twitching",
    "url": "https://example.org/twitching",
    "doi": "",
    "published": "2024",
    "grade": "national_health_service",
}
NEWS = {**SOURCE, "slug": "news", "title": "Story", "grade": "news"}

_COMMON: dict[str, Any] = {"slug": "x", "locale": "en", "review_interval_months": 12, "references": [SOURCE]}
_OWN: dict[str, dict[str, Any]] = {
    "red_flag": {
        "name": "Sudden weakness",
        "text": "One leg is suddenly weak.",
        "urgency": "emergency",
        "action": "Call 999.",
        "why": "",
    },
    "cause": {
        "name": "Coffee",
        "description": "A drink.",
        "mechanism": "It may make nerves jumpy.",
        "what_to_do": "Drink less of it.",
        "when_to_suspect": "You twitch after coffee.",
        "serious": False,
        "synonyms": [],
        "remedies": [],
        "tests": [],
        "red_flags": [],
    },
    "remedy": {
        "name": "Rest",
        "remedy_kind": "self_care",
        "steps": "Lie down.",
        "benefits": "It may help.",
        "risks": "There is little risk.",
        "who_should_not": "It is safe for most people.",
        "evidence_status": "supported",
        "cautions": [],
    },
    "faq": {"question": "Is it serious?", "answer": "Rarely."},
    "topic": {"name": "Twitching", "description": "Small movements.", "topic_kind": "symptom", "parent": None},
    "wording": {
        "name": "United Kingdom",
        "country": "GB",
        "emergency_number": "999",
        "disclaimer": "This is general information for the UK. It does not replace care. In an emergency, call 999.",
        "safety_net": "See a GP if it lasts more than 2 weeks.",
        "levels": [],
    },
}
ABOUT = (
    "This is general information for the UK. It does not replace care. HealthKB publishes it. "
    "Nobody paid for it, and its writers have nothing to declare. Tell us if something is wrong."
)


def text(kind: str = "topic", field: str = "description", value: str = "") -> Subject:
    """A subject with just this text changed."""
    return subject(kind, **{field: value})


def subject(kind: str, *, facts: Any = None, background: Any = None, parts: Any = None, **changes: Any) -> Subject:
    payload = {"kind": kind, **_COMMON, **_OWN[kind], **changes} if kind != "article" else article_payload(**changes)
    title = str(payload.get("name") or payload.get("question") or payload.get("title"))
    extra = {"facts": facts} if facts else {}
    return Subject(title, kind, title, payload, parts or {}, background=background or make_background(), **extra)


def make_background(**values: Any) -> Background:
    checked = {"nhs": dt.date(2026, 10, 1), "news": dt.date(2026, 10, 1)}
    return Background(**{"on": ON, "words": read_word_lists(), "last_checked": checked, **values})


def article(
    *parts: tuple[str, Subject, dict[str, Any]], facts: Any = None, background: Any = None, **changes: Any
) -> Any:
    """A whole page about a symptom. ``parts`` are more placements: field, subject, what the place adds."""
    shared = background or make_background()
    flag = subject("red_flag", background=shared)
    placed = [
        ("causes", subject("cause", background=shared), {"frequency": "common", "note": ""}),
        ("remedies", subject("remedy", background=shared), {"note": ""}),
        ("red_flags", flag, {"group": "Call 999 now", "note": ""}),
        ("faqs", subject("faq", background=shared), {"note": ""}),
        ("topics", subject("topic", background=shared), {}),
        *parts,
    ]
    fields: dict[str, Any] = {}
    for field, part, extra in placed:
        fields.setdefault(field, []).append({"id": part.id, **extra})
    known = {part.id: part for _, part, _ in placed}
    return subject("article", facts=facts, background=shared, parts=known, **{**fields, **changes})


def section(aspect: str, body: str = "Some plain words.", **changes: Any) -> dict[str, Any]:
    return {"slug": aspect, "aspect": aspect, "heading": aspect, "body": body, "references": [SOURCE], **changes}


def article_payload(**changes: Any) -> dict[str, Any]:
    payload = {
        "kind": "article",
        **_COMMON,
        "title": "Thigh twitching",
        "summary": "A small movement of muscle.",
        "synonyms": [],
        "topics": [],
        "authors": [{"slug": "team", "name": "Team", "role": "author", "credentials": ""}],
        "sections": [section("overview"), section("tests"), section("treatments"), section("safety", ABOUT)],
        "scenarios": [],
        "takeaways": [],
        "images": [],
        "causes": [],
        "remedies": [],
        "red_flags": [],
        "tests": [],
        "faqs": [],
        "safety_net": "See a GP if it lasts more than 2 weeks.",
        "no_emergency_reason": "",
    }
    return {**payload, **changes}


def found(check_id: str, subject: Subject) -> list[tuple[str, str, str]]:
    """Severity, field and words of what one check finds."""
    gates = [gate for gate in all_gates() if gate.id == check_id]
    return [(each.severity.value, each.field, each.words) for gate in gates for each in gate.run(subject)]


def levels(check_id: str, subject: Subject) -> list[str]:
    return [level for level, *_ in found(check_id, subject)]


def words(count: int) -> str:
    return " ".join(["leg"] * count)
