"""One sheet: a django-import-export resource whose rows are read and written many at a time."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache, cached_property
from itertools import islice
from typing import Any, ClassVar, NamedTuple

from django.db import models
from import_export.resources import ModelResource

from articles.models import Document

from .cells import Cell
from .column import Column, heading_for

CHUNK = 1000


class Row(NamedTuple):
    """A row of the database as the sheet shows it."""

    pk: int
    owner: int | None
    """The document that an edit of this row is an edit of."""
    key: tuple[str, ...]
    texts: list[str]


class Sheet(ModelResource):  # type: ignore[misc]
    """``Meta.fields`` gives the columns in order, the key first.

    ``owner`` is the foreign key to the document that a row is part of. A row that is a document is its own owner, and
    a row without either (a reference, a contributor, an image) has none. A row that is part of another row (an option
    of a question) names that one as its ``parent``, and the way through it as its owner: ``finding__protocol``.
    """

    title: ClassVar[str] = ""
    help: ClassVar[str] = ""
    key_length: ClassVar[int] = 1
    owner: ClassVar[str] = ""
    parent: ClassVar[str] = ""
    tree: ClassVar[str] = ""
    """The column that names the row of this sheet which a row is inside of."""
    cells: ClassVar[Mapping[str, type[Cell]]] = {}
    """How fields are written that the workbook does not know by their type."""
    examples: ClassVar[Mapping[str, str]] = {}
    """Texts for the template, where one made from the type of the field would be refused."""
    can_create: ClassVar[bool] = True

    @classmethod
    def field_from_django_field(cls, field_name: str, django_field: Any, readonly: bool) -> Column:
        cell = cls.cells.get(field_name)
        heading = cls.heading_of(field_name, django_field)
        return Column(field_name, django_field, heading, cell(django_field) if cell else None)

    @classmethod
    def heading_of(cls, name: str, field: Any) -> str:
        """``article__slug`` is the article's slug: the column is called after the article."""
        owner, _, rest = name.rpartition("__")
        if owner and rest in ("slug", "code"):
            return str(_field_at(cls._meta.model, owner).verbose_name)
        return heading_for(cls._meta.model, rest, field)

    @property
    def model(self) -> Any:
        return self._meta.model

    @cached_property
    def columns(self) -> list[Column]:
        return [self.fields[name] for name in self._meta.fields]

    @cached_property
    def headings(self) -> list[str]:
        return [column.heading for column in self.columns]

    @cached_property
    def column_named(self) -> dict[str, Column]:
        return {column.heading: column for column in self.columns}

    @cached_property
    def key_columns(self) -> list[Column]:
        return self.columns[: self.key_length]

    @property
    def is_document(self) -> bool:
        return issubclass(self.model, Document)

    @cached_property
    def owner_model(self) -> Any:
        return _field_at(self.model, self.owner).related_model if self.owner else None

    @cached_property
    def parent_model(self) -> Any:
        return self.model._meta.get_field(self.parent).related_model if self.parent else None

    @property
    def parent_owner(self) -> str:
        """The foreign key from the parent to the owner."""
        return self.owner.removeprefix(f"{self.parent}__")

    @cached_property
    def parent_index(self) -> int:
        """Which part of the key is the code of the parent."""
        return [column.name for column in self.key_columns].index(f"{self.parent}__code")

    @cached_property
    def owner_length(self) -> int:
        """How many parts of the key name the owner."""
        return (self.locale_index or 0) + 1

    @cached_property
    def space(self) -> str:
        """Where the slugs of this sheet's rows belong, for links to them."""
        return space_of(self.model)

    @cached_property
    def locale_index(self) -> int | None:
        """Which part of the key is the language."""
        names = [column.name.rpartition("__")[2] for column in self.key_columns]
        return names.index("locale") if "locale" in names else None

    @cached_property
    def slug_column(self) -> Column:
        """The column by which rows are looked up: its own slug, or that of the owner."""
        return next(column for column in self.key_columns if column.name.rpartition("__")[2] == "slug")

    @cached_property
    def _owner_path(self) -> str | None:
        return "pk" if self.is_document else f"{self.owner}_id" if self.owner else None

    @cached_property
    def _single(self) -> list[tuple[int, Column]]:
        return [(index, column) for index, column in enumerate(self.columns) if not column.is_many]

    @cached_property
    def _many(self) -> list[tuple[int, Column]]:
        return [(index, column) for index, column in enumerate(self.columns) if column.is_many]

    def rows(self, slugs: Collection[str] | None = None) -> Iterator[Row]:
        """Rows in the order of an export. With ``slugs``, only those that have, or whose owner has, one of them."""
        queryset = self.model._base_manager.order_by(*(column.path for column in self.key_columns))
        if slugs is not None:
            queryset = queryset.filter(**{f"{self.slug_column.path}__among": slugs})
        paths = [column.expression for _, column in self._single]
        found = queryset.values_list(
            "pk", self._owner_path or models.Value(None, output_field=models.IntegerField()), *paths
        ).iterator(chunk_size=CHUNK)
        slugs_of: dict[str, dict[int, str]] = {column.name: {} for _, column in self._many}
        while chunk := list(islice(found, CHUNK)):
            yield from self._render(chunk, slugs_of)

    def _render(self, chunk: Sequence[tuple[Any, ...]], slugs_of: Mapping[str, dict[int, str]]) -> Iterator[Row]:
        """Column by column, which is several times faster than row by row."""
        pks, owners, *values = zip(*chunk, strict=True)
        texts: list[Sequence[str]] = [()] * len(self.columns)
        for (index, column), found in zip(self._single, values, strict=True):
            texts[index] = found if column.widget.identity else [*map(column.widget.render_stored, found)]
        for index, column in self._many:
            linked = self._linked(column, pks, slugs_of[column.name])
            texts[index] = [linked.get(pk, "") for pk in pks]
        keys = zip(*texts[: self.key_length], strict=True)
        return map(Row, pks, owners, keys, map(list, zip(*texts, strict=True)))

    def _linked(self, column: Column, pks: Sequence[int], slugs: dict[int, str]) -> dict[int, str]:
        """The slugs that each of these rows names, already as text. ``slugs`` has those that were asked for before."""
        through = column.model_field.remote_field.through
        source, target = column.model_field.m2m_field_name(), column.model_field.m2m_reverse_field_name()
        pairs = through._base_manager.filter(**{f"{source}__among": pks}).values_list(f"{source}_id", f"{target}_id")
        linked: dict[int, list[int]] = {}
        for pk, other in pairs.order_by():
            linked.setdefault(pk, []).append(other)
        # Not in one query: a join over thousands of links is planned in many ways, some of them slow.
        if new := {other for each in linked.values() for other in each}.difference(slugs):
            model = Document if issubclass(column.target, Document) else column.target
            slugs |= dict(model._base_manager.filter(pk__among=new).values_list("pk", "slug"))
        return {pk: ", ".join(sorted([slugs[other] for other in each])) for pk, each in linked.items()}

    @cached_property
    def checks_rows(self) -> bool:
        return type(self).row_problem is not Sheet.row_problem

    def row_problem(self, texts: dict[str, str]) -> str:
        """What is wrong with the row as a whole, given the texts that it will have. Empty if nothing."""
        return ""


def _field_at(model: Any, path: str) -> Any:
    *through, name = path.split("__")
    for each in through:
        model = model._meta.get_field(each).related_model
    return model._meta.get_field(name)


@cache
def space_of(model: Any) -> str:
    return str(model.KIND) if issubclass(model, Document) else str(model._meta.model_name)
