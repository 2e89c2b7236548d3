from functools import cached_property
from typing import Any

from .stock import Paginator


class KeysFirst(Paginator):
    """Finds which rows a page has before it reads them.

    The last page of a long list is a sort of all its keys then, not of all its columns; and a list of those rows that
    have some words is looked through once, not once more to count them.
    """

    def page(self, number: int | str) -> Any:
        page = super().page(number)
        if self._is_part or page.number > 1:
            everything: Any = self.object_list
            rows = everything.all()
            rows.query.clear_where()  # what it asks for is answered, and takes as long each time
            page.object_list = rows.filter(pk__in=self._keys_between(page.start_index() - 1, page.end_index()))
        return page

    def _keys_between(self, first: int, last: int) -> list[Any]:
        """From the nearer end of the list, as the database goes through all that is before them."""
        if self._is_part:
            return self._keys[max(first, 0) : last]
        everything: Any = self.object_list
        keys = everything.values_list("pk", flat=True)
        after = self.count - last
        return list(keys.reverse()[after : self.count - first] if after < first else keys[first:last])

    @cached_property
    def count(self) -> int:
        return len(self._keys) if self._is_part else super().count

    @property
    def _is_part(self) -> bool:
        query: Any = getattr(self.object_list, "query", None)
        return bool(query and query.where)

    @cached_property
    def _keys(self) -> list[Any]:
        rows: Any = self.object_list
        return list(rows.values_list("pk", flat=True))
