"""How the rows of a protocol are frozen and loaded. What readers get of them is made in ``composing``.

Product content and workbooks name other documents by a bare slug, as the engine does; the frozen form has their uuid.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from articles.publishing.fields import Field, Json, Links, Placements, References, Related

if TYPE_CHECKING:
    from articles.publishing.loading import Resolver


def as_named(value: Json) -> Json:
    """``"stroke"`` stands for ``{"slug": "stroke"}``."""
    return {"slug": value} if isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class Optional(Field):
    """A word that may be missing: null in JSON, empty in the row."""

    def freeze(self, row: Any) -> Json:
        return getattr(row, self.attribute) or None

    def load(self, row: Any, value: Json, resolver: "Resolver") -> None:
        setattr(row, self.attribute, value or "")


@dataclass(frozen=True, slots=True)
class Number(Field):
    """A number that may be missing. Whole ones have no decimal point."""

    def freeze(self, row: Any) -> Json:
        value = getattr(row, self.attribute)
        return int(value) if value is not None and float(value).is_integer() else value


@dataclass(frozen=True, slots=True)
class Group(Field):
    """Columns of the document's own row that stand together under one key."""

    of: tuple[Field, ...] = ()

    @property
    def prefetch(self) -> tuple[str, ...]:
        return tuple(path for each in self.of for path in each.prefetch)

    def freeze(self, row: Any) -> Json:
        return {each.key: each.freeze(row) for each in self.of}

    def load(self, row: Any, value: Json, resolver: "Resolver") -> None:
        for each in self._given(value, resolver):
            each.load(row, value[each.key], resolver)

    def load_related(self, row: Any, value: Json, resolver: "Resolver") -> None:
        for each in self._given(value, resolver):
            each.load_related(row, value[each.key], resolver)

    def _given(self, value: Json, resolver: "Resolver") -> list[Field]:
        resolver.refuse_unknown(self.of, value, where=self.key)
        return [each for each in self.of if each.key in value]


@dataclass(frozen=True, slots=True)
class Ways(Related):
    """The conditions of a rule: each row one way to meet it."""

    def freeze(self, row: Any) -> Json:
        return [list(each.all_of) for each in getattr(row, self.attribute).all()]

    def load_related(self, row: Any, value: Json, resolver: "Resolver") -> None:
        manager = getattr(row, self.attribute)
        manager.all().delete()
        for position, way in enumerate(value):
            condition = manager.model(**{manager.field.name: row, "all_of": way, "position": position})
            resolver.save(condition, f"{self.key}[{position}]")


@dataclass(frozen=True, slots=True)
class Sources(References):
    def load_related(self, row: Any, value: Json, resolver: "Resolver") -> None:
        getattr(row, self.attribute).set([resolver.reference(as_named(each)) for each in value])


@dataclass(frozen=True, slots=True)
class DefaultSources(Sources):
    """Sources of a row that has other references too."""

    def freeze(self, row: Any) -> Json:
        ordered = sorted(getattr(row, self.attribute).all(), key=lambda reference: reference.slug)
        names = ("slug", "publisher", "title", "url", "doi", "published", "grade")
        return [{name: getattr(reference, name) for name in names} for reference in ordered]


@dataclass(frozen=True, slots=True)
class Link(Field):
    """One other document that a row rests on, or none."""

    @property
    def prefetch(self) -> tuple[str, ...]:
        return (self.attribute,)

    def freeze(self, row: Any) -> Json:
        linked = getattr(row, self.attribute)
        return {"id": str(linked.uuid)} if linked else None

    def part_ids(self, value: Json) -> Iterable[str]:
        return [value["id"]] if value else []

    def load(self, row: Any, value: Json, resolver: "Resolver") -> None:
        model = type(row)._meta.get_field(self.attribute).related_model
        setattr(row, self.attribute, resolver.document(model, as_named(value)) if value else None)


@dataclass(frozen=True, slots=True)
class SlugLinks(Links):
    """Other documents that the protocol uses."""

    def load_related(self, row: Any, value: Json, resolver: "Resolver") -> None:
        Links.load_related(self, row, [as_named(each) for each in value], resolver)


@dataclass(frozen=True, slots=True)
class Mentions(SlugLinks):
    """Documents that are linked to without being a part: their text may change without this one's review."""

    def freeze(self, row: Any) -> Json:
        linked = sorted(getattr(row, self.attribute).all(), key=lambda document: document.slug)
        return [{"id": str(each.uuid), "slug": each.slug} for each in linked]

    def part_ids(self, value: Json) -> Iterable[str]:
        return ()


@dataclass(frozen=True, slots=True)
class Uses(Placements):
    """Library entries in their order. A title that comes along in product content is the entry's own to give."""

    @property
    def prefetch(self) -> tuple[str, ...]:
        return (
            f"{self.attribute}__{self.target}",
            *(f"{self.attribute}__{path}" for each in self.of for path in each.prefetch),
        )

    def load_related(self, row: Any, value: Json, resolver: "Resolver") -> None:
        named = [as_named(each) for each in value]
        entries = [{key: part for key, part in each.items() if key != "title"} for each in named]
        Placements.load_related(self, row, entries, resolver)
