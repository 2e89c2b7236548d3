from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, ClassVar, TypeVar

from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.models import F, Q

from articles.content.vocabulary import TopicKind

from .document import Document
from .fields import MarkdownField, bounded, one_of, vocabulary_field

Key = TypeVar("Key", bound=Hashable)
_STEPS = 6
_INSIDE_ITSELF = "A topic cannot be inside itself."


class Topic(Document):
    KIND = "topic"
    TITLE_LABEL = "name"

    description = MarkdownField(blank=True)
    topic_kind = vocabulary_field(TopicKind, blank=True, default="")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        constraints = [
            *bounded("topic", "description"),
            one_of(TopicKind, "topic_kind", name="topic_kind_known", optional=True),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("pk")),
                name="topic_not_its_own_parent",
                violation_error_message=_INSIDE_ITSELF,
            ),
        ]

    def clean(self) -> None:
        super().clean()
        if self.pk is not None:
            _refuse({**tree_of_topics(), self.pk: self.parent_id}, {self.pk})


def tree_of_topics() -> dict[int, int | None]:
    """Which topic is inside which. In a transaction nobody else changes it until that ends.

    Ask for it before a topic is written, or two who wait for each other's rows are in each other's way.
    """
    topics = Topic.objects.order_by("pk")
    if connection.in_atomic_block:
        topics = topics.select_for_update(no_key=True)
    return dict(topics.values_list("pk", "parent_id"))


def hold_topics() -> None:
    """All of them, for who writes several in turn. The admin too holds the document of a topic before the tree."""
    if connection.features.has_select_for_update:
        documents = Document.objects.filter(kind=Topic.KIND).order_by("pk").select_for_update()
        list(documents.values_list("pk"))
    tree_of_topics()


def refuse_rings(topics: Collection[int]) -> None:
    """For whoever writes parents without ``clean``, afterwards in the same transaction. Raises ValidationError."""
    _refuse(tree_of_topics(), topics)


def _refuse(parents: Mapping[int, int | None], topics: Collection[int]) -> None:
    for ring in rings(parents):
        start = next((place for place, key in enumerate(ring) if key in topics), None)
        if start is not None and len(ring) > 1:  # of one that is inside itself the constraint tells
            names = Topic.objects.in_bulk(ring)
            raise ValidationError({"parent": ring_in_words([str(names[key]) for key in ring], start)})


def rings(parents: Mapping[Key, Key | None]) -> Iterator[list[Key]]:
    """Topics that are inside one another, each before the one that it is inside of."""
    seen = set[Key]()
    for topic in parents:
        way: dict[Key, int] = {}
        above: Key | None = topic
        while above is not None and above not in seen:
            seen.add(above)
            way[above] = len(way)
            above = parents.get(above)
        if above in way:
            yield list(way)[way[above] :]


def ring_in_words(names: Sequence[str], start: int = 0) -> str:
    """From the place of one in the ring on."""
    if len(names) == 1:
        return _INSIDE_ITSELF
    round_ = [*names[start:], *names[:start], names[start]]
    steps = [f"“{one}” is inside “{other}”" for one, other in pairwise(round_)]
    if len(steps) > _STEPS:
        steps = [*steps[: _STEPS - 1], "…", steps[-1]]
    return f"“{names[start]}” would be inside itself: {', '.join(steps)}. Choose another topic for one of these."
