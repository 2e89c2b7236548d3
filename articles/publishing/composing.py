"""Frozen versions to the public document. A function of versions alone: it reads no working row."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .addresses import DEFAULT_LOCALE, page_path
from .fields import Field, Json
from .registry import DocumentKind, Payload, kind_named


@dataclass(frozen=True, slots=True)
class Part:
    """One version of one document, ready to be composed or embedded."""

    id: str
    kind: str
    number: int
    payload: Payload

    @property
    def slug(self) -> str:
        return str(self.payload["slug"])


@dataclass(slots=True)
class Composition:
    """One public document in the making: it gathers the sources and parts that its texts use."""

    parts: Mapping[str, Part]
    locale: str = DEFAULT_LOCALE
    references: dict[str, Json] = field(default_factory=dict)
    used: dict[str, Part] = field(default_factory=dict)

    def fields(self, of: Iterable[Field], payload: Payload) -> dict[str, Json]:
        public: dict[str, Json] = {}
        for each in of:
            public.update(each.compose(payload.get(each.key), self))
        return public

    def address_of(self, kind: str, slug: str) -> str | None:
        return page_path(kind, slug, self.locale)

    def cite(self, reference: Json) -> str:
        self.references.setdefault(reference["slug"], reference)
        return str(reference["slug"])

    def embed(self, part_id: str) -> dict[str, Json] | None:
        part = self.use(part_id)
        if part is None:
            return None
        kind = kind_named(part.kind)
        return {
            "id": part.id,
            "slug": part.slug,
            **self.fields(kind.fields, part.payload),
            "version": part.number,
        }

    def names(self, part_ids: Iterable[str]) -> list[Json]:
        parts = [part for each in part_ids if (part := self.use(each))]
        return sorted(
            [{"id": part.id, "slug": part.slug, "name": part.payload["name"]} for part in parts],
            key=lambda named: named["slug"],
        )

    def slugs(self, part_ids: Iterable[str]) -> list[str]:
        return sorted(self.parts[each].slug for each in part_ids if each in self.parts)

    def use(self, part_id: str) -> Part | None:
        """A part that the public document is made with, so that it is listed there with its version."""
        part = self.parts.get(part_id)
        if part is not None:
            self.used[part_id] = part
        return part


@dataclass(frozen=True, slots=True)
class ReviewRecord:
    """What readers are told about the review. Dates are ISO days."""

    last_reviewed: str | None
    next_review: str | None
    reviewed_by: Sequence[Mapping[str, Json]]


def compose(
    main: Part,
    *,
    parts: Mapping[str, Part],
    contributions: Mapping[str, Json],
    review: ReviewRecord,
    first_published: str,
) -> dict[str, Any]:
    """The public document, without ``modified`` and ``review_status`` (see ``Published``)."""
    kind = kind_named(main.kind)
    composition = Composition(parts, main.payload["locale"])
    content = kind.compose(kind, main.payload, composition)
    return {
        "id": main.id,
        "type": kind.name,
        "slug": main.slug,
        "lang": main.payload["locale"],
        **content,
        **{name: contributions.get(name) for name in kind.contributed},
        "references": [_public_reference(each) for each in composition.references.values()],
        "version": main.number,
        "parts": [
            {"id": part.id, "type": part.kind, "slug": part.slug, "version": part.number}
            for part in composition.used.values()
        ],
        "first_published": first_published,
        "last_reviewed": review.last_reviewed,
        "next_review": review.next_review,
        "reviewed_by": list(review.reviewed_by),
    }


def summarise(kind: DocumentKind, body: Mapping[str, Any]) -> dict[str, Any]:
    names = ("id", "type", "slug", "lang", *kind.summary, "version", "first_published", "last_reviewed", "next_review")
    return {name: body[name] for name in names}


def _public_reference(reference: Mapping[str, Json]) -> dict[str, Json]:
    return {"id": reference["slug"], **{name: value for name, value in reference.items() if name != "slug"}}
