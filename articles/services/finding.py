"""One search for editors over the working rows of every kind, and over what they quote."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import Q

from articles.models import ClinicalCode, Contributor, Document, Image, Reference
from articles.publishing import all_kinds

from .synonyms import with_synonym
from .texts import text_fields

MOST_WORDS = 8
EXCERPT = 90


@dataclass(frozen=True, slots=True)
class Hit:
    """``excerpt`` is where the words stand, empty where they are in the name."""

    row: Any
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """``count`` is of all that was found, of which ``hits`` are the first."""

    kind: str
    name: str
    hits: list[Hit]
    count: int


def find_everywhere(text: str, *, most: int = 10, kind: str = "") -> list[Group]:
    """Rows in which every word is found somewhere: in names, texts, codes or what they quote. Those named so first."""
    words = text.split()[:MOST_WORDS]
    if not words:
        return []
    groups = (*_documents(words, most, kind), *_sources(words, most, kind))
    return [group for group in groups if group.count]


def _documents(words: list[str], most: int, wanted: str) -> Iterator[Group]:
    for each in all_kinds():
        if wanted not in ("", each.name):
            continue
        rows = each.model._default_manager.filter(reduce(and_, (_holds(each.model, word) for word in words)))
        named = reduce(and_, (Q(title__icontains=word) for word in words))
        first = list(rows.filter(named).order_by("title", "pk")[:most])
        rest = list(rows.exclude(named).order_by("title", "pk")[: most - len(first)])
        hits = [*(Hit(row) for row in first), *(Hit(row, _excerpt(row, words[0])) for row in rest)]
        count = rows.count() if len(hits) == most else len(hits)
        yield Group(each.name, str(each.model._meta.verbose_name_plural), hits, count)


def _holds(model: type[Document], word: str) -> Q:
    found = Q(slug__icontains=word)
    for table, path, names in text_fields(model):
        texts = reduce(or_, (Q(**{f"{name}__icontains": word}) for name in names))
        found |= texts if table is model else Q(pk__in=table._default_manager.filter(texts).values(path))
    codes = ClinicalCode.objects.filter(Q(code__istartswith=word) | Q(display__icontains=word))
    quoted = Reference.objects.filter(_in(Reference, word))
    found |= Q(title__icontains=word) | Q(pk__in=codes.values("document"))
    found |= Q(pk__in=Document.references.through._default_manager.filter(reference__in=quoted).values("document"))
    return found | Q(pk__in=with_synonym(model, word)) if hasattr(model, "synonyms") else found


SOURCES: dict[type[Any], tuple[str, ...]] = {
    Reference: ("title", "publisher", "slug", "url", "doi"),
    Contributor: ("name", "credentials", "slug"),
    Image: ("slug", "alt", "caption", "credit"),
}


def _in(model: type[Any], word: str) -> Q:
    return reduce(or_, (Q(**{f"{name}__icontains": word}) for name in SOURCES[model]))


def _sources(words: list[str], most: int, wanted: str) -> Iterator[Group]:
    for model in SOURCES:
        name = str(model._meta.model_name)
        if wanted not in ("", name):
            continue
        rows = model._default_manager.filter(reduce(and_, (_in(model, word) for word in words))).order_by("slug")
        hits = [Hit(row) for row in rows[:most]]
        count = rows.count() if len(hits) == most else len(hits)
        yield Group(name, str(model._meta.verbose_name_plural), hits, count)


def _excerpt(row: Document, word: str) -> str:
    for table, path, names in text_fields(type(row)):
        found = [row] if table is type(row) else table._default_manager.filter(**{path: row.pk})
        for text in (getattr(each, name) for each in found for name in names):
            at = text.casefold().find(word.casefold())
            if at >= 0:
                start = max(0, at - EXCERPT // 3)
                return ("… " if start else "") + " ".join(text[start : start + EXCERPT].split()) + " …"
    return ""
