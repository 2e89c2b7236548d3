"""The kinds of document. Any app can add one; nothing in this app names the kinds of another."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from articles.models import Document, Published

from .fields import Field, Json

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from .composing import Composition, Part
    from .freezing import Frozen

Payload = dict[str, Json]
Facet = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Contribution:
    """A public field that this document adds to another one, such as an article's triage link."""

    target: str  # uuid of the other document
    field: str
    value: Json


@dataclass(frozen=True, slots=True)
class Consequence:
    """Something that a changed document would say differently, in words for its reviewers."""

    code: str
    what: str
    before: str
    after: str
    is_less_urgent: bool


def no_contributions(main: "Part") -> Iterable[Contribution]:
    return ()


def field_by_field(kind: "DocumentKind", payload: Payload, into: "Composition") -> dict[str, Json]:
    return into.fields(kind.fields, payload)


def no_more_reviews(frozen: "Frozen", live: Published | None) -> int:
    return 0


def no_consequences(before: Payload, after: Payload) -> Sequence[Consequence]:
    return ()


def all_of_them(rows: "QuerySet[Published]") -> "QuerySet[Published]":
    return rows


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """Everything that publishing has to know about one kind of document.

    ``fields`` say how its rows are frozen, composed and loaded again. ``contributed`` names public fields that other
    kinds may fill; they are null until one does. ``filters`` name the facets that public lists can be filtered by, each
    with its possible values, or none where these are open. ``compose`` makes the public fields, where they are more
    than those of ``fields``, and ``describe`` gives their JSON Schema. ``clinical_reviews`` is the least number of
    clinicians who must approve, whatever the kind of change. ``consequences`` are what another text would do that
    cannot be seen in its words. ``upgrades`` turn the payload of an older
    ``schema_version`` into the next one, and are kept for ever. ``offered`` leaves out what is live but switched off.
    """

    name: str
    collection: str
    label: str
    model: type[Document]
    fields: tuple[Field, ...]
    summary: tuple[str, ...]
    facets: Callable[[Mapping[str, Any]], Iterable[Facet]]
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    contributed: tuple[str, ...] = ()
    contributions: Callable[["Part"], Iterable[Contribution]] = no_contributions
    compose: Callable[["DocumentKind", Payload, "Composition"], dict[str, Json]] = field_by_field
    offered: Callable[["QuerySet[Published]"], "QuerySet[Published]"] = all_of_them
    describe: Callable[[dict[str, Json]], dict[str, Json]] | None = None
    clinical_reviews: Callable[["Frozen", Published | None], int] = no_more_reviews
    consequences: Callable[[Payload, Payload], Sequence[Consequence]] = no_consequences
    schema_version: int = 1
    upgrades: Mapping[int, Callable[[Payload], Payload]] = field(default_factory=dict)

    @property
    def prefetch(self) -> tuple[str, ...]:
        return tuple(path for each in self.fields for path in each.prefetch)

    @property
    def gives(self) -> bool:
        """Whether its documents add fields to others."""
        return self.contributions is not no_contributions

    def part_ids(self, payload: Payload) -> set[str]:
        return {part for each in self.fields for part in each.part_ids(payload.get(each.key))}

    def upgrade(self, payload: Payload, schema_version: int) -> Payload:
        for number in range(schema_version, self.schema_version):
            payload = self.upgrades[number](payload)
        return payload


_kinds: dict[str, DocumentKind] = {}


def register_kind(kind: DocumentKind) -> None:
    _kinds[kind.name] = kind


def kind_named(name: str) -> DocumentKind:
    return _kinds[name]


def all_kinds() -> list[DocumentKind]:
    return list(_kinds.values())
