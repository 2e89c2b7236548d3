"""What differs between two contents of one document: fields word by word; rows added, taken out, moved or changed.

Takes frozen payloads and public bodies alike. Knows nothing of the kinds of document.
"""

import difflib
import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate, pairwise
from typing import Any

Json = Any
Opcode = tuple[str, int, int, int, int]  # as difflib has them
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_IDENTITY = ("id", "slug", "code", "urgency")
_TITLES = ("heading", "title", "name", "question")
_NEVER_SHOWN = {"locale", "uuid"}
# Pairs of equal words that are looked at. If the rarer words alone have more, one text stands whole for the other.
MOST_WORK = 5_000
_ALIKE = 0.5  # rows without a name of their own are the same row if half of their words are


class Piece(StrEnum):
    SAME = "same"
    TAKEN_OUT = "taken_out"
    PUT_IN = "put_in"


class RowChange(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    CHANGED = "changed"


Words = list[tuple[Piece, str]]


@dataclass(frozen=True, slots=True)
class FieldDifference:
    field: str
    words: Words


@dataclass(frozen=True, slots=True)
class RowDifference:
    """``place`` is from 1, in the newer order; in the older one for a row that was taken out."""

    field: str
    key: str
    change: RowChange
    place: int
    place_before: int
    differences: "Differences"
    title: str = ""  # what editors call the row: its heading or title


@dataclass(frozen=True, slots=True)
class Differences:
    fields: tuple[FieldDifference, ...] = ()
    rows: tuple[RowDifference, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.fields or self.rows)


def differences(before: Mapping[str, Json], after: Mapping[str, Json]) -> Differences:
    """In the order of the newer content, with what it no longer has at the end."""
    names = [*after, *(name for name in before if name not in after)]
    fields: list[FieldDifference] = []
    rows: list[RowDifference] = []
    for name in names:
        old, new = before.get(name), after.get(name)
        if name in _NEVER_SHOWN or old == new:
            continue
        if _is_rows(old) or _is_rows(new):
            rows += _row_differences(name, old or [], new or [])
        elif (words := word_differences(as_text(old), as_text(new))) and any(piece != Piece.SAME for piece, _ in words):
            fields.append(FieldDifference(name, words))
    return Differences(tuple(fields), tuple(rows))


def word_differences(before: str, after: str) -> Words:
    """Runs of words that are in both, only in the older, only in the newer. Joined, they give both texts back."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    found: Words = []
    for verb, a, b, c, d in opcodes(old, new):
        if verb == "equal":
            found.append((Piece.SAME, "".join(old[a:b])))
            continue
        if b > a:
            found.append((Piece.TAKEN_OUT, "".join(old[a:b])))
        if d > c:
            found.append((Piece.PUT_IN, "".join(new[c:d])))
    return found


def opcodes(old: Sequence[str], new: Sequence[str]) -> Iterator[Opcode]:
    """Those of difflib. What both begin and end with is set aside first: one word in a long text is found fast.

    Where there is much to compare, lines are compared first, and then the rarer words of lines that are not the same.
    """
    most = min(len(old), len(new))
    start = next((index for index in range(most) if old[index] != new[index]), most)
    most -= start
    end = next((index for index in range(most) if old[-1 - index] != new[-1 - index]), most)
    if start:
        yield "equal", 0, start, 0, start
    left, right = old[start : len(old) - end], new[start : len(new) - end]
    is_long = _work(left, right) > MOST_WORK
    inner = _by_lines(left, right) if is_long else difflib.SequenceMatcher(None, left, right, False).get_opcodes()
    yield from _moved(inner, start, start)
    if end:
        yield "equal", len(old) - end, len(old), len(new) - end, len(new)


def _by_lines(old: Sequence[str], new: Sequence[str]) -> Iterator[Opcode]:
    left, right = _lines(old), _lines(new)
    at, place = ([0, *accumulate(len(line) for line in lines)] for lines in (left, right))
    codes: Iterable[Opcode] = [("replace", 0, len(left), 0, len(right))]
    if _work(left, right) <= MOST_WORK:
        codes = difflib.SequenceMatcher(None, left, right, False).get_opcodes()
    allowed = MOST_WORK
    for verb, a, b, c, d in codes:
        before, after = old[at[a] : at[b]], new[place[c] : place[d]]
        common = _common(after)
        allowed -= _work(before, after, but=common) if verb == "replace" else 0
        if verb == "replace" and allowed >= 0:
            inner = difflib.SequenceMatcher(common.__contains__, before, after, False).get_opcodes()
            yield from _moved(inner, at[a], place[c])
        else:
            yield verb, at[a], at[b], place[c], place[d]


def _lines(words: Sequence[str]) -> list[tuple[str, ...]]:
    """Each up to and with the space that ends it."""
    ends = [index + 1 for index, word in enumerate(words) if "\n" in word]
    return [tuple(words[a:b]) for a, b in pairwise([0, *ends, len(words)]) if a < b]


def _moved(codes: Iterable[Opcode], by: int, to: int) -> Iterator[Opcode]:
    return ((verb, a + by, b + by, c + to, d + to) for verb, a, b, c, d in codes)


def _work(old: Iterable[Hashable], new: Iterable[Hashable], *, but: frozenset[str] = frozenset()) -> int:
    """How many pairs of equal words difflib looks at in its first round."""
    of = Counter(new)
    return sum(of[word] for word in old if word not in but)


def _common(words: Sequence[str]) -> frozenset[str]:
    """Spaces, and words that stand everywhere: they say little about what belongs to what."""
    counts = Counter(words).items()
    return frozenset(word for word, count in counts if word.isspace() or count > len(words) // 100 + 5)


def as_text(value: Json) -> str:
    """A plain value as people read it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, Mapping):
        return str(value.get("markdown", value.get("id", value.get("slug", ""))))
    if isinstance(value, list):
        return "\n".join(as_text(each) for each in value)
    return str(value)


def _is_rows(value: Json) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], Mapping)


def _row_differences(field: str, before: Sequence[Json], after: Sequence[Json]) -> Iterator[RowDifference]:
    pairs = _pairs(before, after)
    stayed = _stayed([old for old, new in pairs if old is not None and new is not None])
    for old, new in pairs:
        if old is None and new is not None:
            yield _row(field, after[new], RowChange.ADDED, new + 1, 0, differences({}, after[new]))
        elif new is None and old is not None:
            yield _row(field, before[old], RowChange.REMOVED, old + 1, old + 1, differences(before[old], {}))
        elif old is not None and new is not None:
            inside = differences(before[old], after[new])
            if old not in stayed or inside:
                change = RowChange.CHANGED if old in stayed else RowChange.MOVED
                yield _row(field, after[new], change, new + 1, old + 1, inside)


def _row(field: str, row: Json, change: RowChange, place: int, place_before: int, inside: Differences) -> RowDifference:
    title = next((str(row[name]) for name in _TITLES if isinstance(row.get(name), str) and row[name]), "")
    return RowDifference(field, key_of(row), change, place, place_before, inside, title)


def _pairs(before: Sequence[Json], after: Sequence[Json]) -> list[tuple[int | None, int | None]]:
    """Which row of the older list is which of the newer, in the newer order; then the rows taken out."""
    left = list(range(len(before)))
    pairs: list[tuple[int | None, int | None]] = []
    for new, row in enumerate(after):
        old = _match(row, [(index, before[index]) for index in left])
        if old is not None:
            left.remove(old)
        pairs.append((old, new))
    return [*pairs, *((old, None) for old in left)]


def _match(row: Json, candidates: Sequence[tuple[int, Json]]) -> int | None:
    key = key_of(row)
    if key:
        return next((index for index, each in candidates if key_of(each) == key), None)
    scored = [(_likeness(each, row), -index, index) for index, each in candidates if not key_of(each)]
    best = max(scored, default=(0.0, 0, 0))
    return best[2] if best[0] >= _ALIKE else None


def _likeness(before: Json, after: Json) -> float:
    old, new = (_WORDS.findall(" ".join(as_text(value) for value in row.values())) for row in (before, after))
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    return matcher.ratio() if _work(old, new) <= MOST_WORK else matcher.quick_ratio()


def key_of(row: Mapping[str, Json]) -> str:
    """What names a row: the document that it places, or its own slug, code or urgency. Empty if nothing does."""
    for name in _IDENTITY:
        if row.get(name):
            return f"{row['system']} {row[name]}" if name == "code" and "system" in row else str(row[name])
    return ""


def _stayed(order: Sequence[int]) -> set[int]:
    """The longest run of rows that kept their order: all others were moved."""
    best: list[list[int]] = []
    for index, value in enumerate(order):
        longest = _longest(best[j] for j in range(index) if best[j][-1] < value)
        best.append([*longest, value])
    return set(_longest(best))


def _longest(runs: Iterable[list[int]]) -> list[int]:
    empty: list[int] = []
    return max(runs, key=lambda run: len(run), default=empty)
