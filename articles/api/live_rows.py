import datetime as dt

from django.db.models import Count, Min, Q, QuerySet

from articles.models.published import Published, PublishedQuerySet, live_at
from articles.publishing.registry import all_kinds, all_of_them

from .keeping import Counted, kept_count


class LiveRows:
    """The live ones among published rows, in the form a paginator takes.

    The query that counts them also finds when the list will change by itself: ``until``. Both are kept until anything
    that is published changes, so that a page costs the same however many rows there are.
    """

    ordered = True

    def __init__(self, rows: QuerySet[Published], now: dt.datetime) -> None:
        self.rows, self.now = rows, now
        self.until: dt.datetime | None = None

    def count(self) -> int:
        asked = self.rows.order_by().values("pk").query.sql_with_params()
        live, self.until = kept_count(asked, self.now, self._count)
        return live

    def next_change(self) -> dt.datetime | None:
        """When one of them comes or goes by the clock alone."""
        self.count()
        return self.until

    def _count(self) -> Counted:
        found = self.rows.order_by().aggregate(
            live=Count("pk", filter=live_at(self.now)),
            start=Min("live_from", filter=Q(live_from__gt=self.now)),
            end=Min("live_until", filter=Q(live_until__gt=self.now)),
        )
        return found["live"], min(filter(None, (found["start"], found["end"])), default=None)

    def __getitem__(self, part: slice) -> QuerySet[Published]:
        return self.rows.filter(live_at(self.now))[part]


def offered_rows(now: dt.datetime) -> PublishedQuerySet:
    """Without what is withheld or switched off, as in lists."""
    rows: PublishedQuerySet = Published.objects.not_withheld(now)
    for kind in all_kinds():
        if kind.offered is not all_of_them:
            on = kind.offered(Published.objects.filter(kind=kind.name))
            rows = rows.filter(~Q(kind=kind.name) | Q(pk__in=on.values("pk")))
    return rows
