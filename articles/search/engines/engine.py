"""The small interface behind which the two databases stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

TABLE = "articles_searchtext"
WORDS = "articles_searchword"
# Title, names, lead, body.
WEIGHTS = (10.0, 6.0, 3.0, 1.0)
LIKE_EACH = 40


@dataclass(frozen=True, slots=True)
class Alternative:
    """Plain words that all have to be there; the last may be only the start of one."""

    words: tuple[str, ...]
    is_prefix: bool = False


Group = tuple[Alternative, ...]  # any of them will do


@dataclass(frozen=True, slots=True)
class Match:
    published: int
    score: float  # greater is better; scores of one answer can be compared with each other only
    groups: int  # which of the groups are in it: the first is the lowest bit


class Engine(Protocol):
    def create(self) -> Sequence[str]:
        """The statements that add the index to the tables."""

    def drop(self) -> Sequence[str]: ...

    def rebuild(self) -> None:
        """Make the index anew from the tables, where the database does not keep it by itself."""

    def matches(
        self, groups: Sequence[Group], locale: str, *, names_only: bool, live: tuple[str, list[Any]], limit: int
    ) -> list[Match]:
        """The rows with any of the groups, the best first."""

    def words_like(self, words: Sequence[str], locale: str) -> set[str]:
        """These words, as far as they are in the index, and others that share letters with them."""
