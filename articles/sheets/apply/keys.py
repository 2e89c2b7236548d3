"""Primary keys for slugs, many at a time."""

from collections.abc import Collection
from typing import Any

from articles.models import Document
from articles.sheets.columns import space_of
from articles.sheets.plan.names import Name


class Keys:
    space = staticmethod(space_of)

    def find(self, space: str, model: Any, names: Collection[Name]) -> dict[Name, int]:
        if not names:
            return {}
        slugs = {slug for slug, _ in names}
        if issubclass(model, Document):
            rows = Document.objects.filter(kind=space, slug__in=slugs).values_list("slug", "locale", "pk")
            return {(slug, locale): pk for slug, locale, pk in rows}
        return {(slug, ""): pk for slug, pk in model._base_manager.filter(slug__in=slugs).values_list("slug", "pk")}
