"""What a draft may leave open is asked for when it is submitted."""

from typing import Any

import pytest

from articles.publishing.gates.complete import _empty

from .subjects import SOURCE, article, found, section, subject

pytestmark = pytest.mark.django_db
CODE = {"system": "icd-10", "code": "R25.3", "display": ""}
STORY = {"slug": "sam", "title": "", "situation": "", "solution": "", "references": [SOURCE]}


@pytest.mark.parametrize(
    ("kind", "changes", "expected"),
    [
        ("article", {}, []),
        ("article", {"sections": [section("overview", heading="")]}, [("sections[0].heading", "overview")]),
        ("article", {"sections": [section("", heading="Why")]}, [("sections[0].aspect", "Why")]),
        ("article", {"scenarios": [STORY]}, [("scenarios[0].title", "sam")]),
        ("topic", {"topic_kind": ""}, [("topic_kind", "Twitching")]),
        (
            "wording",
            {"country": "", "emergency_number": ""},
            [("country", "United Kingdom"), ("emergency_number", "United Kingdom")],
        ),
        ("cause", {"codes": [CODE]}, [("codes[0].display", "R25.3")]),
    ],
)
def test_it_names_what_is_missing_and_where(kind: str, changes: Any, expected: list[tuple[str, str]]) -> None:
    spoilt = article(**changes) if kind == "article" else subject(kind, **changes)
    assert found("FILL-01", spoilt) == [("block", *each) for each in expected]


def test_rows_in_rows_are_found() -> None:
    payload = {"questions": [{"options": [{"label": "Yes"}, {"label": ""}]}], "default": {"sources": [{"grade": ""}]}}

    assert [field for field, _ in _empty(payload, ["questions[]", "options[]", "label"])] == [
        "questions[0].options[1].label"
    ]
    assert [field for field, _ in _empty(payload, ["default", "sources[]", "grade"])] == ["default.sources[0].grade"]


def test_a_source_without_a_grade_is_not_complete() -> None:
    ungraded = subject("cause", references=[{**SOURCE, "grade": ""}])
    assert found("EVID-02", ungraded) == [("block", "references", "Twitching")]
