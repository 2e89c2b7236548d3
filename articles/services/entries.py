"""Library entries made from an article's page: new ones, and private copies of shared ones."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.text import slugify

from articles.content.vocabulary import AuditAction
from articles.models import Document, Placement
from articles.models.people import Person
from articles.publishing import audit, freeze_row, kind_named, load_payload, record_edit

MAX_SLUG, MAX_SOURCE_SLUG = 100, 60


def free_slug(*, kind: str, title: str, locale: str) -> str:
    """From the title, with a number behind it where it is taken."""
    stem = slugify(title)[:MAX_SLUG].strip("-") or kind.replace("_", "-")
    rows = Document.objects.filter(kind=kind, locale=locale, slug__startswith=stem)
    return _first_free(stem, set(rows.values_list("slug", flat=True)))


def free_source_slug(*, model: type[Model], text: str) -> str:
    """The same for a row that is no document: a reference, a contributor or a picture."""
    stem = slugify(text)[:MAX_SOURCE_SLUG].strip("-") or str(model._meta.model_name)
    rows = model._default_manager.filter(slug__startswith=stem)
    return _first_free(stem, set(rows.values_list("slug", flat=True)))


def _first_free(stem: str, taken: set[str]) -> str:
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (stem, *numbered) if slug not in taken)


@transaction.atomic
def copy_for_article(*, placement: Placement, by: Person, at: dt.datetime) -> Document:
    """Put a copy of the placed entry, which no other article uses, in its place. The shared entry stays as it is."""
    field = entry_field(type(placement))
    original: Any = getattr(placement, field)
    kind = kind_named(original.kind)
    record_edit(document=placement.article, by=by, at=at)  # type: ignore[attr-defined]
    copy = kind.model(
        slug=free_slug(kind=kind.name, title=f"{original.title} {placement.article.title}", locale=original.locale),  # type: ignore[attr-defined]
        locale=original.locale,
        title=original.title,
        owner=original.owner,
    )
    load_payload(kind, copy, freeze_row(kind, original).payload)
    record_edit(document=copy, by=by, at=at)
    setattr(placement, field, copy)
    placement.save(update_fields=[field])
    details = {"copy_of": original.slug, "for": placement.article.slug}  # type: ignore[attr-defined]
    audit(action=AuditAction.CHANGED, by=by, at=at, subject=copy, details=details)
    return copy


def entry_field(placement: type[Placement]) -> str:
    """The name of the field that says which entry a placement places."""
    return next(
        field.name
        for field in placement._meta.fields
        if field.is_relation and field.name != "article" and field.related_model is not None
    )
