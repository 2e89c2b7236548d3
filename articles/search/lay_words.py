"""Words that mean the same to readers: everyday ones, clinical ones and those of other countries.

The lists are ``lay_words.<language>.txt`` beside this file: one meaning on a line, commas between its words. They
come on top of the synonyms that documents have of their own.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from .words import EMPTY, stem, words_of

LONGEST_PHRASE = 5
Phrase = tuple[str, ...]


@cache
def _phrases(locale: str) -> dict[Phrase, tuple[Phrase, ...]]:
    """Each phrase, in stems, with the others of its lines."""
    found: dict[Phrase, dict[Phrase, None]] = {}
    for line in _lines(locale):
        phrases = [phrase for text in line.split(",") if (phrase := phrase_of(text, locale))]
        for phrase in phrases:
            found.setdefault(phrase, {}).update(dict.fromkeys(each for each in phrases if each != phrase))
    return {phrase: tuple(others) for phrase, others in found.items()}


def _lines(locale: str) -> list[str]:
    file = Path(__file__).with_name(f"lay_words.{locale}.txt")
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def phrase_of(text: str, locale: str) -> Phrase:
    return tuple(stem(word, locale) for word in words_of(text) if word not in EMPTY)


@cache
def lay_words(locale: str) -> frozenset[str]:
    """In full, for telling misspelt words."""
    return frozenset(word for line in _lines(locale) for word in words_of(line) if len(word) > 3)


@cache
def _stems(locale: str) -> frozenset[str]:
    return frozenset(word for phrase in _phrases(locale) for word in phrase)


def is_lay_word(word: str, locale: str) -> bool:
    return stem(word, locale) in _stems(locale)


def longest_phrase(words: Sequence[str], locale: str) -> int:
    """How many of these words, from the first on, are one phrase of the lists."""
    stems = tuple(stem(word, locale) for word in words[:LONGEST_PHRASE])
    known = _phrases(locale)
    return next((length for length in range(len(stems), 0, -1) if stems[:length] in known), 0)


def equivalents_of(stems: Phrase, locale: str) -> tuple[Phrase, ...]:
    return _phrases(locale).get(stems, ())
