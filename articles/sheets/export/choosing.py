"""Which rows an export holds."""

import datetime as dt
from collections.abc import Collection

from articles.models import Published
from articles.sheets.columns import all_sheets, did_you_mean, sheets_for

from .exporting import Choice


class UnknownSheet(Exception):
    """A sheet was asked for that does not exist. The message names it and the nearest that does."""


def choose(*, titles: Collection[str] = (), published_on: dt.datetime | None = None) -> Choice:
    """All sheets, or those of these titles. With ``published_on``, only documents that readers had at that time."""
    known = {sheet.title.casefold(): sheet.title for sheet in all_sheets()}
    for title in titles:
        if title.casefold() not in known:
            raise UnknownSheet(f"There is no sheet “{title}”.{did_you_mean(title, known.values())}")
    sheets = sheets_for([known[title.casefold()] for title in titles]) if titles else list(all_sheets())
    if published_on is None:
        return Choice(sheets)
    return Choice(sheets, frozenset(Published.objects.live(published_on).values_list("document", flat=True)))
