"""The shipped content as readers get it: every fact of the evidence check, through the API, with its sources."""

import datetime as dt
import json
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from articles.models import Cause, Change
from articles.publishing import publish
from healthkb.demonstration import create_demo_accounts, load_demo_content
from tests.builders import after, approve_now, edit, make_publisher, submit_now

from .fact_paths import FACTS, PLACED_FACTS, references_at, value_at

pytestmark = pytest.mark.django_db

SOURCE_FACTS = 77  # the 78 of the evidence check, without the one that was dropped
MISSING_RED_FLAGS = 37
AT = dt.datetime(2026, 11, 1, 9, tzinfo=dt.UTC)


@pytest.fixture
def _shipped(tmp_path: Any) -> None:
    create_demo_accounts(passwords_file=tmp_path / "passwords")
    load_demo_content(fixtures=settings.BASE_DIR / "fixtures", at=AT)


def read(client: Client, slug: str) -> dict[str, Any]:
    response = client.get(f"/api/v1/articles/{slug}/")
    assert response.status_code == 200
    body: dict[str, Any] = json.loads(response.content)
    return body


def test_every_fact_is_mapped() -> None:
    ids = {fact["id"] for fact in FACTS}
    flags = {f"MRF{number}" for number in range(1, MISSING_RED_FLAGS + 1)}

    assert ids & flags == flags
    assert len(ids - flags) == SOURCE_FACTS
    assert [fact["id"] for fact in FACTS if "feature" in fact] == ["P1", "P2", "P3"]


@pytest.mark.usefixtures("_shipped")
def test_every_fact_is_in_its_place_with_its_sources(client: Client) -> None:
    article = read(client, "thigh-twitching")

    missing = [fact["id"] for fact in PLACED_FACTS if fact["text"] not in value_at(article, fact["path"])]
    unsourced = [fact["id"] for fact in PLACED_FACTS if set(fact["references"]) - references_at(article, fact["path"])]
    listed = {reference["id"] for reference in article["references"]}
    unlisted = [fact["id"] for fact in PLACED_FACTS if set(fact["references"]) - listed]

    assert (missing, unsourced, unlisted) == ([], [], [])
    assert [cause["frequency"] for cause in article["causes"]].count("common") == 8
    assert [cause["slug"] for cause in article["causes"] if cause["serious"]] == [
        "als-mnd",
        "sma",
        "isaacs",
    ]
    kinds = [remedy["kind"] for remedy in article["remedies"]]
    counts = (kinds.count("self_care"), kinds.count("treatment"), *(len(article[n]) for n in ("tests", "scenarios")))
    assert (*counts, len(article["faqs"]), len(article["images"])) == (6, 4, 4, 3, 10, 2)
    assert [remedy["slug"] for remedy in article["remedies"] if not remedy["who_should_not"]["text"]] == []
    assert article["review_status"] == "demonstration"
    assert "No clinician has signed this article yet." in article["sections"][-1]["body"]["text"]


@pytest.mark.usefixtures("_shipped")
def test_a_correction_to_a_shared_cause_reaches_both_articles_in_one_publish(client: Client) -> None:
    before = {slug: read(client, slug) for slug in ("thigh-twitching", "calf-cramps")}
    shared = {
        (part["type"], part["slug"]) for part in before["thigh-twitching"]["parts"] if part["type"] != "topic"
    } & {(part["type"], part["slug"]) for part in before["calf-cramps"]["parts"]}
    assert len(shared) >= 5
    assert ("cause", "dehydration") in shared

    cause = Cause.objects.get(slug="dehydration", locale="en")
    edit(cause, description="Your body has lost more water than it took in.")
    request = submit_now(cause, at=after(5), change_note="Say it more plainly.")
    approve_now(request, at=after(5))
    changes = publish(request=request, by=make_publisher(), at=after(6))

    assert {(change.event, change.slug) for change in changes} == {
        ("publish", "dehydration"),
        ("recompose", "thigh-twitching"),
        ("recompose", "calf-cramps"),
    }
    assert len(set(Change.objects.filter(at=after(6)).values_list("at", flat=True))) == 1
    for slug in before:
        (embedded,) = [each for each in read(client, slug)["causes"] if each["slug"] == "dehydration"]
        assert embedded["description"]["text"] == "Your body has lost more water than it took in."
