"""Frozen content back into working rows: one way in for restoring a version and for product content."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model

from articles.models import Contributor, Document, Image, Reference

from .errors import Refused
from .fields import Field, Json
from .registry import DocumentKind, Payload


class CannotLoad(Refused):
    """The content does not fit the model. The message names the place."""


class Resolver:
    """Finds the rows that a payload names, by uuid (``id``) or by natural key (``slug``)."""

    def __init__(self, locale: str, where: str) -> None:
        self.locale = locale
        self.where = where

    def document(self, model: type[Model], named: Mapping[str, Json]) -> Any:
        key = {"uuid": named["id"]} if "id" in named else {"slug": named["slug"], "locale": self.locale}
        return self._find(model, key)

    def reference(self, frozen: Mapping[str, Json]) -> Reference:
        """The working row, made again from the frozen data if it has been deleted since."""
        found = Reference.objects.filter(slug=frozen["slug"]).first()
        if found is None and "title" in frozen:
            found = Reference.objects.create(**frozen)
        return found or self._find(Reference, {"slug": frozen["slug"]})

    def contributor(self, frozen: Mapping[str, Json]) -> Contributor:
        found: Contributor = self._find(Contributor, {"slug": frozen["slug"]})
        return found

    def image(self, frozen: Mapping[str, Json]) -> Image:
        found: Image = self._find(Image, {"slug": frozen["slug"]})
        return found

    def load_fields(self, fields: Sequence[Field], row: Any, content: Payload, *, where: str) -> None:
        """Write ``content`` into ``row`` and save it. Keys that are missing keep the value that the row has."""
        self.load_own(fields, row, content, where=where)
        self.load_related(fields, row, content)

    def load_own(self, fields: Sequence[Field], row: Any, content: Payload, *, where: str) -> None:
        self.refuse_unknown(fields, content, where=where)
        for field in fields:
            if field.key in content:
                field.load(row, content[field.key], self)
        self.save(row, where)

    def load_related(self, fields: Sequence[Field], row: Any, content: Payload) -> None:
        for field in fields:
            if field.key in content:
                field.load_related(row, content[field.key], self)

    def refuse_unknown(self, fields: Sequence[Field], content: Payload, *, where: str) -> None:
        unknown = set(content) - {field.key for field in fields}
        if unknown:
            raise CannotLoad(f"{self.where}: {where} has a field that is not known: {sorted(unknown)[0]}.")

    def save(self, row: Any, where: str) -> None:
        """The words of a refusal are looked for only once the database has refused, because that costs queries."""
        try:
            row.clean_fields()
            row.clean()
            try:
                with transaction.atomic():
                    row.save()
            except IntegrityError:
                row.validate_constraints()
                raise
        except ValidationError as error:
            field, messages = next(iter(error.message_dict.items()))
            raise CannotLoad(f"{self.where}: {where} {field}: {messages[0]}") from error

    def _find(self, model: type[Model], key: dict[str, Any]) -> Any:
        try:
            return model._default_manager.get(**key)
        except ObjectDoesNotExist:
            name = model._meta.verbose_name
            raise CannotLoad(f"{self.where}: there is no {name} {next(iter(key.values()))}.") from None


def load_payload(kind: DocumentKind, row: Document, payload: Payload) -> None:
    """Write the content into the working rows of ``row``. Call it inside a transaction, beside ``record_edit``."""
    resolver_of(kind, row).load_fields(kind.fields, row, content_of(payload), where="content")


def load_own_fields(kind: DocumentKind, row: Document, payload: Payload) -> None:
    """The first half of loading, for documents that name each other: all rows first, then what joins them."""
    resolver_of(kind, row).load_own(kind.fields, row, content_of(payload), where="content")


def load_related_rows(kind: DocumentKind, row: Document, payload: Payload) -> None:
    resolver_of(kind, row).load_related(kind.fields, row, content_of(payload))


def resolver_of(kind: DocumentKind, row: Document) -> Resolver:
    return Resolver(row.locale, f"{kind.name} {row.slug} ({row.locale})")


def content_of(payload: Payload) -> Payload:
    return {name: value for name, value in payload.items() if name not in ("kind", "slug", "locale")}
