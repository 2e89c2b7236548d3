"""Primary keys for slugs, many at a time."""

from collections.abc import Collection
from typing import Any

from articles.models import Document
from articles.sheets.columns import Sheet, space_of
from articles.sheets.plan.names import Name


class Stale(Exception):
    """The database changed after the preview. The message names the first row that did."""


class Found(dict[Any, int]):
    def __missing__(self, name: tuple[Any, ...]) -> int:
        raise Stale(f"“{name[0]}” was taken away in the meantime. Look at the preview again.")


class Keys:
    space = staticmethod(space_of)

    def find(self, space: str, model: Any, names: Collection[Name]) -> Found:
        if not names:
            return Found()
        slugs = {slug for slug, _ in names}
        if issubclass(model, Document):
            rows = Document.objects.filter(kind=space, slug__among=slugs).values_list("slug", "locale", "pk")
            return Found({(slug, locale): pk for slug, locale, pk in rows})
        return Found(
            {(slug, ""): pk for slug, pk in model._base_manager.filter(slug__among=slugs).values_list("slug", "pk")}
        )

    def parents(self, sheet: Sheet, names: Collection[tuple[str, int]]) -> Found:
        """By the code of each, and the primary key of the document that it is part of."""
        owner = sheet.parent_owner
        codes, owners = {code for code, _ in names}, {pk for _, pk in names}
        rows = sheet.parent_model._base_manager.filter(**{f"{owner}__among": owners, "code__among": codes})
        return Found({(code, owner_pk): pk for code, owner_pk, pk in rows.values_list("code", f"{owner}_id", "pk")})
