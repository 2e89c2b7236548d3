"""A small protocol that passes every gate, in the form of product content."""

import copy
from typing import Any

from articles.content.vocabulary import Urgency
from articles.models import Reference, Remedy, UrgencyWording, Wording
from articles.publishing import kind_named, load_payload, record_edit
from tests.builders import AT, DISCLAIMER, make_author, make_cause, make_red_flag, make_reference, make_remedy
from triage.models import Protocol

LEG: dict[str, Any] = {
    "title": "Sore leg",
    "purpose": "Says how soon to get help for a sore leg.",
    "scope": {"outside": [["age.under_2"]], "level": "soon", "message": "Talk to a GP about a child under 2."},
    "default": {"level": "self_care", "message": "Nothing needs a doctor now.", "action": "Rest your leg."},
    "stages": [{"code": "now", "title": "Signs that need help fast"}, {"code": "leg", "title": "Your leg"}],
    "questions": [
        {
            "code": "age",
            "kind": "number",
            "text": "How old are you?",
            "stage": "now",
            "min": 0,
            "max": 120,
            "unit": "years",
            "thresholds": [{"code": "under_2", "op": "lt", "value": 2, "label": "under 2"}],
        },
        {
            "code": "sudden",
            "kind": "many_of",
            "text": "Did any of these start suddenly?",
            "help": "Suddenly means within minutes.",
            "stage": "now",
            "options": [
                {"code": "face", "label": "Face droop", "red_flag": "emergency", "synonyms": ["lopsided face"]},
                {"code": "speech", "label": "Slurred speech", "red_flag": "emergency"},
            ],
            "allows_unsure": True,
            "allows_none": True,
            "safety_critical": True,
        },
        {
            "code": "swollen",
            "kind": "yes_no",
            "text": "Is one leg swollen?",
            "help": "Look at both calves.",
            "stage": "leg",
            "allows_unsure": True,
            "red_flag": "same_day",
            "safety_critical": True,
            "synonyms": ["puffy"],
        },
        {
            "code": "breathless",
            "kind": "yes_no",
            "text": "Are you short of breath?",
            "stage": "leg",
            "applies": [["swollen.yes"]],
        },
        {
            "code": "pain",
            "kind": "one_of",
            "text": "How sore is it?",
            "stage": "leg",
            "options": [{"code": "mild", "label": "A little"}, {"code": "bad", "label": "Very"}],
        },
        {
            "code": "kidneys",
            "kind": "yes_no",
            "text": "Do you have kidney disease?",
            "stage": "leg",
            "required": False,
        },
    ],
    "rules": [
        {
            "code": "E01",
            "level": "emergency",
            "any": [["sudden.face|speech"]],
            "level_if_unsure": "same_day",
            "message": "These can be signs of a stroke.",
            "action": "Call 999.",
            "red_flag": "stroke",
            "sources": ["leg-source"],
        },
        {
            "code": "E02",
            "level": "emergency",
            "any": [["swollen.yes", "breathless.yes"]],
            "message": "A clot can move to the lung.",
            "action": "Call 999.",
            "sources": ["leg-source"],
        },
        {
            "code": "S01",
            "level": "same_day",
            "level_if_unsure": "soon",
            "any": [["swollen.yes"]],
            "message": "It can be a clot.",
            "action": "Call 111.",
            "sources": ["leg-source"],
        },
        {
            "code": "T01",
            "level": "routine",
            "any": [["pain.bad"]],
            "message": "A GP can look at it.",
            "sources": ["leg-source"],
        },
    ],
    "causes": ["clot", "strain"],
    "cause_links": [
        {"cause": "clot", "any": [["swollen.yes"]], "if_present": "++", "if_absent": "-"},
        {"cause": "strain", "any": [["pain.mild"]], "if_present": "+", "note": "After sport."},
    ],
    "remedies": [
        {"slug": "rest", "causes": ["strain"]},
        {
            "slug": "drink",
            "exclude_when": [["kidneys.yes"]],
            "exclude_text": "Ask your kidney team how much to drink.",
        },
    ],
    "disclaimer": "This is general information.",
    "safety_net": ["See a GP if it lasts more than 2 weeks."],
    "recheck_after_days": 14,
    "cases": [
        {"code": "C01", "answers": {"sudden": ["face"]}, "level": "emergency", "rules": ["E01"]},
        {"code": "C02", "answers": {"sudden": "unsure"}, "level": "same_day", "rules": ["E01"]},
        {
            "code": "C03",
            "answers": {"swollen": "yes", "breathless": "yes"},
            "level": "emergency",
            "rules": ["E02"],
        },
        {"code": "C04", "answers": {"swollen": "yes", "breathless": "no"}, "level": "same_day", "causes": ["clot"]},
        {"code": "C05", "answers": {"pain": "bad"}, "level": "routine"},
        {"code": "C06", "answers": {"pain": "mild"}, "level": "self_care", "causes": ["strain"]},
        {"code": "C07", "answers": {"swollen": "unsure"}, "level": "soon", "rules": ["S01"]},
    ],
    "wordings": ["gb"],
}

CALM: dict[str, Any] = {"age": 40, "sudden": ["none"], "swollen": "no", "pain": "mild", "kidneys": "no"}


def leg(**changes: Any) -> dict[str, Any]:
    return {**copy.deepcopy(LEG), **changes}


def make_protocol(slug: str = "leg", *, articles: Any = (), **changes: Any) -> Protocol:
    """With the library entries that it names, each made once."""
    make_library()
    protocol: Protocol = Protocol.objects.create(slug=slug, title="New")
    payload = leg(**changes) | {"articles": [{"slug": each.slug} for each in articles]}
    record_edit(document=protocol, by=make_author(), at=AT)
    load_payload(kind_named("protocol"), protocol, payload)
    return protocol


def make_library() -> None:
    if Reference.objects.filter(slug="leg-source").exists():
        return
    make_reference(slug="leg-source", publisher="NHS", title="Leg")
    make_red_flag(slug="stroke", title="Stroke")
    for slug, title in (("clot", "Blood clot"), ("strain", "Strain")):
        make_cause(slug=slug, title=title)
    for slug, title in (("rest", "Rest"), ("drink", "Drink enough")):
        if not Remedy.objects.filter(slug=slug).exists():
            make_remedy(slug=slug, title=title)
    if not Wording.objects.filter(slug="gb").exists():
        make_wording()


def make_wording(country: str = "GB", number: str = "999") -> Wording:
    wording: Wording = Wording.objects.create(
        slug=country.lower(),
        title=country,
        country=country,
        emergency_number=number,
        safety_net="See a GP again.",
        disclaimer=DISCLAIMER,
    )
    for position, urgency in enumerate(Urgency):
        UrgencyWording.objects.create(
            wording=wording,
            urgency=urgency,
            label=f"Label {urgency}",
            timeframe="now",
            action=f"Do it: {number}.",
            position=position,
        )
    record_edit(document=wording, by=make_author(), at=AT)
    return wording
