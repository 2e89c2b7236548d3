"""How hard a text is to read: US school grades, worked out offline.

Grades are rough. Show them with ``about``, and only for texts of at least ``ENOUGH_WORDS``: shorter ones swing wildly.
Text is plain, one line for each paragraph, heading or list item.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

ENOUGH_WORDS = 30
# Under ten sentences one long word decides the SMOG grade.
ENOUGH_SENTENCES = 10

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d[\d,.]*")
_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|$)")
_ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|Dr|Mr|Mrs|Ms|St|vs|etc|approx|No|[ap]\.m)\.$", re.IGNORECASE)
_VOWELS = re.compile(r"[aeiouy]+")
# "makes", "helped", "nurse", but not "twitches", "wanted", "muscle", "muscles".
_SILENT_END = re.compile(r"(?:(?<![aeioulsxzcgy])(?<!ch)(?<!sh)es|(?<![aeioutdy])ed|(?<![aeiouly])e|(?<=[aeiou]l)es?)$")
# Two vowels that are said apart, as in create, idea, science, area, being, period.
_APART = re.compile(
    r"(?<=cr)ea(?!m)|(?<=r)ea$|ea(?=s?$)(?<=idea)|(?<!t)(?<!fr)ie(?=n|t)|[aeiou](?=ing$)|i(?=um|od|ol)|ia$|ua(?!r)"
)


@dataclass(frozen=True, slots=True)
class Grades:
    """Unrounded, for comparing with a limit. ``None`` where the text is too short to say."""

    flesch_kincaid: float | None
    smog: float | None


def words(text: str) -> list[str]:
    return _WORD.findall(text)


def sentences(text: str) -> list[str]:
    """Every line ends a sentence, with or without a full stop."""
    found = [sentence for line in text.splitlines() for sentence in _sentences_of_line(line)]
    return [sentence for sentence in found if words(sentence)]


@lru_cache(maxsize=20_000)
def syllables(word: str) -> int:
    """By a small rule: groups of vowels, without a silent ending. Numbers count as one."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    groups = len(_VOWELS.findall(letters))
    if groups > 1 and _SILENT_END.search(letters):
        groups -= 1
    return max(1, groups + len(_APART.findall(letters)))


def grades(texts: Sequence[str], *, known: re.Pattern[str] | None = None) -> Grades:
    """Of several texts taken together. ``known`` are names that readers are told the meaning of; they are left out."""
    plain = [known.sub(" ", text) if known else text for text in texts]
    counted = [words(sentence) for text in plain for sentence in sentences(text)]
    counts = [syllables(word) for sentence in counted for word in sentence]
    if len(counts) < ENOUGH_WORDS:
        return Grades(None, None)
    flesch_kincaid = 0.39 * len(counts) / len(counted) + 11.8 * sum(counts) / len(counts) - 15.59
    return Grades(flesch_kincaid, _smog(sum(count > 2 for count in counts), len(counted)))


def about(grade: float) -> int:
    """The figure that people are shown: whole, and rounded up, so that whatever is over a limit looks over it."""
    return max(0, math.ceil(grade))


def mean_length(found: Sequence[str]) -> float:
    return sum(len(words(sentence)) for sentence in found) / len(found)


def _smog(long_words: int, count: int) -> float | None:
    if count < ENOUGH_SENTENCES:
        return None
    return 1.0430 * math.sqrt(long_words * 30 / count) + 3.1291


def _sentences_of_line(line: str) -> list[str]:
    found, start = [], 0
    for end in _END.finditer(line):
        if not _ABBREVIATION.search(line[start : end.end()]):
            found.append(line[start : end.end()].strip())
            start = end.end()
    return [*found, line[start:].strip()]
