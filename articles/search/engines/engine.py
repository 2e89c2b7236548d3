"""The small interface behind which the two databases stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

TABLE = "articles_searchtext"
WORDS = "articles_searchword"
# Title, names, lead, body.
WEIGHTS = (10.0, 6.0, 3.0, 1.0)
LIKE_EACH = 40
MOST_COUNTED = 10_000  # a word that more pages have tells little, however many they are


@dataclass(frozen=True, slots=True)
class Alternative:
    """Plain words that all have to be there; the last may be only the start of one."""

    words: tuple[str, ...]
    is_prefix: bool = False


Group = tuple[Alternative, ...]  # any of them will do
Has = int  # which of the groups a row has: the first is the lowest bit


@dataclass(frozen=True, slots=True)
class Asked:
    groups: Sequence[Group]
    locale: str
    names_only: bool = False


# The score, of which greater is better and which can be compared with others of one answer only; the groups; the key of
# the row of words. Just as the database gives it, as there may be a thousand of them.
Match = tuple[float, Has, int]


class Engine(Protocol):
    connection: Any

    def create(self) -> Sequence[str]:
        """The statements that add the index to the tables."""

    def drop(self) -> Sequence[str]: ...

    def rebuild(self) -> None:
        """Make the index anew from the tables, where the database does not keep it by itself."""

    def tidy(self) -> bool:
        """Make the index quicker to read, for some two seconds beside all else that goes on. Whether it is done."""

    def count_each(self, asked: Asked) -> list[int]:
        """How many rows have each group, in any language; from ``MOST_COUNTED`` on just that."""

    def all_matches(self, asked: Asked) -> list[Match]:
        """Of any group, in no order, perhaps of other languages too."""

    def counts(self, asked: Asked) -> dict[Has, int]:
        """How many rows have just these of the groups, for each combination that any row has."""

    def matches(self, asked: Asked, wanted: Sequence[Has], limit: int) -> list[Match]:
        """The rows with all groups of one of the ``wanted`` combinations, the best first."""

    def words_like(self, words: Sequence[str], locale: str) -> set[str]:
        """These words, as far as they are in the index, and for those that are not others that share letters."""


def least(wanted: Iterable[Has]) -> list[Has]:
    """Without those that hold another of them whole."""
    found: list[Has] = []
    for each in sorted(wanted, key=int.bit_count):
        if not any(less & each == less for less in found):
            found.append(each)
    return found


def places(has: Has) -> list[int]:
    return [place for place in range(has.bit_length()) if has >> place & 1]
