"""Whether a text repeats another one, told from fingerprints alone: the other text is not kept."""

from collections.abc import Iterable
from hashlib import blake2b

from .readability import words

# Eight words in a row are a copied phrase; the share of runs of four tells a near copy.
RUN = 8
SHORT_RUN = 4
MOST_ALIKE = 0.2


def fingerprint(text: str, run: int = RUN) -> list[str]:
    """One short mark for each run of words, sorted."""
    return sorted({mark for mark, _ in _runs(text, run)})


def shared_runs(text: str, marks: Iterable[str]) -> list[str]:
    """The words of each stretch of the text that is also in the source, overlapping runs joined."""
    known, found = set(marks), words(text)
    starts = [start for mark, start in _runs(text, RUN) if mark in known]
    stretches: list[tuple[int, int]] = []
    for start in starts:
        if stretches and start <= stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], start + RUN)
        else:
            stretches.append((start, start + RUN))
    return [" ".join(found[start:end]) for start, end in stretches]


def likeness(text: str, marks: Iterable[str]) -> float:
    """The share of the text's short runs that the source has too, from 0 to 1."""
    own = {mark for mark, _ in _runs(text, SHORT_RUN)}
    return len(own & set(marks)) / len(own) if own else 0.0


def _runs(text: str, run: int) -> list[tuple[str, int]]:
    folded = [word.casefold() for word in words(text)]
    return [(_mark(folded[start : start + run]), start) for start in range(len(folded) - run + 1)]


def _mark(run: list[str]) -> str:
    return blake2b(" ".join(run).encode(), digest_size=6).hexdigest()
