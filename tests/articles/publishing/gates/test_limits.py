"""Where each check begins to find something: the last value that passes, and the first that does not."""

import datetime as dt
from typing import Any

import pytest

from articles.content.copying import fingerprint
from articles.content.readability import about, grades
from articles.publishing.gates import Facts, SourceMarks, blocking, run_gates

from .subjects import ON, SOURCE, article, found, levels, make_background, section, subject, text, words
from .test_documents import image, rare

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("count", "is_found"), [(1, True), (4, True), (5, False), (30, False), (31, True)])
def test_a_picture_is_described_in_5_to_30_words(count: int, is_found: bool) -> None:
    assert levels("ACC-01", article(images=[image(alt=words(count))])) == ["block"] * is_found


def test_a_picture_is_not_described_by_its_file_or_as_an_advert() -> None:
    file = "pictures/My five long leg words"
    named = article(images=[image(alt="my five long leg words", file=file)])
    advert = article(images=[image(alt="A leg that our trusted experts looked at.")])
    decorated = article(images=[image(alt=words(4), decorative=True)])

    assert [levels("ACC-01", each) for each in (named, advert, decorated)] == [["block"]] * 3
    assert levels("ACC-01", article(images=[image(alt="my five long leg words", file="x/leg.png")])) == []


def test_a_link_has_words_and_leads_to_a_page_that_readers_have() -> None:
    linked = make_background(linked=frozenset({("cause", "salt", "en")}))
    there = subject("topic", description="See [the page on salt](kb:cause/Salt).", background=linked)
    gone = text(value="See [the page on salt](kb:cause/salt).")

    assert found("ACC-03", there) == []
    assert found("ACC-03", gone) == [("warn", "description", "the page on salt")]
    assert found("ACC-03", text(value="See [ ](https://example.org/x).")) == [("warn", "description", " ")]
    assert found("ACC-03", text(value="Write: [the team of the clinic](mailto:a@example.org).")) == []


def test_a_page_has_topics_and_more_than_one_treatment() -> None:
    treatment = subject("remedy", name="Tablets", remedy_kind="treatment")
    place = {"note": ""}
    alone = subject("article", remedies=[{"id": treatment.id, **place}], parts={treatment.id: treatment})

    assert found("ACC-05", article(topics=[])) == [("warn", "topics", "")]
    assert found("ACC-06", alone) == [("warn", "remedies", "Tablets")]
    assert found("ACC-06", article(("remedies", treatment, place))) == []


def test_parts_of_a_page_count_wherever_they_stand() -> None:
    bare = article(causes=[], remedies=[], red_flags=[], sections=[section("overview"), section("tests", " ")])
    told = ("overview", "causes", "self_care", "see_doctor", "tests", "treatments")

    assert [each for *_, each in found("ACC-05", bare)] == [
        "causes",
        "self-care",
        "when to get help",
        "tests",
        "treatment",
    ]
    sections = [section(each) for each in told]
    assert found("ACC-05", article(causes=[], remedies=[], red_flags=[], sections=sections)) == []


def test_a_red_flag_says_what_and_how_soon() -> None:
    empty = subject("red_flag", text=" ", action=" ", urgency="")

    assert found("SAFE-01", empty) == [("block", "text", ""), ("block", "action", ""), ("block", "urgency", "")]
    assert found("SAFE-01", subject("red_flag")) == []
    assert found("SAFE-02", empty) == []


@pytest.mark.parametrize(
    ("urgency", "action", "is_found"),
    [
        ("emergency", "Gehen Sie zum Arzt.", True),
        ("emergency", "Rufen Sie 144.", False),
        ("same_day", "Rufen Sie heute an.", False),
        ("soon", "Gehen Sie zum Arzt.", False),
    ],
)
def test_an_emergency_has_its_number_in_every_language(urgency: str, action: str, is_found: bool) -> None:
    flag = subject("red_flag", locale="de", urgency=urgency, action=action)

    assert levels("SAFE-02", flag) == ["block"] * is_found


def test_what_is_found_by_english_words_is_asked_of_english_only() -> None:
    german = article(locale="de", title="Insomnia", safety_net="Morgen.", sections=[section("overview")])

    assert [found(each, german) for each in ("SAFE-04", "SAFE-12", "GOV-06", "GOV-07", "LANG-01")] == [[]] * 5
    assert found("SAFE-04", article(locale="de", safety_net=" ")) == [("block", "safety_net", " ")]
    treatment = subject("remedy", locale="de", remedy_kind="treatment", benefits="Es hilft.")
    assert found("ACC-06", treatment) == []


def test_a_serious_cause_has_a_sign_that_needs_help() -> None:
    def cause(*urgencies: str) -> Any:
        flags = [subject("red_flag", name=each, urgency=each) for each in urgencies]
        parts = {flag.id: flag for flag in flags}
        return subject("cause", serious=True, red_flags=[{"id": each} for each in parts], parts=parts)

    assert found("SAFE-08", cause("self_care")) == [("block", "red_flags", "")]
    assert found("SAFE-08", cause("self_care", "soon")) == []


def test_how_rare_a_serious_cause_is_may_stand_in_its_text() -> None:
    field, cause, place = rare()
    told = (field, cause, {**place, "frequency": "", "note": "About 1 in 9 people."})

    assert found("SAFE-09", article(told)) == []
    assert found("SAFE-09", article((field, cause, {**place, "frequency": "", "note": ""}))) == [
        ("warn", "causes[1]", cause.title)
    ]


@pytest.mark.parametrize(("grade", "expected"), [(8, []), (9, ["warn"]), (10, ["block"])])
def test_a_text_is_of_grade_8_or_it_is_told_and_9_or_it_stops(grade: int, expected: list[str]) -> None:
    texts = (" ".join([f"Leg {words(9)} {'doctor ' * hard}."] * 3) for hard in range(99))

    assert levels("LANG-01", text(value=next(each for each in texts if about_grade(each) == grade))) == expected


def about_grade(value: str) -> int:
    return about(grades([value]).flesch_kincaid or 0)


@pytest.mark.parametrize(("grade", "expected"), [(11, []), (12, ["warn"]), (14, ["warn"]), (15, ["block"])])
def test_a_page_is_of_smog_grade_11_or_it_is_told_and_14_or_it_stops(grade: int, expected: list[str]) -> None:
    bodies = (f"{'medical ' * hard}. {'Leg. ' * 10}" for hard in range(999))
    pages = (article(sections=[section("overview", each)]) for each in bodies)

    assert levels("LANG-02", next(each for each in pages if about_smog(each) == grade)) == expected


def about_smog(page: Any) -> int:
    return about(grades([each for _, each in page.texts]).smog or 0)


@pytest.mark.parametrize(("count", "expected"), [(8, []), (9, ["block"])])
def test_a_text_of_which_a_fifth_of_the_word_groups_is_in_a_source_is_nearly_a_copy(
    count: int, expected: list[str]
) -> None:
    """33 words are 30 groups of four; 9 of them in a row are 6."""
    own = [f"word{letter}{other}" for letter in "abc" for other in "abcdefghijk"]
    marks = SourceMarks("Book", "", frozenset(), frozenset(fingerprint(" ".join(own[:count]), 4)))
    near = subject("topic", description=" ".join(own), background=make_background(source_marks=[marks]))

    assert levels("EVID-09", near) == expected


@pytest.mark.parametrize(("count", "expected"), [(25, []), (26, ["warn"]), (35, ["warn"]), (36, ["block"])])
def test_a_sentence_has_25_words_or_it_is_told_and_35_or_it_stops(count: int, expected: list[str]) -> None:
    assert levels("LANG-03", text(value=f"{words(count)}.")) == expected


@pytest.mark.parametrize(
    ("counts", "expected"), [((20, 20, 19), []), ((20, 20, 20), ["warn"]), ((23, 22), ["warn"]), ((25,), [])]
)
def test_three_sentences_have_15_words_on_average(counts: tuple[int, ...], expected: list[str]) -> None:
    """The name of the topic, one word, is a sentence too."""
    value = " ".join(f"L{words(count)[1:]}." for count in counts)

    assert levels("LANG-03", text(value=value)) == expected


def test_a_card_of_6_signs_may_end_with_one_for_all_others() -> None:
    def card(*names: str) -> Any:
        flags = [subject("red_flag", name=name) for name in names]
        return article(*[("red_flags", flag, {"group": "Call 999 now", "note": ""}) for flag in flags])

    assert levels("LANG-09", card("A", "B", "C", "D", "Anything else")) == []
    assert levels("LANG-09", card("A", "B", "C", "D", "E", "Anything else")) == ["warn"]


@pytest.mark.parametrize(("months", "expected"), [(12, []), (13, ["block"])])
def test_a_page_with_emergency_signs_is_reviewed_once_a_year(months: int, expected: list[str]) -> None:
    assert levels("GOV-02", article(review_interval_months=months)) == expected


@pytest.mark.parametrize(("days", "expected"), [(60, ["warn"]), (61, [])])
def test_a_review_is_due_soon_60_days_before(days: int, expected: list[str]) -> None:
    assert levels("GOV-02", article(facts=Facts(next_review=ON + dt.timedelta(days=days)))) == expected


def test_a_review_that_is_due_today_is_not_overdue() -> None:
    background = make_background(approvals=[])

    assert levels("GOV-02", article(facts=Facts(next_review=ON), background=background)) == []
    yesterday = Facts(next_review=ON - dt.timedelta(days=1))
    assert levels("GOV-02", article(facts=yesterday, background=background)) == ["block"]


def test_one_version_that_is_missing_is_one() -> None:
    assert found("GOV-05", subject("cause", facts=Facts(missing_versions=1))) == [("block", "history", "1 version")]


@pytest.mark.parametrize(("read_on", "expected"), [(dt.date(2023, 11, 2), ["warn"]), (dt.date(2023, 11, 1), ["block"])])
def test_a_reference_is_too_old_after_three_years(read_on: dt.date, expected: list[str]) -> None:
    flag = subject("red_flag", background=make_background(last_checked={"nhs": read_on}))

    assert levels("EVID-03", flag) == expected
    no_day = make_background(on=None, last_checked={"nhs": read_on})
    assert levels("EVID-03", subject("red_flag", background=no_day)) == []


def test_one_strong_reference_is_enough() -> None:
    weak = {**SOURCE, "slug": "news", "title": "Story", "grade": "news"}

    assert found("EVID-04", subject("topic", references=[weak])) == [("warn", "references", "Story")]
    assert found("EVID-04", subject("topic", references=[weak, SOURCE])) == []
    assert found("EVID-04", subject("topic", references=[])) == []


def test_doubt_is_looked_for_in_the_steps_where_no_benefit_is_told() -> None:
    remedy = {"evidence_status": "weak", "benefits": ""}

    assert levels("EVID-06", subject("remedy", **remedy, steps="It helps.")) == ["warn"]
    assert levels("EVID-06", subject("remedy", **remedy, steps="It may help some people.")) == []


def test_only_what_stops_is_blocking() -> None:
    problems = run_gates([article(red_flags=[])])

    assert {each.severity.value for each in blocking(problems)} == {"block"}
    assert {each.severity.value for each in problems} > {"block"}
