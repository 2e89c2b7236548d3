"""Which slugs exist, counting those that the file itself adds. Asked for many at once."""

from collections.abc import Collection, Iterable
from functools import cache
from typing import Any

from django.db import models

from articles.models import Document
from articles.sheets.columns import did_you_mean

Name = tuple[str, str]
"""Slug and language. Rows that are the same in every language have an empty one.

Of a row that is part of a document: its code, and the slug and language of the document with a space between.
"""


class Names:
    def __init__(self) -> None:
        self._known: dict[str, set[Name]] = {}
        self._asked: dict[str, set[Name]] = {}
        self._added: dict[str, set[Name]] = {}
        self._dropped: dict[str, set[Name]] = {}
        self._models: dict[str, tuple[Any, str]] = {}

    def add(self, space: str, names: Iterable[Name]) -> None:
        """The file makes rows of these names."""
        self._added.setdefault(space, set()).update(names)

    def drop(self, space: str, name: Name) -> None:
        """The file takes this row away, so that nothing may name it any more."""
        self._dropped.setdefault(space, set()).add(name)

    def ask(self, space: str, model: Any, names: Collection[Name], *, owner: str = "") -> None:
        """One query for those that were not asked for before. ``owner`` leads from a part to its document."""
        self._models[space] = model, owner
        asked, known = self._asked.setdefault(space, set()), self._known.setdefault(space, set())
        new = set(names) - asked
        if new:
            asked |= new
            known |= new & _existing(space, model, {slug for slug, _ in new}, owner)

    def has(self, space: str, name: Name) -> bool:
        if name in self._dropped.get(space, ()):
            return False
        return name in self._known.get(space, ()) or name in self._added.get(space, ())

    def unknown(self, space: str, name: Name) -> str:
        """What to say about a slug that does not exist."""
        slug, locale = name
        others = [each for each, language in self._all(space) if language == locale]
        what = "" if self._models[space][1] else "the language "
        where = f" in {what}“{locale}”" if locale else ""
        return f"There is no “{slug}”{where}.{did_you_mean(slug, others)}"

    def _all(self, space: str) -> set[Name]:
        everything = f"*{space}"
        if everything not in self._known:
            self._known[everything] = _existing(space, self._models[space][0], None, self._models[space][1])
        return self._known[everything] | self._added.get(space, set())


def _existing(space: str, model: type[models.Model], slugs: Collection[str] | None, owner: str) -> set[Name]:
    if is_document(model):
        # The shared table has the slugs of every kind, so that a child table need not be joined.
        documents = Document.objects.filter(kind=space)
        found = documents if slugs is None else documents.filter(slug__among=slugs)
        return set(found.values_list("slug", "locale"))
    rows: Any = model._base_manager.all()
    if owner:
        named = rows if slugs is None else rows.filter(code__among=slugs)
        parts = named.values_list("code", f"{owner}__slug", f"{owner}__locale")
        return {(code, f"{slug} {locale}") for code, slug, locale in parts}
    found = rows if slugs is None else rows.filter(slug__among=slugs)
    return {(slug, "") for slug in found.values_list("slug", flat=True)}


def name_in(model: Any, slug: str, locale: str) -> Name:
    return (slug, locale if is_document(model) else "")


@cache
def is_document(model: Any) -> bool:
    return issubclass(model, Document)
