"""Rows that an import takes away. Only what readers never had can go, and only if nothing else uses it."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import router
from django.db.models import ProtectedError, RestrictedError
from django.db.models.deletion import Collector

from articles.sheets.columns import Sheet, all_sheets

from .change import Action, Change, Finding
from .rows import RowPlan, texts_of

_SUBMITTED = "This page has been submitted for review, so it stays. To take it down, withdraw it in the admin."
_USED = "It is still used by {}. Take it out there first."


def removals(plan: RowPlan, findings: list[Finding]) -> Iterator[Change]:
    """Parts of a page first, so that taking it all back puts the page there before its parts."""
    wanted = list(plan.surplus())
    current = plan.current([key for _, key in wanted])
    for number, key in wanted:
        row = current[key]
        problem = _refusal(plan.sheet, row.pk)
        if problem:
            findings.append(Finding(plan.sheet.title, number, "", problem))
            continue
        yield from _parts(plan.sheet, row.pk, key)
        yield Change(plan.sheet.title, number, Action.REMOVE, key, texts_of(plan.sheet, row))


def refusals(sheet: Sheet, pks: Iterable[int]) -> Iterator[str]:
    """Asked again at the moment of removal, when the parts that the plan knew of are gone."""
    for pk in pks:
        if problem := _refusal(sheet, pk) or _left_parts(sheet, pk):
            yield problem


def _left_parts(sheet: Sheet, pk: int) -> str:
    for part in all_sheets():
        is_part = sheet.is_document and part.owner and issubclass(sheet.model, part.owner_model)
        if is_part and part.model._base_manager.filter(**{part.owner: pk}).exists():
            return f"Someone has since added rows to it ({part.title}). Take them away first."
    return ""


def _refusal(sheet: Sheet, pk: int) -> str:
    if sheet.owner:
        return ""
    row: Any = sheet.model._base_manager.get(pk=pk)
    if sheet.is_document and row.document_ptr.versions.exists():
        return _SUBMITTED
    users = [*_protected(row), *_named_by(row)]
    return _USED.format(", ".join(f"“{user}”" for user in users[:3])) if users else ""


def _protected(row: Any) -> list[str]:
    collector = Collector(using=router.db_for_write(type(row)), origin=row)
    try:
        collector.collect([row])
    except ProtectedError as problem:
        return sorted(_owner_words(each) for each in problem.protected_objects)
    except RestrictedError as problem:
        return sorted(_owner_words(each) for each in problem.restricted_objects)
    return []


def _owner_words(row: Any) -> str:
    return str(getattr(row, "article", None) or row)


def _named_by(row: Any) -> list[str]:
    """Rows that name this one among many, which the database would let go without a word."""
    users: list[str] = []
    for relation in row._meta.related_objects:
        if relation.many_to_many:
            named = relation.related_model._base_manager.filter(**{relation.field.name: row.pk})
            users += [str(user) for user in named[:3]]
    return users


def _parts(sheet: Sheet, pk: int, key: tuple[str, ...]) -> Iterator[Change]:
    """The last sheet first, so that a part of a part goes before what it is part of."""
    for part in reversed(all_sheets()):
        if part.owner and issubclass(sheet.model, part.owner_model):
            for row in part.rows({key[0]}):
                if row.owner == pk:
                    yield Change(part.title, 0, Action.REMOVE, row.key, texts_of(part, row))
        elif part.parent_model is sheet.model:
            for row in part.rows({key[0]}):
                if row.key[: len(key)] == key:
                    yield Change(part.title, 0, Action.REMOVE, row.key, texts_of(part, row))
