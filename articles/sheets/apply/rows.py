"""Turning changes of one sheet into statements on its tables."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import repeat
from typing import Any

from articles.models import Document
from articles.models.people import Person
from articles.models.topic import refuse_rings
from articles.services.bulk_rows import insert_rows, update_rows
from articles.sheets.columns import Column, Row, Sheet
from articles.sheets.plan import Change
from articles.sheets.plan.links import owner_name
from articles.sheets.plan.names import Name

from .keys import Keys

_FILLED = {"kind", "uuid", "edit_number", "created_at", "created_by", "updated_at", "updated_by"}


Columns = dict[str, list[Any]]
"""For each field, its value in each of the rows. Column by column is several times faster than row by row."""


class RowWriter:
    def __init__(self, sheet: Sheet, by: Person, at: dt.datetime) -> None:
        self.sheet, self.by, self.at = sheet, by, at
        self.keys = Keys()
        self.own = [field.name for field in sheet.model._meta.local_concrete_fields if not field.auto_created]
        self.shared = [field.name for field in Document._meta.local_concrete_fields if not field.primary_key]
        self._later: list[tuple[int, str, Name]] = []
        self._later_sets: list[tuple[int, Column, list[Name]]] = []

    # New rows

    def create(self, changes: Sequence[Change]) -> set[int]:
        """The documents that the new rows are, or are part of."""
        values = self._new_values(changes)
        self._resolve(changes, values)
        if self.sheet.is_document:
            pks = self._create_documents(changes, values)
            owners = set(pks)
        else:
            _insert(self.sheet.model, self._own_names(), values)
            owners = set(values[self.sheet.owner]) if self.sheet.owner else set()
            pks = self._new_pks(changes) if self._many_columns() else []
        self._link(pks, values, replace=False)
        return owners

    def _own_names(self) -> list[str]:
        return [name for name in self.own if not self.sheet.model._meta.get_field(name).primary_key]

    def _new_values(self, changes: Sequence[Change]) -> Columns:
        values = {name: [default] * len(changes) for name, default in self._defaults.items()}
        keys = zip(*[change.key for change in changes], strict=True)
        given: list[tuple[Column, Sequence[str | None]]] = [*zip(self.sheet.key_columns, keys, strict=True)]
        afters = [change.after for change in changes]
        for heading in set[str]().union(*afters):
            given.append((self.sheet.column_named[heading], [after.get(heading) for after in afters]))
        for column, texts in given:
            if column.name in values:
                values[column.name] = _load(column, texts, self._defaults[column.name])
        if self.sheet.owner:
            values[self.sheet.owner] = [owner_name(self.sheet, change.key) for change in changes]
        if self.sheet.parent:
            values[self.sheet.parent] = [change.key[self.sheet.parent_index] for change in changes]
        return values

    @cached_property
    def _defaults(self) -> dict[str, Any]:
        names = [*self.own, *(set(self.shared) - _FILLED)] if self.sheet.is_document else self.own
        fields = [self.sheet.model._meta.get_field(name) for name in names]
        defaults = {field.name: _default(field) for field in fields if not field.primary_key}
        return defaults | {column.name: () for column in self._many_columns()}

    def _create_documents(self, changes: Sequence[Change], values: Columns) -> list[int]:
        kind, person, count = self.sheet.space, self.by.pk, len(changes)
        values |= {"uuid": [uuid.uuid4() for _ in changes], "kind": [kind] * count, "edit_number": [1] * count}
        values |= {"created_at": [self.at] * count, "updated_at": [self.at] * count}
        values |= {"created_by": [person] * count, "updated_by": [person] * count}
        _insert(Document, self.shared, values)
        names = [(change.key[0], change.key[1]) for change in changes]
        found = self.keys.find(kind, Document, set(names))
        values["document_ptr"] = pks = [found[name] for name in names]
        self._defer_own(pks, values, values["locale"])
        _insert(self.sheet.model, ["document_ptr", *(name for name in self.own if name != "document_ptr")], values)
        return pks

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
        changes, pks = [change for change, _ in group], [row.pk for _, row in group]
        values = {column.name: _load(column, [each.after[column.heading] for each in changes]) for column in columns}
        self._resolve(changes, values)
        self._defer_own(pks, values, [change.key[self.sheet.locale_index or 0] for change in changes])
        shared = [column.name for column in columns if self._is_shared(column) and not column.is_many]
        own = [column.name for column in columns if not self._is_shared(column) and not column.is_many]
        for model, names in ((Document, shared), (self.sheet.model, own)):
            if names:
                update_rows(model, names, zip(pks, *(values[name] for name in names), strict=True))
        self._link(pks, values, replace=True)

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

    def _resolve(self, changes: Sequence[Change], values: Columns) -> None:
        """Slugs become primary keys, in place."""
        locale = self.sheet.locale_index
        locales = [change.key[locale] if locale is not None else "" for change in changes]
        for column in self.sheet.columns:
            if column.target is not None and column.target is not self.sheet.model and column.name in values:
                values[column.name] = self._linked(column, values[column.name], locales)
        if self.sheet.owner in values:
            self._resolve_owners(values)

    def _linked(self, column: Column, slugs: list[Any], locales: Sequence[str]) -> list[Any]:
        """For the slug or slugs of each row, the primary key or keys."""
        is_document = issubclass(column.target, Document)
        names = list(zip(slugs, locales if is_document else repeat(""), strict=False))
        distinct = {name for name in names if name[0]}
        if not distinct:
            return slugs
        wanted = {(slug, locale) for given, locale in distinct for slug in (given if column.is_many else [given])}
        found: dict[Any, Any] = self.keys.find(self.keys.space(column.target), column.target, wanted)
        if column.is_many:
            found = {name: [found[slug, name[1]] for slug in name[0]] for name in distinct}
        return [found[name] if name[0] else name[0] for name in names]

    def _resolve_owners(self, values: Columns) -> None:
        owner, parent, named = self.sheet.owner, self.sheet.parent, values[self.sheet.owner]
        found = {
            space: self.keys.find(space, self.sheet.owner_model, {name for each, name in named if each == space})
            for space in {space for space, _ in named}
        }
        values[owner] = [found[space][name] for space, name in named]
        if parent:
            codes = list(zip(values[parent], values[owner], strict=True))
            parents = self.keys.parents(self.sheet, set(codes))
            values[parent] = [parents[code] for code in codes]

    def _link(self, pks: Sequence[int], values: Columns, *, replace: bool, of: Sequence[Column] | None = None) -> None:
        for column in self._many_columns() if of is None else of:
            if column.name not in values:
                continue
            wanted = {(pk, each) for pk, linked in zip(pks, values[column.name], strict=True) for each in linked}
            through, source, target = _through(column)
            if replace:
                wanted = self._keep(through, source, target, pks, wanted)
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

    def _defer_own(self, pks: Sequence[int], values: Columns, locales: Sequence[str]) -> None:
        """A row may name one of the same sheet that is not there yet. Such links are made at the end."""
        for column in self._self_links():
            named = list(zip(pks, values.pop(column.name, []), locales, strict=False))
            if column.is_many:
                self._later_sets += [(pk, column, [(slug, locale) for slug in slugs]) for pk, slugs, locale in named]
            elif named:
                self._later += [(pk, column.name, (slug, locale)) for pk, slug, locale in named if slug]
                values[column.name] = [None] * len(pks)

    def finish(self) -> None:
        """Make the links between rows of this sheet. Raises ValidationError where a row would be inside itself."""
        for column in self._self_links():
            if column.is_many:
                continue
            waiting = [(pk, name) for pk, heading, name in self._later if heading == column.name]
            found = self.keys.find(self.sheet.space, Document, {name for _, name in waiting})
            if waiting:
                update_rows(self.sheet.model, [column.name], [(pk, found[name]) for pk, name in waiting])
            if waiting and column.name == self.sheet.tree:
                refuse_rings({pk for pk, _ in waiting})
        named = {name for _, _, names in self._later_sets for name in names}
        found = self.keys.find(self.sheet.space, Document, named)
        for column in {column for _, column, _ in self._later_sets}:
            sets = [(pk, [found[name] for name in names]) for pk, each, names in self._later_sets if each is column]
            values = {column.name: [linked for _, linked in sets]}
            self._link([pk for pk, _ in sets], values, replace=True, of=[column])


def _load(column: Column, texts: Sequence[str | None], default: Any = None) -> list[Any]:
    """The value for each text, and the default where there is none. A text that comes again is read once."""
    if column.widget.identity and None not in texts:
        return list(texts)
    known: dict[str | None, Any] = {text: column.widget.load(text) for text in set(texts) if text}
    known |= {"": column.widget.empty, None: default}
    return [known[text] for text in texts]


def _insert(model: Any, names: Iterable[str], values: Columns) -> None:
    """Columns in which no row has a value are left to the database."""
    filled = [name for name in names if values[name].count(None) < len(values[name])]
    insert_rows(model, filled, zip(*(values[name] for name in filled), strict=True))


def _default(field: Any) -> Any:
    if field.has_default():
        return field.get_default()
    return None if field.null else field.get_default()


def _through(column: Column) -> tuple[Any, str, str]:
    field = column.model_field
    return field.remote_field.through, field.m2m_field_name(), field.m2m_reverse_field_name()
