"""Checks of whole documents: what is missing, out of order or unsupported."""

import datetime as dt
from typing import Any

import pytest

from articles.content.copying import fingerprint
from articles.publishing.gates import Approval, Facts, SourceMarks, blocking, run_gates

from .subjects import NEWS, SOURCE, article, found, make_background, section, subject

pytestmark = pytest.mark.django_db

CLINICIAN = Approval(True, "Dr Gray", "GP", "GMC 0000000", False)
EDITOR = Approval(False, "Ed", "Editor", "", False)
COPIED = "the quick brown fox jumps over the lazy dog near the river"


def image(**changes: Any) -> dict[str, Any]:
    alt = "A person sits and stretches one leg."
    return {"slug": "leg", "file": "images/leg.png", "alt": alt, "decorative": False, **changes}


def rare(**changes: Any) -> tuple[str, Any, dict[str, Any]]:
    cause = subject("cause", name="Bad illness", serious=True, red_flags=[{"id": "x"}])
    return "causes", cause, {"frequency": "rare", "note": "", **changes}


def test_what_the_examples_are_spoilt_from_passes() -> None:
    whole = article()

    assert run_gates([whole, *whole.parts.values()]) == []


RED_FLAG = [
    ("SAFE-01", {"text": ""}, ("block", "text", "")),
    ("SAFE-01", {"urgency": "later"}, ("block", "urgency", "later")),
    ("SAFE-02", {"action": "See a GP."}, ("block", "action", "See a GP.")),
    ("SAFE-02", {"urgency": "same_day", "action": "See a GP."}, ("block", "action", "See a GP.")),
    ("SAFE-02", {"urgency": "soon"}, ("block", "action", "Call 999.")),
    ("EVID-01", {"references": []}, ("block", "references", "Sudden weakness")),
    ("EVID-02", {"references": [{**SOURCE, "url": ""}]}, ("block", "references", "Twitching")),
    ("EVID-04", {"references": [NEWS]}, ("warn", "references", "Story")),
]


@pytest.mark.parametrize(("check", "changes", "finding"), RED_FLAG)
def test_red_flags(check: str, changes: dict[str, Any], finding: tuple[str, str, str]) -> None:
    assert found(check, subject("red_flag", **changes)) == [finding]
    assert found(check, subject("red_flag")) == []


REMEDY = [
    ("SAFE-06", {"cautions": ["heat"], "who_should_not": ""}, ("block", "who_should_not", "heat")),
    ("SAFE-06", {"steps": "Take herbal tea.", "who_should_not": ""}, ("block", "who_should_not", "herbal")),
    ("EVID-05", {"evidence_status": "outdated"}, ("block", "evidence_status", "outdated")),
    ("EVID-05", {"evidence_status": "unsafe"}, ("block", "evidence_status", "unsafe")),
    ("EVID-06", {"evidence_status": "weak", "benefits": "It helps."}, ("warn", "benefits", "It helps.")),
]


@pytest.mark.parametrize(("check", "changes", "finding"), REMEDY)
def test_remedies(check: str, changes: dict[str, Any], finding: tuple[str, str, str]) -> None:
    assert found(check, subject("remedy", **changes)) == [finding]
    assert found(check, subject("remedy", evidence_status="weak")) == []


def test_a_treatment_is_balanced() -> None:
    bare = subject("remedy", remedy_kind="treatment", benefits="", risks="")
    whole = subject("remedy", remedy_kind="treatment", benefits="It may help. With no treatment it may last.")

    assert [field for _, field, _ in found("ACC-06", bare)] == ["benefits", "risks", "benefits"]
    assert found("ACC-06", whole) == []


def test_a_serious_cause_says_when_to_suspect_it() -> None:
    serious = subject("cause", serious=True, when_to_suspect="")

    assert [field for _, field, _ in found("SAFE-08", serious)] == ["when_to_suspect", "red_flags"]
    assert found("SAFE-08", rare()[1]) == []


def test_serious_causes_come_last_and_say_how_rare_they_are() -> None:
    last, first = subject("cause", name="Tea"), rare()
    place = {"frequency": "common", "note": ""}

    assert found("SAFE-09", article(first)) == []
    assert found("SAFE-09", article(first, ("causes", last, place))) == [("warn", "causes[1]", "Bad illness")]
    assert found("SAFE-09", article(rare(frequency="common"))) == [("warn", "causes[1]", "Bad illness")]


ARTICLE = [
    ("SAFE-03", {"red_flags": []}, ("block", "red_flags", "")),
    ("SAFE-04", {"safety_net": ""}, ("block", "safety_net", "")),
    ("SAFE-04", {"safety_net": "Rest."}, ("block", "safety_net", "Rest.")),
    ("SAFE-12", {"title": "Insomnia"}, ("block", "sections", "Insomnia")),
    ("GOV-01", {"authors": []}, ("block", "authors", "")),
    ("GOV-02", {"review_interval_months": 24}, ("block", "review_interval_months", "24")),
    ("ACC-01", {"images": [image(alt="")]}, ("block", "images[0].alt", "leg")),
    ("ACC-01", {"images": [image(alt="A leg.")]}, ("block", "images[0].alt", "A leg.")),
    ("ACC-01", {"images": [image(alt="leg.png")]}, ("block", "images[0].alt", "leg.png")),
    (
        "ACC-01",
        {"images": [image(alt="Image of a person who sits.")]},
        ("block", "images[0].alt", "Image of a person who sits."),
    ),
    ("ACC-02", {"sections": [section("overview", "# Top")]}, ("block", "sections[0].body", "Top")),
    ("ACC-02", {"sections": [section("overview", "#### Deep")]}, ("block", "sections[0].body", "Deep")),
    (
        "ACC-02",
        {"sections": [section("overview", heading="Thigh twitching")]},
        ("block", "sections[0].heading", "Thigh twitching"),
    ),
    ("ACC-05", {"summary": ""}, ("block", "sections", "a summary")),
    ("ACC-05", {"faqs": []}, ("block", "sections", "questions and answers")),
    ("ACC-05", {"references": []}, ("block", "sections", "references")),
    ("ACC-08", {"red_flags": []}, ("note", "red_flags", "")),
]


@pytest.mark.parametrize(("check", "changes", "finding"), ARTICLE)
def test_articles(check: str, changes: dict[str, Any], finding: tuple[str, str, str]) -> None:
    assert found(check, article(**changes)) == [finding]


EXPERT = {"slug": "sam", "name": "Dr Sam Okoye", "role": "expert", "credentials": "Physiotherapist"}


@pytest.mark.parametrize(
    ("answered", "fields"),
    [
        (None, []),
        ({"by": EXPERT, "on": "2026-11-02"}, []),
        ({"by": EXPERT, "on": None}, ["answered_on"]),
        ({"by": None, "on": "2026-11-02"}, ["answered_by"]),
        ({"by": {**EXPERT, "credentials": ""}, "on": "2026-11-02"}, ["answered_by"]),
    ],
)
def test_an_expert_answer_is_identified(answered: Any, fields: list[str]) -> None:
    assert [field for _, field, _ in found("GOV-10", subject("faq", answered=answered))] == fields


def test_pictures_and_headings_that_are_right() -> None:
    right = [section("overview", "### One\n\n#### Two\n\n### Three")]
    pictures = [image(), image(alt="", decorative=True)]

    assert found("ACC-01", article(images=pictures)) + found("ACC-02", article(sections=right)) == []


def test_a_page_about_worry_says_where_to_get_help_in_a_crisis() -> None:
    help_line = section("overview", "If you think of ending your life, call 999.")

    assert found("SAFE-12", article(title="Insomnia", sections=[help_line])) == []


def test_a_page_says_who_pays_and_what_it_is_for() -> None:
    silent = article(sections=[section("overview")])

    assert [level for level, *_ in found("GOV-06", silent)] == ["block"] * 3
    assert [level for level, *_ in found("GOV-07", silent)] == ["block"] * 3
    assert [level for level, *_ in found("GOV-08", silent)] == ["warn"]
    assert [level for level, *_ in found("GOV-06", article(sections=[], topics=[]))] == ["warn"] * 3


def test_a_page_has_an_owner() -> None:
    assert found("GOV-08", article(facts=Facts(has_owner=False))) == [("warn", "owner", "")]


def test_reader_wording_has_a_whole_disclaimer() -> None:
    short = subject("wording", name="GB", disclaimer="Information.", safety_net="See a GP again.")

    assert len(found("GOV-07", short)) == 3
    assert found("GOV-07", subject("wording")) == []


def test_a_scenario_has_a_source() -> None:
    story = {"slug": "s", "title": "Sam", "situation": "Sam runs.", "solution": "He rests.", "references": []}

    assert found("EVID-01", article(scenarios=[story])) == [("block", "scenarios[0].references", "Sam")]
    assert found("EVID-01", article(scenarios=[{**story, "references": [SOURCE]}])) == []


@pytest.mark.parametrize(
    ("read_on", "levels"),
    [
        (dt.date(2026, 1, 2), []),
        (dt.date(2025, 11, 2), []),
        (dt.date(2025, 11, 1), ["warn"]),
        (dt.date(2023, 11, 1), ["block"]),
    ],
)
def test_references_are_read_again(read_on: dt.date, levels: list[str]) -> None:
    flag = subject("red_flag", background=make_background(last_checked={"nhs": read_on}))

    assert [level for level, *_ in found("EVID-03", flag)] == levels


def test_a_reference_that_nobody_read_is_not_complete() -> None:
    flag = subject("red_flag", background=make_background(last_checked={"nhs": None}))

    assert found("EVID-02", flag) == [("block", "references", "Twitching")]


def test_copied_words_are_found_in_marks_of_the_source_that_is_cited() -> None:
    marks = SourceMarks("Fox book", "nhs", frozenset(fingerprint(COPIED)), frozenset())
    background = make_background(source_marks=[marks])
    other = make_background(source_marks=[SourceMarks("Fox book", "other", marks.runs, frozenset())])
    words = "The quick brown fox jumps over the lazy dog"

    assert found("EVID-09", subject("topic", description=f"{words}.", background=background)) == [
        ("block", "description", words)
    ]
    assert found("EVID-09", subject("topic", description="The quick brown fox.", background=background)) == []
    assert found("EVID-09", subject("topic", description=f"{words}.", background=other)) == []


def test_a_text_that_is_nearly_a_copy_is_found() -> None:
    source = "one two three four five six seven eight nine ten eleven twelve " * 4
    marks = SourceMarks("Numbers", "", frozenset(), frozenset(fingerprint(source, 4)))
    near = subject("topic", description=source, background=make_background(source_marks=[marks]))

    assert [(level, field) for level, field, _ in found("EVID-09", near)] == [("block", "description")]


@pytest.mark.parametrize(
    ("approval", "words"),
    [
        (CLINICIAN, []),
        (Approval(True, "Dr Gray", "GP", "", False), ["Dr Gray"]),
        (Approval(True, "Robin", "Not a clinician", "", True), []),
        (EDITOR, []),
    ],
)
def test_a_clinician_has_a_role_and_credentials(approval: Approval, words: list[str]) -> None:
    page = article(background=make_background(approvals=[approval]))

    assert [each for *_, each in found("GOV-01", page)] == words


@pytest.mark.parametrize(
    ("approvals", "due", "levels"),
    [
        (None, dt.date(2027, 6, 1), []),
        (None, dt.date(2026, 12, 1), ["warn"]),
        (None, dt.date(2026, 10, 1), ["warn"]),
        ([EDITOR], dt.date(2026, 10, 1), ["block"]),
        ([CLINICIAN], dt.date(2026, 10, 1), []),
    ],
)
def test_an_overdue_page_needs_a_clinician(approvals: Any, due: dt.date, levels: list[str]) -> None:
    page = article(facts=Facts(next_review=due), background=make_background(approvals=approvals))

    assert [level for level, *_ in found("GOV-02", page)] == levels


def test_a_dose_needs_a_clinician() -> None:
    def dose(approval: Approval) -> Any:
        return subject("topic", description="Take 400 mg.", background=make_background(approvals=[approval]))

    assert found("SAFE-07", dose(EDITOR)) == [("block", "description", "400 mg")]
    assert found("SAFE-07", dose(CLINICIAN)) == []


def test_a_care_card_is_short_and_has_one_thing_to_do() -> None:
    def flags(count: int, group: str = "Call 999 now", **changes: Any) -> list[Any]:
        named = [subject("red_flag", name=f"Sign {number}", **changes) for number in range(count)]
        return [("red_flags", flag, {"group": group, "note": ""}) for flag in named]

    assert found("LANG-09", article(*flags(4))) == []
    assert found("LANG-09", article(*flags(5))) == [("warn", "red_flags[0].group", "Call 999 now")]
    assert found("LANG-09", article(*flags(1, urgency="soon"))) == [("warn", "red_flags[0].group", "Call 999 now")]
    assert found("LANG-09", article(*flags(1, group="Signs"))) == [("warn", "red_flags[1].group", "Signs")]


def test_numbers_in_an_answer_are_those_of_the_page() -> None:
    faq = subject("faq", name="When?", question="When?", answer="See a GP after 3 weeks.")
    same = subject("faq", question="When?", answer="See a GP after 2 weeks.")

    assert found("ACC-07", article(("faqs", faq, {"note": ""}))) == [("warn", "faqs[1].answer", "3 weeks")]
    assert found("ACC-07", article(("faqs", same, {"note": ""}))) == []


def test_what_nothing_uses_is_noted() -> None:
    assert found("ACC-08", subject("cause", facts=Facts(is_used=False))) == [("note", "used in", "Coffee")]
    assert found("ACC-08", subject("cause")) == []


def test_a_translation_is_compared_by_a_clinician() -> None:
    unknown = subject("cause", locale="vi", facts=Facts(source_version_known=False))
    compared = subject("cause", locale="vi", facts=Facts(people_checks=frozenset({"ACC-09"})))

    assert found("ACC-09", unknown) == [("warn", "translated from", "vi")] * 2
    assert found("ACC-09", compared) == []


def test_a_poor_page_is_stopped() -> None:
    poor = article(
        sections=[section("overview", "It is always cured. See a professional.", references=[])], references=[]
    )

    assert {each.check_id for each in blocking(run_gates([poor]))} == {"ACC-05", "GOV-06", "GOV-07"}
    assert {"EVID-07", "LANG-05"} <= {each.check_id for each in run_gates([poor])}
