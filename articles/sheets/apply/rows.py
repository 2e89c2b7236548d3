"""Turning changes of one sheet into statements on its tables."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from articles.models import Document
from articles.models.people import Person
from articles.services.bulk_rows import insert_rows, update_rows
from articles.sheets.columns import Column, Row, Sheet
from articles.sheets.plan import Change
from articles.sheets.plan.links import owner_name
from articles.sheets.plan.names import Name

from .keys import Keys

_SHORT = 60
_FILLED = ("kind", "uuid", "edit_number", "created_at", "created_by", "updated_at", "updated_by")


class RowWriter:
    def __init__(self, sheet: Sheet, by: Person, at: dt.datetime) -> None:
        self.sheet, self.by, self.at = sheet, by, at
        self.keys = Keys()
        self.own = [field.name for field in sheet.model._meta.local_concrete_fields if not field.auto_created]
        self.shared = [field.name for field in Document._meta.local_concrete_fields if not field.primary_key]
        self._known: dict[str, dict[str, Any]] = {}
        """Values of short texts that were read before."""
        self._later: list[tuple[int, str, Name]] = []
        self._later_sets: list[tuple[int, Column, list[Name]]] = []

    # New rows

    def create(self, changes: Sequence[Change]) -> set[int]:
        """The documents that the new rows are, or are part of."""
        values = [self._new_values(change) for change in changes]
        self._resolve(changes, values)
        if self.sheet.is_document:
            pks = self._create_documents(changes, values)
            owners = set(pks)
        else:
            owner = self.sheet.owner
            insert_rows(self.sheet.model, [*self._own_names()], self._rows(values, self._own_names()))
            owners = {each[owner] for each in values} if owner else set()
            pks = self._new_pks(changes) if self._many_columns() else []
        self._link(zip(pks, values, strict=False), replace=False)
        return owners

    def _own_names(self) -> list[str]:
        return [name for name in self.own if not self.sheet.model._meta.get_field(name).primary_key]

    def _new_values(self, change: Change) -> dict[str, Any]:
        values = dict(self._defaults())
        named = zip(self.sheet.key_columns, change.key, strict=True)
        texts = [*((column, text) for column, text in named if "__" not in column.name)]
        texts += [(self.sheet.column_named[heading], text) for heading, text in change.after.items()]
        for column, text in texts:
            values[column.name] = self._load(column, text)
        if self.sheet.owner:
            values[self.sheet.owner] = owner_name(self.sheet, change.key)
        if self.sheet.parent:
            values[self.sheet.parent] = change.key[self.sheet.parent_index]
        return values

    def _defaults(self) -> dict[str, Any]:
        if not hasattr(self, "_default_values"):
            names = [*self.own, *(self.shared if self.sheet.is_document else [])]
            fields = [self.sheet.model._meta.get_field(name) for name in names if name not in _FILLED]
            self._default_values = {field.name: _default(field) for field in fields if not field.primary_key}
            self._default_values |= {column.name: () for column in self._many_columns()}
        return self._default_values

    def _load(self, column: Column, text: str) -> Any:
        if not text:
            return column.widget.empty
        if column.widget.identity or len(text) > _SHORT:
            return column.widget.load(text)
        known = self._known.setdefault(column.name, {})
        if text not in known:
            known[text] = column.widget.load(text)
        return known[text]

    def _create_documents(self, changes: Sequence[Change], values: Sequence[dict[str, Any]]) -> list[int]:
        kind, person = self.sheet.space, self.by.pk
        for each in values:
            each.update(kind=kind, uuid=uuid.uuid4(), edit_number=1, created_at=self.at, updated_at=self.at)
            each.update(created_by=person, updated_by=person)
        insert_rows(Document, self.shared, self._rows(values, self.shared))
        names = [(change.key[0], change.key[1]) for change in changes]
        found = self.keys.find(kind, Document, set(names))
        pks = [found[name] for name in names]
        own = [name for name in self.own if name != "document_ptr"]
        rows = ((pk, *(each[name] for name in own)) for pk, each in zip(pks, values, strict=True))
        for pk, each in zip(pks, values, strict=True):
            self._defer_own(pk, each, each["locale"])
        insert_rows(self.sheet.model, ["document_ptr", *own], rows)
        return pks

    def _rows(self, values: Iterable[dict[str, Any]], names: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        for each in values:
            yield tuple([each[name] for name in names])

    def _new_pks(self, changes: Sequence[Change]) -> list[int]:
        place = self.sheet.key_columns.index(self.sheet.slug_column)
        found = {row.key: row.pk for row in self.sheet.rows({change.key[place] for change in changes})}
        return [found[change.key] for change in changes]

    # Changed rows

    def update(self, rows: Sequence[tuple[Change, Row]]) -> None:
        """One statement for each set of columns that changed together."""
        groups: dict[tuple[str, ...], list[tuple[Change, Row]]] = defaultdict(list)
        for change, row in rows:
            groups[tuple(sorted(change.after))].append((change, row))
        for headings, group in groups.items():
            self._update_group([self.sheet.column_named[heading] for heading in headings], group)

    def _update_group(self, columns: Sequence[Column], group: Sequence[tuple[Change, Row]]) -> None:
        values = [
            {column.name: self._load(column, change.after[column.heading]) for column in columns} for change, _ in group
        ]
        self._resolve([change for change, _ in group], values)
        pks = [row.pk for _, row in group]
        for (change, row), each in zip(group, values, strict=True):
            self._defer_own(row.pk, each, change.key[self.sheet.locale_index or 0])
        shared = [column.name for column in columns if self._is_shared(column) and not column.is_many]
        own = [column.name for column in columns if not self._is_shared(column) and not column.is_many]
        for model, names in ((Document, shared), (self.sheet.model, own)):
            if names:
                update_rows(
                    model, names, [(pk, *(each[name] for name in names)) for pk, each in zip(pks, values, strict=True)]
                )
        self._link(zip(pks, values, strict=True), replace=True)

    def _is_shared(self, column: Column) -> bool:
        return self.sheet.is_document and column.model_field.model is Document

    def remove(self, pks: Sequence[int]) -> None:
        self.sheet.model._base_manager.filter(pk__in=pks).delete()

    # Links to other rows

    def _many_columns(self) -> list[Column]:
        return [column for column in self.sheet.columns if column.is_many]

    def _self_links(self) -> list[Column]:
        """Columns that name rows of this very sheet, which may not be there yet."""
        return [column for column in self.sheet.columns if column.target is self.sheet.model]

    def _resolve(self, changes: Sequence[Change], values: Sequence[dict[str, Any]]) -> None:
        """Slugs become primary keys, in place."""
        links = [
            column for column in self.sheet.columns if column.target is not None and column not in self._self_links()
        ]
        links = [column for column in links if values and column.name in values[0]]
        if not links and not self.sheet.owner:
            return
        locale = self.sheet.locale_index
        locales = [change.key[locale] if locale is not None else "" for change in changes]
        for column in links:
            self._resolve_column(column, values, locales)
        if self.sheet.owner and values and self.sheet.owner in values[0]:
            owners = [each[self.sheet.owner] for each in values]
            model = self.sheet.owner_model
            for space in {space for space, _ in owners}:
                found = self.keys.find(space, model, {name for each, name in owners if each == space})
                for each, (own_space, name) in zip(values, owners, strict=True):
                    if own_space == space:
                        each[self.sheet.owner] = found[name]
            self._resolve_parents(values)

    def _resolve_parents(self, values: Sequence[dict[str, Any]]) -> None:
        owner, parent = self.sheet.owner, self.sheet.parent
        if parent:
            found = self.keys.parents(self.sheet, {(each[parent], each[owner]) for each in values})
            for each in values:
                each[parent] = found[each[parent], each[owner]]

    def _resolve_column(self, column: Column, values: Sequence[dict[str, Any]], locales: Sequence[str]) -> None:
        is_document = issubclass(column.target, Document)
        name: Callable[[str, str], tuple[str, str]] = lambda slug, locale: (slug, locale if is_document else "")  # noqa: E731
        wanted = set()
        for each, locale in zip(values, locales, strict=True):
            value = each[column.name]
            if value:
                wanted |= {name(slug, locale) for slug in (value if column.is_many else [value])}
        if not wanted:
            return
        found = self.keys.find(self.keys.space(column.target), column.target, wanted)
        for each, locale in zip(values, locales, strict=True):
            value = each[column.name]
            if value and column.is_many:
                each[column.name] = [found[name(slug, locale)] for slug in value]
            elif value:
                each[column.name] = found[name(value, locale)]

    def _link(
        self, rows: Iterable[tuple[int, dict[str, Any]]], *, replace: bool, of: Sequence[Column] | None = None
    ) -> None:
        pairs = list(rows)
        for column in self._many_columns() if of is None else of:
            wanted = {(pk, target) for pk, each in pairs if each.get(column.name) for target in each[column.name]}
            through, source, target = _through(column)
            mentioned = [pk for pk, each in pairs if column.name in each]
            if replace and mentioned:
                wanted = self._keep(through, source, target, mentioned, wanted)
            if wanted:
                insert_rows(through, [source, target], sorted(wanted))

    def _keep(
        self, through: Any, source: str, target: str, pks: Sequence[int], wanted: set[tuple[int, int]]
    ) -> set[tuple[int, int]]:
        """Take away the links that are no longer wanted. Returns those that are still to be made."""
        rows = through._base_manager.filter(**{f"{source}__among": pks})
        existing = {(one, other): pk for pk, one, other in rows.values_list("pk", f"{source}_id", f"{target}_id")}
        surplus = [pk for pair, pk in existing.items() if pair not in wanted]
        if surplus:
            through._base_manager.filter(pk__in=surplus).delete()
        return wanted - set(existing)

    def _defer_own(self, pk: int, values: dict[str, Any], locale: str) -> None:
        """A row may name one of the same sheet that is not there yet. Such links are made at the end."""
        for column in self._self_links():
            slug = values.get(column.name)
            if column.is_many and slug is not None:
                self._later_sets.append((pk, column, [(each, locale) for each in slug]))
                del values[column.name]
            elif slug:
                self._later.append((pk, column.name, (slug, locale)))
                values[column.name] = None

    def finish(self) -> None:
        """Make the links between rows of this sheet."""
        for column in self._self_links():
            if column.is_many:
                continue
            waiting = [(pk, name) for pk, heading, name in self._later if heading == column.name]
            found = self.keys.find(self.sheet.space, Document, {name for _, name in waiting})
            if waiting:
                update_rows(self.sheet.model, [column.name], [(pk, found[name]) for pk, name in waiting])
        named = {name for _, _, names in self._later_sets for name in names}
        found = self.keys.find(self.sheet.space, Document, named)
        for column in {column for _, column, _ in self._later_sets}:
            sets = [
                (pk, {column.name: [found[name] for name in names]})
                for pk, each, names in self._later_sets
                if each is column
            ]
            self._link(sets, replace=True, of=[column])


def _default(field: Any) -> Any:
    if field.has_default():
        return field.get_default()
    return None if field.null else field.get_default()


def _through(column: Column) -> tuple[Any, str, str]:
    field = column.model_field
    return field.remote_field.through, field.m2m_field_name(), field.m2m_reverse_field_name()
