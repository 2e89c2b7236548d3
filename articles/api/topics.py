"""The tree of topics as readers have it."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import OuterRef, Subquery
from rest_framework.exceptions import ValidationError

from articles.models.published import Published, PublishedFacet


def with_descendants(slugs: Iterable[str], now: dt.datetime) -> set[str]:
    """These topics and all inside of them, in one query. Raises ValidationError for one that is not live."""
    parent = PublishedFacet.objects.filter(published=OuterRef("pk"), name="parent").values("value")[:1]
    topics = Published.objects.live(now).filter(kind="topic").values_list("slug", Subquery(parent))
    parents: dict[str, str | None] = dict(topics)
    reached = set(slugs)
    if unknown := sorted(reached - set(parents)):
        raise ValidationError({"topic": f"There is no topic {', '.join(unknown)}. See the list of topics."})
    while inside := {slug for slug, above in parents.items() if above in reached} - reached:
        reached |= inside
    return reached
