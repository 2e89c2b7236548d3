from typing import Any

from .stock import Paginator


class KeysFirst(Paginator):
    """Finds which rows a later page has before it reads them: the last page of a long list is a sort of all its keys
    then, not of all its columns."""

    def page(self, number: int | str) -> Any:
        page = super().page(number)
        if page.number > 1:
            rows: Any = self.object_list
            keys: Any = page.object_list
            page.object_list = rows.filter(pk__in=list(keys.values_list("pk", flat=True)))
        return page
