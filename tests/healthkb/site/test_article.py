"""The order of an article: what can kill stands first, and who has checked it is told in plain words."""

import datetime as dt
import re

import pytest
import time_machine
from django.test import Client

from articles.content.vocabulary import Decision, ReviewRole
from articles.models import CausePlacement
from articles.publishing import publish, review
from tests.builders import (
    AT,
    make_article,
    make_cause,
    make_clinician,
    make_publisher,
    make_red_flag,
    publish_now,
    submit_now,
)

pytestmark = pytest.mark.django_db


def headings(page: str) -> list[str]:
    return [re.sub(r"\s+", " ", text) for text in re.findall(r"<h[1-3][^>]*>([^<]*)</h[1-3]>", page)]


def read(client: Client, slug: str = "cramp") -> str:
    return client.get(f"/articles/{slug}/").content.decode()


def test_the_most_urgent_signs_come_first_and_before_everything_else(client: Client) -> None:
    actions = {
        "routine": "Book a GP visit.",
        "emergency": "Call 999.",
        "soon": "See a GP.",
        "same_day": "Call 111 today.",
    }
    red_flags = [make_red_flag(urgency=urgency, action=action) for urgency, action in actions.items()]
    publish_now(make_article(slug="cramp", title="Cramp", red_flags=red_flags))
    page = read(client)
    assert re.findall(r'<section class="care care-(\w+)"', page) == ["emergency", "same_day", "soon", "routine"]
    assert headings(page)[:7] == [
        "Cramp",
        "How soon to get help",
        "Get emergency help now",
        "Get medical help today",
        "See a doctor in the next few days",
        "Book a visit to your doctor",
        "More on this page",
    ]


def test_signs_of_an_emergency_are_never_folded_away(client: Client) -> None:
    article = make_article(slug="cramp", red_flags=[make_red_flag(urgency="emergency") for _ in range(3)])
    for number, place in enumerate(article.red_flags.all()):
        place.group = f"Now: group {number}"
        place.save()
    publish_now(article)
    page = read(client)
    assert page[: page.index("More on this page")].count("<details open>") == 3
    assert re.findall(r"<h4>([^<]*)</h4>", page)[:3] == ["Group 0", "Group 1", "Group 2"]


def test_rare_causes_come_after_common_ones(client: Client) -> None:
    article = make_article(slug="cramp")
    for position, (name, frequency) in enumerate([("Tumour", "rare"), ("Sport", "common"), ("Heat", "common")]):
        cause = make_cause(title=name)
        CausePlacement.objects.create(article=article, cause=cause, frequency=frequency, position=position)
    publish_now(article)
    page = read(client)
    found = headings(page)
    start = found.index("What may cause it")
    assert found[start : start + 3] == ["What may cause it", "Common", "Rare"]
    assert re.findall(r"<summary><h4>([^<]*)</h4>", page) == ["Sport", "Heat", "Tumour"]


def test_a_clinicians_name_is_shown(client: Client) -> None:
    request = submit_now(make_article(slug="cramp"))
    clinician = make_clinician(first_name="Jo", last_name="Bloggs", credentials="MRCGP")
    review(request=request, role=ReviewRole.CLINICAL, decision=Decision.APPROVE, by=clinician, at=AT)
    publish(request=request, by=make_publisher(), at=AT)
    with time_machine.travel(AT, tick=False):
        page = read(client)
    assert "A clinician has checked this page." in page
    assert "<dd>Jo Bloggs, MRCGP</dd>" in page
    assert "No clinician has signed" not in page


def test_a_demonstration_says_that_nobody_signed_it(client: Client) -> None:
    request = submit_now(make_article(slug="cramp"))
    pretended = make_clinician(first_name="Robin", is_demonstration=True)
    review(request=request, role=ReviewRole.CLINICAL, decision=Decision.APPROVE, by=pretended, at=AT)
    publish(request=request, by=make_publisher(), at=AT)
    with time_machine.travel(AT, tick=False):
        page = read(client)
    assert page.index("No clinician has signed this page yet.") < page.index("How soon to get help")
    assert "Robin" not in page
    with time_machine.travel(AT + dt.timedelta(days=4000), tick=False):
        overdue = read(client)
    assert "No clinician has signed this page yet." in overdue
    assert "It should have been checked again by now." in overdue
