import pytest

from healthkb.questions.reading import alarming_words

ALARMING = [
    ("I have a pain in my chest.", "en", ["pain in my chest"]),
    ("I CAN'T BREATHE", "en", ["CAN'T BREATHE"]),
    ("I can’t  catch my\nbreath", "en", ["can’t catch my breath"]),
    ("I do not want to kill myself", "en", ["kill myself"]),
    ("suddenly weak on one side, his face drooped", "en", ["face drooped", "suddenly weak"]),
    ("He took too many pills and will not wake up", "en", ["too many pills", "will not wake"]),
    ("Tôi bị đau ngực", "vi", ["đau ngực"]),
    ("chest pain", "vi", ["chest pain"]),
]
CALM = ["Does coffee make my legs twitch at night?", "Is a cramp in the calf bad?", "My eyelid twitches a lot"]


@pytest.mark.parametrize(("text", "locale", "words"), ALARMING)
def test_alarming_words_are_found_as_they_were_written(text: str, locale: str, words: list[str]) -> None:
    assert alarming_words(text, locale) == words


@pytest.mark.parametrize("text", CALM)
def test_an_ordinary_question_alarms_nobody(text: str) -> None:
    assert alarming_words(text, "en") == []
