import pytest

from articles.content.copying import fingerprint, likeness, shared_runs
from articles.content.phrases import Phrase, PhraseList
from articles.content.readability import about, grades, sentences, syllables

PLAIN = "Rest your leg for two days. Then walk a bit more each day. If it hurts, stop and rest again. " * 2
HARD = "Neurological investigations occasionally demonstrate characteristic electrophysiological abnormalities. " * 6


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("leg", 1),
        ("nurse", 1),
        ("helped", 1),
        ("muscle", 2),
        ("twitches", 2),
        ("wanted", 2),
        ("people", 2),
        ("area", 3),
        ("emergency", 4),
        ("fasciculation", 5),
        ("111", 1),
    ],
)
def test_syllables_by_a_small_rule(word: str, count: int) -> None:
    assert syllables(word) == count


def test_lines_and_stops_end_sentences_and_titles_and_decimals_do_not() -> None:
    assert sentences("Ask Dr. Gray about 3.5 cups.\nA list\n- one\n- two. Three?") == [
        "Ask Dr. Gray about 3.5 cups.",
        "A list",
        "- one",
        "- two.",
        "Three?",
    ]


def test_plain_words_have_a_low_grade_and_hard_ones_a_high_one() -> None:
    plain, hard = grades([PLAIN]).flesch_kincaid, grades([HARD]).flesch_kincaid

    assert plain is not None
    assert hard is not None
    assert about(plain) <= 3
    assert about(hard) >= 15


def test_short_texts_have_no_grade() -> None:
    assert grades(["Neurological investigations."]).flesch_kincaid is None
    assert grades([PLAIN]).smog is None


def test_known_names_are_left_out() -> None:
    known = PhraseList([Phrase("fasciculation*")]).pattern
    text = PLAIN + "It is fasciculation. " * 5

    assert grades([text], known=known).flesch_kincaid < grades([text]).flesch_kincaid  # type: ignore[operator]


def test_what_is_over_a_limit_looks_over_it() -> None:
    assert [about(grade) for grade in (-1.0, 8.0, 8.1)] == [0, 8, 9]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It always helps.", ["always"]),
        ("ALWAYS", ["ALWAYS"]),
        ("Sideways.", []),
        ("It does not always help.", []),
        ("He suffers from it, and they suffer from it.", ["suffers from", "suffer from"]),
    ],
)
def test_phrases(text: str, words: list[str]) -> None:
    phrases = PhraseList([Phrase("always", "Say often.", ["not always"]), Phrase("suffer* from", "Say have.")])

    assert [match.words for match in phrases.find(text)] == words


def test_each_phrase_has_its_advice() -> None:
    phrases = PhraseList([Phrase("a b", "long"), Phrase("a", "short")])

    assert [(match.words, match.advice) for match in phrases.find("a b a")] == [("a b", "long"), ("a", "short")]
    assert PhraseList().find("a") == []


def test_copied_runs_of_eight_words() -> None:
    marks = fingerprint("one two three four five six seven eight nine ten")

    assert shared_runs("Zero one two three four five six seven eight nine.", marks) == [
        "one two three four five six seven eight nine"
    ]
    assert shared_runs("One two three four five six seven, then eight.", marks) == []


def test_likeness_is_the_share_of_short_runs() -> None:
    marks = fingerprint("a b c d e f g h", 4)

    assert likeness("a b c d x", marks) == 0.5
    assert likeness("too short", marks) == 0.0
