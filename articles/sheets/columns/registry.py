"""The sheets of the workbook, in an order in which each row can name rows of the sheets before it.

Any app adds its own with ``register_sheets`` when it is ready.
"""

from collections.abc import Iterable
from functools import cache

from .sheet import Sheet

_sheets: dict[str, type[Sheet]] = {}


def register_sheets(*sheets: type[Sheet]) -> None:
    _sheets.update({sheet.title: sheet for sheet in sheets})
    all_sheets.cache_clear()
    _by_title.cache_clear()


@cache
def all_sheets() -> list[Sheet]:
    return [sheet() for sheet in _sheets.values()]


def sheets_for(titles: Iterable[str]) -> list[Sheet]:
    wanted = set(titles)
    return [sheet for sheet in all_sheets() if sheet.title in wanted]


def sheet_titled(title: str) -> Sheet:
    return _by_title()[title]


@cache
def _by_title() -> dict[str, Sheet]:
    return {sheet.title: sheet for sheet in all_sheets()}
