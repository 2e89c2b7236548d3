"""How one field of a document is frozen, named in public, and loaded again. A kind is a list of these.

The frozen value is what reviewers sign. It holds other documents by uuid only, so that their text has one home,
and everything else (references, people, pictures) as data, so that a version can always be shown as it was.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from articles.content.markdown import rich_text
from articles.content.vocabulary import ContributorKind

if TYPE_CHECKING:
    from .composing import Composition
    from .loading import Resolver

Json = Any


@dataclass(frozen=True, slots=True)
class Field:
    """A plain value: text of one line, a word of a vocabulary, a number, a yes or no, a list of words."""

    attribute: str
    key: str = ""
    public: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", self.key or self.attribute)
        object.__setattr__(self, "public", self.public or self.key)

    @property
    def prefetch(self) -> tuple[str, ...]:
        return ()

    @property
    def is_left_out_when_empty(self) -> bool:
        """For a field that came later: content without it keeps the hash that reviewers signed."""
        return False

    def freeze(self, row: Any) -> Json:
        return getattr(row, self.attribute)

    def part_ids(self, value: Json) -> Iterable[str]:
        return ()

    def compose(self, value: Json, into: "Composition") -> dict[str, Json]:
        return {self.public: value}

    def load(self, row: Any, value: Json, resolver: "Resolver") -> None:
        setattr(row, self.attribute, value)

    def load_related(self, row: Any, value: Json, resolver: "Resolver") -> None:
        """For what can only be written once the row itself is saved."""


@dataclass(frozen=True, slots=True)
class Private(Field):
    """Signed by reviewers like the rest, and not shown to readers."""

    def compose(self, value: Json, into: "Composition") -> dict[str, Json]:
        return {}


@dataclass(frozen=True, slots=True)
class Rich(Field):
    """Markdown. In public it is ``{markdown, html, text}``, and in its HTML links to documents have their address."""

    def compose(self, value: Json, into: "Composition") -> dict[str, Json]:
        return {self.public: rich_text(value or "", into.address_of)}


@dataclass(frozen=True, slots=True)
class Related(Field):
    """Rows beside the document's own, which are written after it."""

    @property
    def prefetch(self) -> tuple[str, ...]:
        return (self.attribute,)

    def load(self, row: Any, value: Json, resolver: "Resolver") -> None:
        return None


@dataclass(frozen=True, slots=True)
class References(Related):
    """Sources. In public each text has ``reference_ids``; the sources themselves stand once, on the whole document."""

    attribute: str = "references"

    def freeze(self, row: Any) -> Json:
        ordered = sorted(row.references.all(), key=lambda reference: reference.slug)
        return [
            {
                name: getattr(reference, name)
                for name in ("slug", "publisher", "title", "url", "doi", "published", "grade")
            }
            for reference in ordered
        ]

    def compose(self, value: Json, into: "Composition") -> dict[str, Json]:
        return {"reference_ids": [into.cite(reference) for reference in value or []]}

    def load_related(self, row: Any, value: Json, resolver: "Resolver") -> None:
        row.references.set([resolver.reference(each) for each in value])


def byline_of(contributor: Any) -> Json:
    """The kind came later and is said of a team only, so that what was signed about people keeps its hash."""
    kind = {} if contributor.kind == ContributorKind.PERSON else {"kind": contributor.kind}
    return {**{name: getattr(contributor, name) for name in ("slug", "name", "role", "credentials")}, **kind}


@dataclass(frozen=True, slots=True)
class People(Related):
    def freeze(self, row: Any) -> Json:
        ordered = sorted(getattr(row, self.attribute).all(), key=lambda person: person.slug)
        return [byline_of(person) for person in ordered]

    def load_related(self, row: Any, value: Json, resolver: "Resolver") -> None:
        getattr(row, self.attribute).set([resolver.contributor(each) for each in value])


@dataclass(frozen=True, slots=True)
class ExpertAnswer(Related):
    """The expert whose answer it is, and the day. In public: ``answered_by`` and ``answered_on``, or two nulls."""

    attribute: str = "answered_by"
    key: str = "answered"

    @property
    def is_left_out_when_empty(self) -> bool:
        return True

    def freeze(self, row: Any) -> Json:
        if row.answered_by is None and row.answered_on is None:
            return None
        on = row.answered_on.isoformat() if row.answered_on else None
        return {"by": byline_of(row.answered_by) if row.answered_by else None, "on": on}

    def compose(self, value: Json, into: "Composition") -> dict[str, Json]:
        return {"answered_by": value and value["by"], "answered_on": value and value["on"]}

    def load(self, row: Any, value: Json, resolver: "Resolver") -> None:
        by = resolver.contributor(value["by"]) if value and value["by"] else None
        on = dt.date.fromisoformat(value["on"]) if value and value["on"] else None
        row.answered_by, row.answered_on = by, on


@dataclass(frozen=True, slots=True)
class Links(Related):
    """Other documents that this one points to. In public: the slugs of those that are live."""

    def freeze(self, row: Any) -> Json:
        return [{"id": each} for each in sorted(str(linked.uuid) for linked in getattr(row, self.attribute).all())]

    def part_ids(self, value: Json) -> Iterable[str]:
        return [each["id"] for each in value or []]

    def compose(self, value: Json, into: "Composition") -> dict[str, Json]:
        return {self.public: into.slugs(self.part_ids(value))}

    def load_related(self, row: Any, value: Json, resolver: "Resolver") -> None:
        manager = getattr(row, self.attribute)
        manager.set([resolver.document(manager.model, each) for each in value])


@dataclass(frozen=True, slots=True)
class Named(Links):
    """Other documents shown by name only: ``{id, slug, name}``."""

    def compose(self, value: Json, into: "Composition") -> dict[str, Json]:
        return {self.public: into.names(self.part_ids(value))}


@dataclass(frozen=True, slots=True)
class Parent(Related):
    """The document of the same kind that this one is inside of. In public: its slug, or null."""

    def freeze(self, row: Any) -> Json:
        parent = getattr(row, self.attribute)
        return {"id": str(parent.uuid)} if parent else None

    def part_ids(self, value: Json) -> Iterable[str]:
        return [value["id"]] if value else []

    def compose(self, value: Json, into: "Composition") -> dict[str, Json]:
        return {self.public: next(iter(into.slugs(self.part_ids(value))), None)}

    def load_related(self, row: Any, value: Json, resolver: "Resolver") -> None:
        setattr(row, self.attribute, resolver.document(type(row), value) if value else None)
        resolver.save(row, "content")


@dataclass(frozen=True, slots=True)
class Rows(Related):
    """Ordered rows that belong to the document, each with fields of its own."""

    of: tuple[Field, ...] = ()

    @property
    def prefetch(self) -> tuple[str, ...]:
        return (self.attribute, *(f"{self.attribute}__{path}" for each in self.of for path in each.prefetch))

    def freeze(self, row: Any) -> Json:
        return [{each.key: each.freeze(child) for each in self.of} for child in getattr(row, self.attribute).all()]

    def part_ids(self, value: Json) -> Iterable[str]:
        return [part for child in value or [] for each in self.of for part in each.part_ids(child.get(each.key))]

    def compose(self, value: Json, into: "Composition") -> dict[str, Json]:
        return {self.public: [into.fields(self.of, child) for child in value or []]}

    def load_related(self, row: Any, value: Json, resolver: "Resolver") -> None:
        manager = getattr(row, self.attribute)
        manager.all().delete()
        for position, content in enumerate(value):
            child = manager.model(**{manager.field.name: row})
            if hasattr(child, "position"):
                child.position = position
            resolver.load_fields(self.of, child, content, where=f"{self.key}[{position}]")


@dataclass(frozen=True, slots=True)
class Codes(Rows):
    """Clinical codes, in the order of their code system, whatever order they were typed in."""

    attribute: str = "codes"
    of: tuple[Field, ...] = (Field("system"), Field("code"), Field("display"))

    def freeze(self, row: Any) -> Json:
        return sorted(Rows.freeze(self, row), key=lambda code: (code["system"], code["code"]))


@dataclass(frozen=True, slots=True)
class Placements(Rows):
    """Library entries placed in a document: in public, the whole entry with what the place adds."""

    target: str = ""

    @property
    def prefetch(self) -> tuple[str, ...]:
        return (f"{self.attribute}__{self.target}",)

    def freeze(self, row: Any) -> Json:
        return [
            {"id": str(getattr(place, self.target).uuid), **{each.key: each.freeze(place) for each in self.of}}
            for place in getattr(row, self.attribute).all()
        ]

    def part_ids(self, value: Json) -> Iterable[str]:
        return [place["id"] for place in value or []]

    def compose(self, value: Json, into: "Composition") -> dict[str, Json]:
        places = [(into.embed(place["id"]), into.fields(self.of, place)) for place in value or []]
        return {self.public: [{**entry, **extra} for entry, extra in places if entry is not None]}

    def load_related(self, row: Any, value: Json, resolver: "Resolver") -> None:
        manager = getattr(row, self.attribute)
        manager.all().delete()
        model = manager.model._meta.get_field(self.target).related_model
        for position, content in enumerate(value):
            extra = {name: each for name, each in content.items() if name not in ("id", "slug")}
            entry = resolver.document(model, content)
            place = manager.model(**{manager.field.name: row, self.target: entry, "position": position})
            resolver.load_fields(self.of, place, extra, where=f"{self.key}[{position}]")
