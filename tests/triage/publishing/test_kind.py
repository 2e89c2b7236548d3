import json
from typing import Any

import pytest

from articles.models import Published, Version
from articles.publishing import kind_named, restore, status_of
from articles.publishing.freezing import freeze
from tests.builders import AT, after, edit, make_article, make_author, make_red_flag, publish_now
from tests.triage.builders import make_protocol
from triage.compiler import protocol_from_public, protocol_of
from triage.engine import Protocol as EngineProtocol
from triage.models import Protocol, Rule

pytestmark = pytest.mark.django_db


def body_of(document: Any) -> Any:
    return json.loads(bytes(Published.objects.live(after(60)).get(document=document.pk).body))


def test_its_parts_are_in_the_same_order_whichever_process_puts_it_together() -> None:
    protocol = make_protocol()
    for rule in protocol.rules.all():
        rule.red_flag = make_red_flag()
        rule.save()

    publish_now(protocol)

    flags = [part["id"] for part in body_of(protocol)["parts"] if part["type"] == "red_flag"]
    assert len(flags) > 3
    assert flags == sorted(flags)


def test_a_protocol_goes_live_with_all_that_it_uses() -> None:
    protocol = make_protocol()

    changes = publish_now(protocol)

    assert sorted((change.event, change.kind) for change in changes) == [
        ("publish", "cause"),
        ("publish", "cause"),
        ("publish", "protocol"),
        ("publish", "red_flag"),
        ("publish", "remedy"),
        ("publish", "remedy"),
        ("publish", "wording"),
    ]
    body = body_of(protocol)
    assert [question["code"] for question in body["questions"]] == [
        "age",
        "sudden",
        "swollen",
        "breathless",
        "pain",
        "kidneys",
    ]
    assert [level["level"] for level in body["wordings"][0]["levels"]] == [
        "emergency",
        "same_day",
        "soon",
        "routine",
        "self_care",
    ]
    assert sorted(part["type"] for part in body["parts"]) == [
        "cause",
        "cause",
        "red_flag",
        "remedy",
        "remedy",
        "wording",
    ]
    assert "cases" not in body


def test_what_readers_get_runs_as_what_was_reviewed() -> None:
    protocol = make_protocol()
    publish_now(protocol)
    frozen = freeze([protocol])[protocol.pk]
    parts = {str(each.document.uuid): each for each in freeze(_used(frozen)).values()}

    reviewed = protocol_of(frozen.payload, parts).to_json()
    cases = reviewed.pop("cases")

    assert protocol_from_public(body_of(protocol)).to_json() == reviewed
    assert len(cases) == 7


def test_restoring_a_version_brings_back_every_row() -> None:
    protocol = make_protocol()
    publish_now(protocol)
    before = freeze([protocol])[protocol.pk].text
    edit(protocol, title="Other words")
    Rule.objects.filter(protocol=protocol).delete()

    restore(version=Version.objects.get(document=protocol.pk), by=make_author(), at=after(5))

    assert freeze([protocol])[protocol.pk].text == before
    assert status_of(protocol, at=after(6)).state == "live"


def test_an_article_links_to_its_protocol_and_back() -> None:
    article = make_article()
    publish_now(article)

    protocol = make_protocol(articles=[article])
    publish_now(protocol, at=after(5))

    assert body_of(article)["triage"] == {
        "slug": "leg",
        "title": "Sore leg",
        "version": 1,
        "url": "/api/v1/triage/protocols/leg/",
    }
    assert body_of(protocol)["articles"] == [
        {"id": str(article.uuid), "slug": article.slug, "url": f"/api/v1/articles/{article.slug}/"}
    ]


def test_a_pack_is_asked_first_in_every_protocol_that_includes_it() -> None:
    make_protocol("pack", title="Pack")
    own = {
        "includes": ["pack"],
        "stages": [{"code": "more", "title": "More"}],
        "questions": [{"code": "itch", "kind": "yes_no", "text": "Does it itch?", "stage": "more"}],
        "rules": [
            {"code": "R01", "level": "routine", "any": [["itch.yes"]], "message": "A GP.", "sources": ["leg-source"]}
        ],
        "scope": {},
        "cause_links": [],
        "remedies": [],
        "cases": [{"code": "I01", "answers": {"itch": "yes"}, "level": "routine"}],
    }
    protocol = make_protocol("itch", **own)

    publish_now(protocol)

    body = body_of(protocol)
    assert body["included"] == [{"slug": "pack", "title": "Pack", "version": 1}]
    assert [(stage["code"], stage["first"]) for stage in body["stages"]] == [
        ("now", True),
        ("leg", True),
        ("more", False),
    ]
    assert body["questions"][-1]["code"] == "itch"
    assert [flag["slug"] for flag in body["red_flags"]] == ["stroke"]


def test_the_frozen_form_reads_as_the_engine_form() -> None:
    protocol = make_protocol()
    frozen = freeze([protocol])[protocol.pk]

    assert isinstance(protocol_of(frozen.payload, {}), EngineProtocol)
    assert kind_named("protocol").model is Protocol
    assert frozen.payload["questions"][0]["min"] == 0
    assert frozen.document.updated_at == AT


def _used(frozen: Any) -> Any:
    from articles.publishing.live import documents_named

    return documents_named(frozen.part_ids).values()
