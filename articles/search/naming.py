"""What the address of a hit is made of. Few are shown, so no process keeps it of all."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from django.db import router

from articles.models.compiled import Compiled, asked
from articles.models.published import Published

from .rows import Row


class Named(NamedTuple):
    pk: int
    uuid: UUID
    kind: str
    slug: str
    title: str


_NAMES = Compiled(lambda now: Published.objects.filter(pk__among=asked("keys")).values_list("pk", "uuid", "slug"))


def named(hits: Sequence[Row], now: dt.datetime) -> list[Named]:
    """In one query, and without those that were withdrawn a moment ago."""
    keys = [hit.pk for hit in hits]
    rows = _NAMES.rows(router.db_for_read(Published), now, keys=keys) if keys else []
    found = {key: (UUID(str(uuid)), slug) for key, uuid, slug in rows}
    return [Named(hit.pk, found[hit.pk][0], hit.kind, found[hit.pk][1], hit.title) for hit in hits if hit.pk in found]
