"""Queries that happen too often to be put together by Django each time."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import connections
from django.db.models import QuerySet
from django.utils import timezone

from articles.content.kept import forgetful

from .among import one_parameter


def asked(name: str) -> str:
    """Stands in the query where each call has its own value."""
    return f"\x00{name}"


def aware(moment: dt.datetime) -> dt.datetime:
    """SQLite keeps times without their zone, which is UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


class Compiled:
    """A query of Django's as SQL, put together once a day for each database: what it holds may depend on the day.

    ``build`` makes it for a moment. What it compares with that moment, and with ``asked`` names, is new in each call.
    """

    def __init__(self, build: Callable[[dt.datetime], QuerySet[Any, Any]]) -> None:
        self._build = build
        self._made: dict[str, tuple[dt.date, str, list[Any], Any]] = {}
        forgetful.add(self)

    def at(self, alias: str, now: dt.datetime, **values: object) -> tuple[str, list[Any]]:
        """The SQL and its values; ``%s`` stands for each."""
        day = timezone.localdate(now)
        made = self._made.get(alias)
        if made is None or made[0] != day:
            made = self._made[alias] = (day, *self._compile(alias, now))
        _, sql, places, moment = made
        new: dict[Any, Any] = {asked(name): value for name, value in values.items()}
        new[moment] = connections[alias].ops.adapt_datetimefield_value(now)
        return sql, [new.get(place, place) for place in places]

    def rows(self, alias: str, now: dt.datetime, **values: object) -> list[Any]:
        """Just as the database gives them: on SQLite keys as text, and times not ``aware``. Lists are for ``among``."""
        connection = connections[alias]
        given = {
            name: one_parameter(connection, value) if isinstance(value, list) else value
            for name, value in values.items()
        }
        with connection.cursor() as cursor:
            cursor.execute(*self.at(alias, now, **given))
            return list(cursor.fetchall())

    def _compile(self, alias: str, now: dt.datetime) -> tuple[str, list[Any], Any]:
        sql, values = self._build(now).query.get_compiler(alias).as_sql()
        return sql, list(values), connections[alias].ops.adapt_datetimefield_value(now)

    def forget(self) -> None:
        self._made.clear()
