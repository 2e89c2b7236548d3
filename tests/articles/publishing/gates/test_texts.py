"""Checks of words: a bad text is found with its exact words, a good one is not."""

from typing import Any

import pytest

from articles.publishing.gates import run_gates

from .subjects import SOURCE, article, found, section, subject, text

pytestmark = pytest.mark.django_db

LONG = "The doctor who saw you in the big room at the end of the day will ask you how long it has been there and how it"
HARD = (
    "Neurological investigations occasionally demonstrate characteristic electrophysiological abnormalities. "
    "Contemporary epidemiological literature consistently documents considerable diagnostic uncertainty. "
    "Multidisciplinary rehabilitation programmes necessitate comprehensive individualised assessment. "
    "Administering inappropriate pharmacological interventions unnecessarily jeopardises vulnerable individuals."
)
PLAIN = "Rest your leg for two days. Then walk a bit more each day. If it hurts, stop and rest again. " * 2

SAME_START = "It is one of the kinds of pain that you may get at night when you sleep "
BAD = [
    ("SAFE-05", "Stop taking your tablets.", "block", "Stop taking your tablets."),
    ("SAFE-05", "You can come off the medicine.", "block", "You can come off the medicine."),
    ("EVID-07", "It always goes away.", "warn", "always"),
    ("EVID-07", "It is 100% safe.", "warn", "100%"),
    ("EVID-07", "Rest will cure it.", "warn", "will cure"),
    ("EVID-07", "A proven way.", "warn", "proven"),
    ("EVID-08", "About 30% get it.", "warn", "30%"),
    ("EVID-08", "1 in 10 have it.", "warn", "1 in 10"),
    ("LANG-01", HARD, "block", None),
    ("LANG-03", f"{LONG} feels now and then.", "warn", f"{LONG} feels now and then."),
    ("LANG-03", f"{LONG} feels when you walk and when you sit and when you lie down.", "block", None),
    ("LANG-03", " ".join(SAME_START + end for end in ("in bed.", "on a sofa.", "in a chair.") * 3), "warn", None),
    ("LANG-04", "Doctors look for fasciculation.", "warn", "fasciculation"),
    ("LANG-07", "She suffers from cramps.", "warn", "suffers from"),
    ("LANG-07", "A deadly illness.", "warn", "deadly"),
    ("LANG-08", "Ask our trusted experts.", "block", "trusted experts"),
    ("LANG-08", "Write to shop@example.com.", "block", "shop@example.com"),
    ("LANG-08", "Buy it at https://www.amazon.co.uk/dp/1.", "block", "https://www.amazon.co.uk/dp/1."),
    ("LANG-10", "Look for redness.", "warn", "redness"),
    ("LANG-11", "Lose 10 lbs.", "warn", "10 lbs"),
    ("LANG-11", "Seen on 01/05/2026.", "warn", "01/05/2026"),
    ("LANG-11", "Seen on May 1st, 2026.", "warn", "May 1st, 2026"),
    ("LANG-11", "A five-year-old.", "warn", "five-year-old"),
    ("ACC-03", "[click here](https://example.org)", "warn", "click here"),
    ("ACC-03", "[https://example.org](https://example.org)", "warn", "https://example.org"),
    ("ACC-03", "[The list of clinics](page-two)", "warn", "page-two"),
]
GOOD = [
    ("SAFE-05", "Do not stop taking your tablets."),
    ("SAFE-05", "Ask a doctor before you come off the medicine."),
    ("EVID-07", "It is not proven that it helps. There is no cure."),
    ("EVID-07", "It does not always help."),
    ("EVID-08", "About 30% of adults get it each year."),
    ("LANG-01", PLAIN),
    ("LANG-01", "Neurological investigations."),
    ("LANG-03", "See a GP. Tell them what you feel."),
    ("LANG-04", "Doctors call this fasciculation (a small twitch)."),
    ("LANG-04", "A fasciculation is a small twitch."),
    ("LANG-07", "She has cramps."),
    ("LANG-08", "Ask a pharmacist."),
    ("LANG-10", "Look for redness. On brown or black skin it can look grey."),
    ("LANG-10", "Your pee is pale yellow."),
    ("LANG-11", "Lose 5 kg (11 lbs) by 1 May 2026. He is 5 years old."),
    ("ACC-03", "[NHS page on twitches](https://www.nhs.uk/twitches)"),
]


def _words(value: str) -> Any:
    return text(value=value)


@pytest.mark.parametrize(("check", "value", "severity", "words"), BAD)
def test_bad_words_are_found(check: str, value: str, severity: str, words: str | None) -> None:
    results = found(check, _words(value))

    assert {(level, field) for level, field, _ in results} <= {(severity, "description"), (severity, "all text")}
    assert words is None or [each for *_, each in results] == [words]
    assert results


@pytest.mark.parametrize(("check", "value"), GOOD)
def test_good_words_are_not(check: str, value: str) -> None:
    assert found(check, _words(value)) == []


def test_every_finding_has_a_fix() -> None:
    problems = [problem for _, value, *_ in BAD for problem in run_gates([_words(value)])]

    assert [problem for problem in problems if not problem.fix or not problem.message] == []


def test_doses_and_supplements_need_a_source() -> None:
    dose = subject("topic", description="Take 400 mg.", references=[])

    assert found("SAFE-07", dose) == [("block", "description", "400 mg")]
    assert found("SAFE-07", text(value="Take 400 mg.")) == []
    assert found("SAFE-07", subject("topic", description="Walk 400 m.", references=[])) == []
    assert found("SAFE-07", article(sections=[section("overview", "A supplement.", references=[])])) == [
        ("block", "sections[0].body", "supplement")
    ]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("Seek medical attention.", ["Seek medical attention"]),
        ("You should see a professional.", ["see a professional"]),
        ("You should see a professional today.", ["see a professional"]),
        ("Seek medical attention from a GP.", ["Seek medical attention"]),
        ("If concerned, see a GP today.", []),
        ("Ask for an urgent GP appointment today.", []),
    ],
)
def test_advice_says_who_and_when(answer: str, words: list[str]) -> None:
    assert [each for *_, each in found("LANG-05", text("faq", "answer", answer))] == words


@pytest.mark.parametrize(
    ("sign", "words"),
    [
        ("The pain is severe.", ["severe"]),
        ("You are very unwell.", ["very unwell"]),
        ("A young child has it.", ["young child"]),
        ("Pain so severe that you cannot walk.", []),
        ("A young child (under 5) has it.", []),
    ],
)
def test_signs_say_how_much(sign: str, words: list[str]) -> None:
    assert [each for *_, each in found("LANG-06", text("red_flag", "text", sign))] == words


def test_pages_are_scored_whole_by_smog() -> None:
    hard = article(sections=[section("overview", HARD * 3)])

    assert [(level, field) for level, field, _ in found("LANG-02", hard)] == [("block", "all text")]
    assert found("LANG-02", article()) == []


def test_never_is_right_in_what_to_do() -> None:
    assert found("EVID-07", text("red_flag", "action", "Call 999. Never drive yourself.")) == []


def test_other_languages_are_not_scored_by_english_rules() -> None:
    foreign = subject("topic", locale="vi", description=HARD + " always", references=[SOURCE])

    assert [found(check, foreign) for check in ("LANG-01", "LANG-02", "EVID-07")] == [[], [], []]
