"""Lists of words and phrases to look for, with the phrases in which they are fine."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Phrase:
    """``text`` may end in ``*`` for any ending: ``suffer* from`` finds suffers from.

    ``advice`` is what to write instead or, in a glossary, what the words mean. Inside ``exceptions`` it is not a match.
    """

    text: str
    advice: str = ""
    exceptions: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Match:
    words: str
    advice: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PhraseList:
    """Compiled once, then used on any number of texts. Capitals make no difference."""

    phrases: Sequence[Phrase] = ()
    pattern: re.Pattern[str] | None = field(init=False)
    _exceptions: re.Pattern[str] | None = field(init=False)
    _advice: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        exceptions = [text for phrase in self.phrases for text in phrase.exceptions]
        object.__setattr__(self, "pattern", _compile(phrase.text for phrase in self.phrases))
        object.__setattr__(self, "_exceptions", _compile(exceptions))
        object.__setattr__(self, "_advice", {_name(i): each.advice for i, each in enumerate(self._longest_first())})

    def __bool__(self) -> bool:
        return bool(self.phrases)

    def find(self, text: str) -> list[Match]:
        if self.pattern is None:
            return []
        found = list(self.pattern.finditer(text))
        allowed = [each.span() for each in self._exceptions.finditer(text)] if found and self._exceptions else []
        return [
            Match(each[0], self._advice[each.lastgroup or ""], *each.span())
            for each in found
            if not any(start <= each.start() and each.end() <= end for start, end in allowed)
        ]

    def is_in(self, text: str) -> bool:
        return bool(self.find(text))

    def _longest_first(self) -> list[Phrase]:
        return sorted(self.phrases, key=lambda phrase: -len(phrase.text))


def _compile(texts: Iterable[str]) -> re.Pattern[str] | None:
    """One pattern for all, the longest first, each in a group of its own."""
    ordered = sorted(texts, key=lambda text: -len(text))
    if not ordered:
        return None
    alternatives = "|".join(f"(?P<{_name(index)}>{_as_pattern(text)})" for index, text in enumerate(ordered))
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)", re.IGNORECASE)


def _name(index: int) -> str:
    return f"p{index}"


def _as_pattern(text: str) -> str:
    parts = [re.escape(part.rstrip("*")) + (r"\w*" if part.endswith("*") else "") for part in text.split()]
    return r"\s+".join(parts).replace("'", "['’]")
