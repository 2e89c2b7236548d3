from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: `path` is where (`rules[3].any[0]`), `words` the very words at fault."""

    path: str
    words: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message

    def under(self, prefix: str) -> Problem:
        joint = "" if not self.path or not prefix or self.path.startswith("[") else "."
        return replace(self, path=f"{prefix}{joint}{self.path}")


class ProtocolError(ValueError):
    """A protocol, or a part of one, that may not exist. Holds every problem found, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def under(self, prefix: str) -> ProtocolError:
        return ProtocolError(problem.under(prefix) for problem in self.problems)


def refuse(path: str, words: object, message: str) -> ProtocolError:
    return ProtocolError([Problem(path, str(words), message)])


def did_you_mean(word: str, known: Iterable[str]) -> str:
    close = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f' Did you mean "{close[0]}"?' if close else ""
