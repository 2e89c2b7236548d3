"""What a check has to leave alone, and what it says of what it finds."""

import datetime as dt

import pytest

from articles.content.copying import fingerprint
from articles.publishing.gate_facts import read_word_lists
from articles.publishing.gates import SourceMarks, run_gates
from articles.publishing.gates.evidence import WEAK_ALONE
from articles.publishing.gates.language import page_grade
from articles.publishing.gates.registry import gates_for
from articles.publishing.gates.sources import oldest_check

from .subjects import SOURCE, article, found, levels, make_background, section, subject, text, words
from .test_documents import image

pytestmark = pytest.mark.django_db


def test_how_many_words_are_right_is_said() -> None:
    (problem,) = [each for each in run_gates([article(images=[image(alt=words(4))])]) if each.check_id == "ACC-01"]

    assert (problem.message, problem.fix) == ("The description has 4 words.", "Use 5 to 30 words.")


def test_two_parts_of_a_page_have_two_headings() -> None:
    twice = [section("overview", heading="Same"), section("tests", heading="same")]

    assert found("ACC-02", article(sections=twice)) == [("block", "sections[1].heading", "same")]


@pytest.mark.parametrize(
    ("value", "count"),
    [
        ("About 30% of adults get it each year.", 0),
        ("About 30% of adults get it.", 1),
        ("About 30% get it each year.", 1),
        ("About 30% of adults get it.\n\nEach year it is the same.", 1),
    ],
)
def test_a_number_says_of_whom_and_over_what_time(value: str, count: int) -> None:
    assert len(found("EVID-08", text(value=value))) == count


def test_a_number_has_a_source_and_is_read_where_there_are_words_to_read_it_by() -> None:
    whole = "About 30% of adults get it each year."

    assert levels("EVID-08", subject("topic", description=whole, references=[])) == ["warn"]
    assert found("EVID-08", subject("topic", locale="de", description="Etwa 30% haben es.")) == []


def test_what_somebody_who_needs_help_does_may_sound_sure() -> None:
    assert found("EVID-07", subject("red_flag", action="Always call 999.")) == []
    assert found("EVID-07", subject("red_flag", why="It always hurts.")) == [("warn", "why", "always")]


def test_what_is_supported_may_sound_sure() -> None:
    assert found("EVID-06", subject("remedy", benefits="It helps.")) == []


def test_a_risky_remedy_that_says_who_should_not_passes() -> None:
    assert found("SAFE-06", subject("remedy", steps="Take herbal tea.", who_should_not="Not in pregnancy.")) == []


@pytest.mark.parametrize(
    ("urgency", "action", "is_found"),
    [
        ("emergency", " ", False),
        ("same_day", "See a GP today.", False),
        ("soon", "See a GP.", False),
        ("soon", "Call 999.", True),
        ("self_care", "Phone 112.", True),
        ("self_care", "Rest. If it gets worse, call 999.", False),
    ],
)
def test_what_to_do_is_as_urgent_as_the_sign(urgency: str, action: str, is_found: bool) -> None:
    assert levels("SAFE-02", subject("red_flag", urgency=urgency, action=action)) == ["block"] * is_found


def test_signs_that_are_no_emergency_are_no_emergency_route() -> None:
    flag = subject("red_flag", urgency="soon", action="See a GP.")
    page = subject("article", red_flags=[{"id": flag.id, "group": "See a GP", "note": ""}], parts={flag.id: flag})

    assert found("SAFE-03", page) == [("block", "red_flags", "")]
    assert found("SAFE-03", article(red_flags=[], no_emergency_reason="It is harmless.")) == []


def test_reader_wording_is_told_of_by_its_own_field() -> None:
    assert {field for _, field, _ in found("GOV-07", subject("wording", disclaimer="Hello."))} == {"disclaimer"}
    assert {field for _, field, _ in found("GOV-07", article(sections=[section("overview")]))} == {"sections"}


def test_a_kind_has_its_own_checks_and_those_of_all() -> None:
    assert {"SAFE-01", "LANG-06", "EVID-02"} <= gates_for("red_flag")
    assert {"SAFE-03", "ACC-01", "SAFE-06"}.isdisjoint(gates_for("red_flag"))
    assert {"SAFE-06", "EVID-05"} <= gates_for("remedy")


def test_the_source_that_nobody_read_for_longest_is_found() -> None:
    days = {"nhs": dt.date(2026, 3, 1), "news": dt.date(2026, 2, 1)}
    both = [SOURCE, {**SOURCE, "slug": "news"}, {**SOURCE, "slug": "unread"}]
    topic = subject("topic", references=both, background=make_background(last_checked=days))

    assert oldest_check(topic) == dt.date(2026, 2, 1)
    assert oldest_check(subject("topic", references=[])) is None


@pytest.mark.parametrize(("count", "expected"), [(29, []), (30, ["block"])])
def test_a_text_of_30_words_can_be_nearly_a_copy(count: int, expected: list[str]) -> None:
    source = [f"word{number}" for number in range(30)]
    marks = SourceMarks("Book", "", frozenset(), frozenset(fingerprint(" ".join(source), 4)))
    near = subject("topic", description=" ".join(source[:count]), background=make_background(source_marks=[marks]))

    assert levels("EVID-09", near) == expected


def test_a_source_that_is_named_twice_is_told_of_once() -> None:
    old = make_background(last_checked={"nhs": dt.date(2023, 11, 1)})

    assert [field for _, field, _ in found("EVID-03", subject("article", background=old))] == ["references"]


def test_one_word_is_one() -> None:
    (problem,) = [each for each in run_gates([article(images=[image(alt="Leg")])]) if each.check_id == "ACC-01"]

    assert problem.message == "The description has 1 word."


def test_a_whole_page_is_graded_as_one_text_and_an_entry_is_not() -> None:
    hard = "Neurological investigations demonstrate abnormalities."
    parts = [section(each, hard) for each in ("overview", "tests", "treatments", "causes", "self_care", "see_doctor")]

    assert ("block", "all text") in {each[:2] for each in found("LANG-01", article(sections=parts))}
    assert found("LANG-01", subject("cause", description=hard, mechanism=hard, what_to_do=hard)) == []


def test_a_picture_without_words_says_what_that_means() -> None:
    (problem,) = [each for each in run_gates([article(images=[image(alt="")])]) if each.check_id == "ACC-01"]

    assert problem.message == "Readers who cannot see this picture get nothing."


def test_a_heading_that_skips_a_level_says_which_is_right() -> None:
    page = article(sections=[section("overview", "#### Deep")])
    (problem,) = [each for each in run_gates([page]) if each.check_id == "ACC-02"]

    assert problem.fix == "Begin it with ###."


def test_a_bare_address_is_a_link_too() -> None:
    assert levels("ACC-03", text(value="See <https://example.org/x>.")) == ["warn"]


def test_a_reference_says_what_it_lacks_and_a_judgement_has_no_address() -> None:
    bare = subject("topic", references=[{**SOURCE, "url": ""}])
    (problem,) = [each for each in run_gates([bare]) if each.check_id == "EVID-02"]

    assert "None" not in problem.message
    assert found("EVID-02", subject("topic", references=[{**SOURCE, "url": "", "grade": "clinical_judgement"}])) == []


def test_weak_sources_of_every_sort_are_weak_together() -> None:
    sources = [{**SOURCE, "slug": grade, "title": grade, "grade": grade} for grade in sorted(WEAK_ALONE)]

    assert levels("EVID-04", subject("topic", references=sources)) == ["warn"]


def test_numbers_are_read_where_both_lists_of_words_are() -> None:
    for left_out in ("population", "time"):
        some = {key: phrases for key, phrases in read_word_lists().items() if key[0] != left_out}
        background = make_background(words=some)

        assert found("EVID-08", subject("topic", description="About 30% get it.", background=background)) == []


def test_how_much_is_copied_is_said() -> None:
    words = " ".join(f"word{number}" for number in range(40))
    marks = SourceMarks("Book", "", frozenset(), frozenset(fingerprint(words, 4)))
    copy = subject("topic", description=words, background=make_background(source_marks=[marks]))
    (problem,) = [each for each in run_gates([copy]) if each.check_id == "EVID-09"]

    assert problem.message == "About 100% of its word groups are also in “Book”."


def test_a_hard_word_is_told_of_once_and_not_where_it_is_the_name() -> None:
    twice = "Doctors look for fasciculation. They see fasciculation again."

    assert found("LANG-04", text(value=twice)) == [("warn", "description", "fasciculation")]
    assert (
        found("LANG-04", text(value="Doctors call this fasciculation (a small twitch). They see fasciculation.")) == []
    )
    assert found("LANG-04", subject("topic", name="Fasciculation", description=twice)) == []


def test_names_that_are_explained_do_not_make_a_text_hard() -> None:
    assert found("LANG-01", text(value="The fasciculation is here. " * 10)) == []


def test_the_hardest_sentence_is_the_one_to_begin_with() -> None:
    hard = "Neurological investigations occasionally demonstrate characteristic electrophysiological abnormalities."
    value = " ".join([hard, "Contemporary literature documents considerable diagnostic uncertainty."] * 3)

    assert found("LANG-01", text(value=value)) == [("block", "description", hard)]
    assert page_grade(text(value=value)) in range(13, 60)
    assert page_grade(subject("topic", locale="de", description=value)) is None
    assert page_grade(text(value="Rest.")) is None


def test_a_cause_that_is_not_found_is_passed_over() -> None:
    gone = {"id": "gone", "frequency": "common", "note": ""}

    assert found("SAFE-09", article(causes=[gone])) == []
