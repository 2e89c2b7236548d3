"""The list for people and the checks in the code are one list; and the checks that hold by construction look too."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from articles.content.people_checks import PEOPLE_CHECKS
from articles.content.vocabulary import Urgency
from articles.publishing.gates import Facts, all_gates

from .subjects import found, make_background, subject, text
from .test_documents import CLINICIAN

pytestmark = pytest.mark.django_db
DOCS = Path(__file__).parents[4] / "docs" / "quality-checks.md"
LEVELS = [{"urgency": each.value, "label": "Get help", "timeframe": "today", "action": ""} for each in Urgency]


def test_all_57_are_there_51_of_them_gates() -> None:
    listed = set(re.findall(r"^\| ([A-Z]+-\d+) \|", DOCS.read_text(), re.MULTILINE))
    by_people = {name for name in PEOPLE_CHECKS if name.startswith("HUM-")}
    gates = {gate.id for gate in all_gates()}

    assert (len(listed), len(by_people), len(listed - by_people)) == (57, 6, 51)
    assert listed - by_people - gates == set()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Last reviewed: 3 May 2024.", ["Last reviewed: 3 May 2024"]),
        ("Next review due in March 2027.", ["Next review due in March 2027"]),
        ("This was reviewed on 1 June 2025.", ["reviewed on 1 June 2025"]),
        ("A 2019 review of 12 trials found the same.", []),
        ("Your medicine is reviewed once a year.", []),
    ],
)
def test_a_date_of_review_does_not_stand_in_the_text(words: str, expected: list[str]) -> None:
    assert [each for *_, each in found("GOV-03", text(value=words))] == expected


def test_an_edit_after_submitting_is_told_and_an_approval_of_another_text_stops() -> None:
    stale = replace(CLINICIAN, of_this_text=False)
    edited = subject("cause", facts=Facts(edited_since_submitted=True))

    assert found("GOV-04", edited) == [("block", "all text", "")]
    assert found("GOV-04", subject("cause", background=make_background(approvals=[stale]))) == [
        ("block", "all text", "Dr Gray")
    ]
    assert found("GOV-04", subject("cause", background=make_background(approvals=[CLINICIAN]))) == []


def test_a_gap_in_the_history_stops() -> None:
    assert found("GOV-05", subject("cause", facts=Facts(missing_versions=2))) == [("block", "history", "2 versions")]
    assert found("GOV-05", subject("cause")) == []


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        (LEVELS, []),
        (LEVELS[:-1], [("block", "levels", "Self care")]),
        ([{**LEVELS[0], "label": "Red"}, *LEVELS[1:]], [("block", "levels[0].label", "Red")]),
        ([{**LEVELS[0], "timeframe": ""}, *LEVELS[1:]], [("block", "levels[0].timeframe", "")]),
    ],
)
def test_urgency_is_told_in_words(levels: Any, expected: list[tuple[str, str, str]]) -> None:
    assert found("ACC-04", subject("wording", levels=levels)) == expected
