"""The public form of every kind as JSON Schema (2020-12), read off the very fields that compose it.

A kind of another app whose fields are of a class of their own registers that class with ``properties_of``.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache, singledispatch
from typing import Any

from django.conf import settings
from django.db import models

from articles.content import vocabulary

from .fields import ExpertAnswer, Field, Links, Named, Parent, People, Placements, Private, References, Rich, Rows
from .images import Images
from .registry import DocumentKind, all_kinds, kind_named

Schema = dict[str, Any]
Components = dict[str, Schema]

TEXT: Schema = {"type": "string"}
DAY_OR_NULL: Schema = {"type": ["string", "null"], "format": "date"}
INSTANT: Schema = {"type": "string", "format": "date-time"}


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def object_of(properties: Mapping[str, Schema], description: str = "") -> Schema:
    """An object that always has all of these."""
    about = {"description": description} if description else {}
    return {"type": "object", **about, "required": list(properties), "properties": dict(properties)}


def with_optional(described: Schema, **properties: Schema) -> Schema:
    """The same, with what only some of them have."""
    return {**described, "properties": {**described["properties"], **properties}}


def list_of(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def components() -> Components:
    found = dict(SHARED)
    for kind in all_kinds():
        document = _document(kind, found)
        found[name_of(kind)] = object_of(document, f"A published {kind.label}, whole.")
        found[f"{name_of(kind)}Summary"] = object_of(_summary(kind, document), f"A published {kind.label} in a list.")
    return found | {each.__name__: _vocabulary(each) for each in VOCABULARIES}


@cache
def public_names(kind_name: str) -> tuple[str, ...]:
    """The fields of a published document of this kind, in their order."""
    return tuple(_document(kind_named(kind_name), {}))


@cache
def summary_names(kind_name: str) -> tuple[str, ...]:
    """The fields that a list has of such a document."""
    kind = kind_named(kind_name)
    return tuple(_summary(kind, _document(kind, {})))


def name_of(kind: DocumentKind) -> str:
    return kind.model.__name__


def _content(fields: tuple[Field, ...], model: type[models.Model], into: Components) -> dict[str, Schema]:
    found: dict[str, Schema] = {}
    for each in fields:
        found.update(properties_of(each, model, into))
    return found


def _document(kind: DocumentKind, into: Components) -> dict[str, Schema]:
    return {
        "id": {"type": "string", "format": "uuid"},
        "type": {"type": "string", "const": kind.name},
        "slug": TEXT,
        "lang": {"type": "string", "enum": [code for code, _ in settings.LANGUAGES]},
        **(kind.describe(into) if kind.describe else _content(kind.fields, kind.model, into)),
        **dict.fromkeys(kind.contributed, CONTRIBUTED),
        **COMMON,
    }


def _summary(kind: DocumentKind, document: Mapping[str, Schema]) -> dict[str, Schema]:
    names = ("id", "type", "slug", "lang", *kind.summary, "version", "first_published", "last_reviewed", "next_review")
    return {name: document[name] for name in (*names, "modified", "review_status")}


@singledispatch
def properties_of(field: Field, model: type[models.Model], into: Components) -> dict[str, Schema]:
    """The public properties that a field of ``model`` composes; objects with a name of their own go ``into``."""
    return {field.public: column(model, field.attribute)}


@properties_of.register
def _(field: Private, model: type[models.Model], into: Components) -> dict[str, Schema]:
    return {}


@properties_of.register
def _(field: Rich, model: type[models.Model], into: Components) -> dict[str, Schema]:
    return {field.public: ref("RichText")}


@properties_of.register
def _(field: References, model: type[models.Model], into: Components) -> dict[str, Schema]:
    return {"reference_ids": {**list_of(TEXT), "description": "Of the whole document's `references`."}}


@properties_of.register
def _(field: People, model: type[models.Model], into: Components) -> dict[str, Schema]:
    return {field.public: list_of(ref("Person"))}


@properties_of.register
def _(field: ExpertAnswer, model: type[models.Model], into: Components) -> dict[str, Schema]:
    about = "The expert who answered, where a reader asked it."
    return {
        "answered_by": {"anyOf": [ref("Person"), {"type": "null"}], "description": about},
        "answered_on": DAY_OR_NULL,
    }


@properties_of.register
def _(field: Links, model: type[models.Model], into: Components) -> dict[str, Schema]:
    return {field.public: {**list_of(TEXT), "description": "Slugs of live documents."}}


@properties_of.register
def _(field: Named, model: type[models.Model], into: Components) -> dict[str, Schema]:
    return {field.public: list_of(ref("NamedDocument"))}


@properties_of.register
def _(field: Parent, model: type[models.Model], into: Components) -> dict[str, Schema]:
    return {field.public: {"type": ["string", "null"], "description": "The slug of the one that it is inside of."}}


@properties_of.register
def _(field: Images, model: type[models.Model], into: Components) -> dict[str, Schema]:
    return {field.public: list_of(ref("Image"))}


@properties_of.register
def _(field: Rows, model: type[models.Model], into: Components) -> dict[str, Schema]:
    child = related(model, field.attribute)
    into[child.__name__] = object_of(_content(field.of, child, into))
    return {field.public: list_of(ref(child.__name__))}


@properties_of.register
def _(field: Placements, model: type[models.Model], into: Components) -> dict[str, Schema]:
    place = related(model, field.attribute)
    target = related(place, field.target)
    kind = next(each for each in all_kinds() if each.model is target)
    entry = {name: _document(kind, into)[name] for name in ("id", "slug")}
    properties = {**entry, **_content(kind.fields, target, into), "version": {"type": "integer"}}
    name = f"{model.__name__}{target.__name__}"
    into[name] = object_of({**properties, **_content(field.of, place, into)})
    return {field.public: list_of(ref(name))}


def related(model: type[models.Model], attribute: str) -> type[models.Model]:
    found: type[models.Model] = model._meta.get_field(attribute).related_model  # type: ignore[assignment]
    return found


def column(model: type[models.Model], attribute: str) -> Schema:
    """What a plain column of a row is in JSON."""
    field: Any = model._meta.get_field(attribute)
    if field.choices:
        # A draft may leave it open. Nothing is published before a gate has seen that it is chosen.
        words = [value for value, _ in field.choices]
        return ref(next(each.__name__ for each in VOCABULARIES if list(each) == words))
    if isinstance(field, models.JSONField):
        return list_of(TEXT)
    simple = {models.BooleanField: "boolean", models.IntegerField: "integer"}
    return {"type": next((word for column, word in simple.items() if isinstance(field, column)), "string")}


def _vocabulary(words: type[StrEnum]) -> Schema:
    about = {"description": words.__doc__} if words.__doc__ else {}
    return {"type": "string", **about, "enum": [word.value for word in words]}


VOCABULARIES: tuple[type[StrEnum], ...] = (
    vocabulary.Urgency,
    vocabulary.Frequency,
    vocabulary.RemedyKind,
    vocabulary.EvidenceStatus,
    vocabulary.HealthAspect,
    vocabulary.CodeSystem,
    vocabulary.Grade,
    vocabulary.TopicKind,
    vocabulary.ContributorKind,
    vocabulary.ContributorRole,
    vocabulary.WithdrawalKind,
    vocabulary.Event,
    vocabulary.ReviewRole,
    vocabulary.ReviewStatus,
)

CONTRIBUTED: Schema = {"anyOf": [ref("ContributedLink"), {"type": "null"}], "description": "Null until there is one."}

COMMON: dict[str, Schema] = {
    "references": list_of(ref("Reference")),
    "version": {"type": "integer", "description": "Counts the versions of this document from 1."},
    "parts": {**list_of(ref("Part")), "description": "The documents it was put together from, with their versions."},
    "first_published": INSTANT,
    "last_reviewed": DAY_OR_NULL,
    "next_review": DAY_OR_NULL,
    "reviewed_by": list_of(ref("Reviewer")),
    "modified": {**INSTANT, "description": "When the text that readers get last changed."},
    "review_status": ref("ReviewStatus"),
}

SHARED: Components = {
    "RichText": object_of(
        {
            "markdown": {**TEXT, "description": "CommonMark, as it was written."},
            "html": {**TEXT, "description": "Clean HTML, safe to show as it is."},
            "text": {**TEXT, "description": "Plain text, one line for each block, for reading aloud."},
        }
    ),
    "Reference": object_of(
        {
            **dict.fromkeys(("id", "publisher", "title", "url", "doi"), TEXT),
            "published": {**TEXT, "description": "The date on the source, or: not stated."},
            "grade": ref("Grade"),
        },
        "A source.",
    ),
    "Person": with_optional(
        object_of(
            {"slug": TEXT, "name": TEXT, "role": ref("ContributorRole"), "credentials": TEXT}, "Whom readers see named."
        ),
        kind={**ref("ContributorKind"), "description": "Not there for a person."},
    ),
    "NamedDocument": object_of({"id": {"type": "string", "format": "uuid"}, "slug": TEXT, "name": TEXT}),
    "Part": object_of(
        {"id": {"type": "string", "format": "uuid"}, "type": TEXT, "slug": TEXT, "version": {"type": "integer"}}
    ),
    "ContributedLink": object_of(
        {"slug": TEXT, "title": TEXT, "version": {"type": "integer"}, "url": {**TEXT, "format": "uri-reference"}},
        "Another published document that belongs to this one, such as its triage.",
    ),
    "Image": object_of(
        {
            "slug": TEXT,
            "src": {**TEXT, "format": "uri-reference"},
            "srcset": {**TEXT, "description": "WebP copies with their widths, for the attribute of that name."},
            "width": {"type": "integer"},
            "height": {"type": "integer"},
            "alt": {**TEXT, "description": "Empty for a picture that only decorates."},
            "caption": TEXT,
            "credit": TEXT,
        }
    ),
    "Reviewer": object_of(
        {
            **dict.fromkeys(("name", "role", "credentials"), TEXT),
            "review": ref("ReviewRole"),
            "date": {"type": "string", "format": "date"},
            "demonstration": {"type": "boolean", "description": "True where nobody real has reviewed the text."},
        },
        "Who reviewed the text, and as what.",
    ),
}
