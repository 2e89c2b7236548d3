import pytest

from triage.matching.words import words_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("My thigh is twitching", ("thigh", "twitch")),
        ("twitches, TWITCHED", ("twitch", "twitch")),
        ("It's no big deal, I don't feel numb", ("big", "deal", "feel", "numb")),
        ("", ()),
    ],
)
def test_only_telling_words_count(text: str, expected: tuple[str, ...]) -> None:
    assert words_of(text) == expected
