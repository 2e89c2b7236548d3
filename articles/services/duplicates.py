"""Library entries that may be one and the same: by their names, their other names, and words that mean the same."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz, process

from articles.models import Document
from articles.search.lay_words import equivalents_of, phrase_of

ALIKE = 88
MOST = 5


@dataclass(frozen=True, slots=True)
class Similar:
    """``why`` are the two names that are alike: the one asked for, and the one of the document."""

    document: Any
    why: tuple[str, str]
    score: float


def similar_to(document: Document) -> list[Similar]:
    """The most alike first. The document itself is left out."""
    names = names_of(document)
    return similar_named(type(document), names, locale=document.locale, leaving_out=document.pk)


def similar_named(
    model: type[Document], names: Iterable[str], *, locale: str, leaving_out: int | None = None
) -> list[Similar]:
    asked = list(_compared(names, locale))
    rows = model._default_manager.filter(locale=locale).exclude(pk=leaving_out or 0)
    found = [each for row in rows if (each := _alike(asked, row)) is not None]
    return sorted(found, key=lambda each: (-each.score, each.document.title))[:MOST]


def duplicates_among(model: type[Document], *, locale: str) -> list[tuple[Any, Similar]]:
    """Every pair, once, the most alike first."""
    rows = list(model._default_manager.filter(locale=locale).order_by("pk"))
    names = [(text, name, row) for row in rows for text, name in _compared(names_of(row), locale)]
    texts = [text for text, _, _ in names]
    best: dict[tuple[int, int], tuple[Any, Similar]] = {}
    for index, (text, name, row) in enumerate(names):
        for _, score, place in process.extract(
            text, texts[index + 1 :], scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None
        ):
            _, other_name, other = names[index + 1 + place]
            pair = (row.pk, other.pk)
            if row.pk != other.pk and (pair not in best or best[pair][1].score < score):
                best[pair] = (row, Similar(other, (name, other_name), score))
    return sorted(best.values(), key=lambda pair: (-pair[1].score, pair[0].title))


def names_of(document: Any) -> list[str]:
    return [document.title, *getattr(document, "synonyms", [])]


def _alike(asked: list[tuple[str, str]], row: Any) -> Similar | None:
    found = _best(asked, list(_compared(names_of(row), row.locale)))
    return Similar(row, *found) if found else None


def _compared(names: Iterable[str], locale: str) -> Iterator[tuple[str, str]]:
    """Each name in stems, then what the lists of everyday words say in its place."""
    for name in names:
        stems = phrase_of(name, locale)
        for phrase in (stems, *equivalents_of(stems, locale)):
            if phrase:
                yield " ".join(sorted(phrase)), name


def _best(asked: list[tuple[str, str]], others: list[tuple[str, str]]) -> tuple[tuple[str, str], float] | None:
    best: tuple[tuple[str, str], float] | None = None
    texts = [text for text, _ in others]
    for text, name in asked:
        found = process.extractOne(text, texts, scorer=fuzz.ratio, score_cutoff=ALIKE)
        if found and (best is None or found[1] > best[1]):
            best = ((name, others[found[2]][1]), found[1])
    return best
