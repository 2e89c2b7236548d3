"""Every text of every kind of document, wherever it stands: in the document itself or in a row of it."""

from collections.abc import Iterator
from functools import cache

from django.db import models
from django.db.models import CASCADE, Model

from articles.models import Document
from articles.models.fields import LineField, MarkdownField
from articles.publishing import all_kinds


@cache
def text_fields(kind_model: type[Document]) -> tuple[tuple[type[Model], str, tuple[str, ...]], ...]:
    """For each table with text of this kind: the model, the path from it to the document's key, and its text fields."""
    own = (kind_model, "pk", _texts(kind_model, kind_model._meta.local_fields))
    return tuple(each for each in (own, *_rows(kind_model)) if each[2])


def document_models() -> Iterator[type[Document]]:
    return (kind.model for kind in all_kinds())


def _rows(kind_model: type[Document]) -> Iterator[tuple[type[Model], str, tuple[str, ...]]]:
    for relation in kind_model._meta.related_objects:
        child = relation.related_model
        is_row = relation.one_to_many and getattr(relation, "on_delete", None) is CASCADE
        if is_row and isinstance(child, type) and relation.model is kind_model:
            yield child, f"{relation.field.name}_id", _texts(child, child._meta.local_fields)


def _texts(model: type[Model], fields: object) -> tuple[str, ...]:
    found: list[models.Field[object, object]] = list(fields)  # type: ignore[call-overload]
    return tuple(each.name for each in found if isinstance(each, LineField | MarkdownField))


def markdown_fields(kind_model: type[Document]) -> Iterator[tuple[type[Model], str, tuple[str, ...]]]:
    for model, path, names in text_fields(kind_model):
        marked = tuple(name for name in names if isinstance(model._meta.get_field(name), MarkdownField))
        if marked:
            yield model, path, marked
