"""Finding another row by a few letters, and naming it in a form by a short key that a person can also type.

The key is the slug (the user name for a person), as in the workbook. A document in another language than the default
one is named ``slug@vi``.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q, QuerySet

from articles.models import Article, Cause, ClinicalCode, Contributor, Document, Image, Reference
from articles.publishing.addresses import linked_kinds
from articles.services.synonyms import with_synonym

DEFAULT_LOCALE = settings.LANGUAGES[0][0]
LIMIT = 20


def key_of(row: Any) -> str:
    if isinstance(row, Document):
        return row.slug if row.locale == DEFAULT_LOCALE else f"{row.slug}@{row.locale}"
    return str(row.natural_key()[0])


def rows_by_key(model: type[models.Model], keys: Iterable[str]) -> dict[str, Any]:
    """One query for all. Keys that name nothing are left out."""
    wanted = list(keys)
    slugs = {key.partition("@")[0] for key in wanted}
    found = {key_of(row): row for row in pickable(model).filter(**{f"{_key_field(model)}__in": slugs})}
    return {key: found[key] for key in wanted if key in found}


def row_titled(model: type[models.Model], text: str) -> Any | None:
    """The one row with this very name. None if there is none, or more than one."""
    if not issubclass(model, Document):
        return None
    found = list(pickable(model).filter(title__iexact=text)[:2])
    return found[0] if len(found) == 1 else None


def pickable(model: type[models.Model]) -> "QuerySet[Any]":
    rows = model._default_manager.all()
    if model is get_user_model():
        return rows.filter(is_active=True, is_staff=True)
    return rows.filter(kind__in=linked_kinds()) if model is Document else rows


def search(model: type[models.Model], text: str, *, locale: str = "") -> list[Any]:
    """Rows whose name, other names, codes or slug hold the text: those that begin with it first."""
    words = text.strip()
    rows = pickable(model)
    if locale and issubclass(model, Document):
        rows = rows.filter(locale=locale)
    name = _name_field(model)
    rows = rows.filter(_matches(model, words)) if words else rows
    starts = models.Case(models.When(**{f"{name}__istartswith": words}, then=0), default=1)
    return list(rows.order_by(starts, name, "pk")[:LIMIT])


def search_ids(model: type[models.Model], text: str) -> "QuerySet[Any]":
    """Keys of the rows in which every word is found somewhere."""
    rows = model._default_manager.all()
    for word in text.split():
        rows = rows.filter(_matches(model, word))
    return rows.values("pk")


def _matches(model: type[models.Model], words: str) -> Q:
    found = Q()
    for field in search_fields(model):
        found |= Q(**{f"{field}__icontains": words})
    for named in (Article, Cause):
        if issubclass(named, model):
            found |= Q(pk__in=with_synonym(named, words))
    if issubclass(model, Document):
        coded = ClinicalCode.objects.filter(Q(code__istartswith=words) | Q(display__icontains=words))
        found |= Q(pk__in=coded.values("document"))
    return found


def search_fields(model: type[models.Model]) -> tuple[str, ...]:
    if issubclass(model, Document):
        return ("title", "slug")
    if model is get_user_model():
        return ("username", "first_name", "last_name")
    return {
        Reference: ("slug", "title", "publisher", "doi", "url"),
        Contributor: ("slug", "name"),
        Image: ("slug", "alt", "caption"),
    }[model]


def _name_field(model: type[models.Model]) -> str:
    if issubclass(model, Document):
        return "title"
    return {Reference: "publisher", Contributor: "name", Image: "slug"}.get(model, "username")


def _key_field(model: type[models.Model]) -> str:
    return "username" if model is get_user_model() else "slug"
