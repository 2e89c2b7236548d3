"""Links from one document's text to another document, written ``kb:kind/slug``."""

import re
from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from articles.models import Document

from .texts import document_models, markdown_fields


def documents_linking_to(*, kind: str, slug: str, locale: str) -> list[Document]:
    """By title. In the same language, as a link leads to a page of its own language."""
    keys = {key for _, key, _ in _rows_with(kind, slug)}
    return list(Document.objects.filter(pk__in=keys, locale=locale).order_by("title", "pk"))


def relink(*, kind: str, old: str, new: str, locale: str) -> None:
    """Lead every link to another document of the kind. The caller records the edits of the documents it touches."""
    wanted = set(documents_linking_to(kind=kind, slug=old, locale=locale))
    keys = {document.pk for document in wanted}
    link = re.compile(rf"\(kb:{re.escape(kind)}/{re.escape(old)}\)", re.IGNORECASE)
    for row, key, names in list(_rows_with(kind, old)):
        if key in keys:
            for name in names:
                setattr(row, name, link.sub(f"(kb:{kind}/{new})", getattr(row, name)))
            row.save(update_fields=list(names))


def _rows_with(kind: str, slug: str) -> Iterator[tuple[Any, int, tuple[str, ...]]]:
    """Rows with such a link, the document of each, and the fields that can hold it."""
    words = f"(kb:{kind}/{slug})"
    for kind_model in document_models():
        for model, path, names in markdown_fields(kind_model):
            found = reduce(or_, (Q(**{f"{name}__icontains": words}) for name in names))
            for row in model._default_manager.filter(found):
                yield row, getattr(row, path), names
