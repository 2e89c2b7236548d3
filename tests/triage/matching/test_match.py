"""People's own words and the shipped protocols: what is asked about first, and what nothing is known of."""

import pytest

from tests.triage.content.shipped import PACK, THIGH
from triage.matching import Match, match

ABOUT = [
    "My thigh is twitching",
    "thy twiching for days",
    "muscle jumping in my upper leg",
    "fluttering in my quad after coffee",
    "the hamstring will not stop",
]
DANGER = [
    ("my face droped on one side", ("sudden_signs", "face")),
    ("no face droop", ("sudden_signs", "face")),
    ("probably nothing, but I am breathles lying flat", ("emergency_now", "breathing")),
    ("cant breath properly", ("emergency_now", "breathing")),
    ("just stress, a bit of chest pain", ("emergency_now", "chest_pain")),
    ("I do not have chest pain", ("emergency_now", "chest_pain")),
    ("not numb around the bottom", ("lower_body", "saddle_numb")),
    ("never suicidal", ("worry", "self_harm")),
    ("I want to hurt myself", ("worry", "self_harm")),
    ("took too many tablets", ("emergency_now", "poison")),
    ("worst headach of my life", ("sudden_signs", "worst_headache")),
    ("unable to swallow", ("swallow_speech", "sudden_or_choking")),
]
UNKNOWN = ["my knee hurts", "my leg feels strange", "sore foot", "asdf qwerty", "the house next door", "toothache"]


def found(text: str) -> tuple[Match, ...]:
    return match([PACK, THIGH], text)


@pytest.mark.parametrize("text", ABOUT)
def test_the_complaint_is_known_by_other_words_and_misspelt(text: str) -> None:
    first = found(text)[0]

    assert (first.protocol.slug, first.about) == ("thigh-twitching", True)


@pytest.mark.parametrize(("text", "sign"), DANGER)
def test_a_word_of_danger_comes_first_denied_played_down_or_misspelt(text: str, sign: tuple[str, str]) -> None:
    for each in found(text):
        first = each.findings[0]
        assert ((first.question, first.finding), first.red_flag is not None) == (sign, True)
        assert each.questions[0] == sign[0]


@pytest.mark.parametrize("text", UNKNOWN)
def test_what_nothing_is_known_of_raises_no_sign_of_danger(text: str) -> None:
    assert [each for each in found(text) if each.about or any(one.red_flag for one in each.findings)] == []


@pytest.mark.parametrize("minimising", ["It is probably nothing. ", "Just stress, I am sure: ", "Don't worry, but "])
def test_playing_down_changes_nothing(minimising: str) -> None:
    text = "my thigh twitches and my face dropped"

    with_words = {each.protocol.slug: each.questions[0] for each in found(minimising + text)}

    assert with_words == {each.protocol.slug: each.questions[0] for each in found(text)}
    assert with_words["thigh-twitching"] == "sudden_signs"
