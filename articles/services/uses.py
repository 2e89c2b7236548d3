"""Where something is used: every working row that points to it, of whatever app."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import router
from django.db.models import CASCADE, Model, ProtectedError, QuerySet, RestrictedError, UniqueConstraint
from django.db.models.deletion import Collector

from articles.models import Document

MOST_NAMED = 20  # of each kind


@dataclass(frozen=True, slots=True)
class Use:
    """``row`` is the placement or link; ``owner`` the document that it belongs to. Fields are names of columns."""

    row: Any
    owner: Document
    owner_field: str
    entry_field: str
    is_unique: bool


def uses_of(entry: Document) -> Iterator[Use]:
    """One query for each kind of row that can point to such an entry."""
    relations: Iterable[Any] = type(entry)._meta.related_objects
    for relation in relations:
        if relation.model is not type(entry):
            continue
        if relation.many_to_many:
            model: Any = relation.through
            entry_field = relation.field.m2m_reverse_field_name()
        else:
            model, entry_field = relation.related_model, relation.field.name
        owner_field = _owner_field(model, entry_field)
        if owner_field is not None:
            rows = model._default_manager.filter(**{entry_field: entry.pk}).select_related(owner_field)
            is_unique = relation.many_to_many or _is_unique(model, owner_field, entry_field)
            for row in rows:
                # A document that points to another one itself, as a topic does to its parent, is the user.
                owner = row if isinstance(row, Document) else getattr(row, owner_field)
                yield Use(row, owner, f"{owner_field}_id", f"{entry_field}_id", is_unique)


def users_of(entry: Document) -> list[Document]:
    """The documents, each once, by name."""
    found = {use.owner.pk: use.owner for use in uses_of(entry)}
    return sorted(found.values(), key=lambda document: (document.kind, document.title))


def rows_that_need(rows: QuerySet[Any]) -> list[Any]:
    """Why these cannot be deleted: rows that the database protects them for, and rows that name them among many.

    Of those the database would let go without a word.
    """
    return [*_protecting(rows), *_naming(rows)]


def user_in_words(row: Any) -> str:
    """The page that a row goes with, or the row itself."""
    return str(getattr(row, "article", None) or getattr(row, "protocol", None) or row)


def _protecting(rows: QuerySet[Any]) -> list[Any]:
    collector = Collector(using=router.db_for_write(rows.model), origin=rows)
    try:
        collector.collect(rows)
    except ProtectedError as problem:
        return list(problem.protected_objects)
    except RestrictedError as problem:
        return list(problem.restricted_objects)
    return []


def _naming(rows: QuerySet[Any]) -> Iterator[Any]:
    relations: Iterable[Any] = rows.model._meta.related_objects
    for relation in relations:
        if relation.many_to_many:
            named = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": rows})
            yield from named.distinct()[:MOST_NAMED]


def _owner_field(model: type[Model], entry_field: str) -> str | None:
    """The field that names the document a row goes with."""
    for field in model._meta.concrete_fields:
        target = field.related_model
        if field.name == entry_field or not isinstance(target, type) or not issubclass(target, Document):
            continue
        if getattr(field.remote_field, "on_delete", None) is CASCADE:
            return field.name
    return None


def _is_unique(model: type[Model], *names: str) -> bool:
    rules = (each for each in model._meta.constraints if isinstance(each, UniqueConstraint))
    return any(set(each.fields) == set(names) for each in rules)
