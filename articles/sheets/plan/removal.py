"""Rows that an import takes away. Only what readers never had can go, and only if nothing else uses it."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from articles.models import Version
from articles.services.uses import rows_that_need, user_in_words
from articles.sheets.columns import CHUNK, Sheet, all_sheets

from .change import Action, Change, Finding
from .rows import RowPlan, texts_of

_SUBMITTED = "This page has been submitted for review, so it stays. To take it down, withdraw it in the admin."
_USED = "It is still used by {}. Take it out there first."


def removals(plan: RowPlan, findings: list[Finding]) -> Iterator[Change]:
    """Parts of a page first, so that taking it all back puts the page there before its parts."""
    surplus = plan.surplus()
    while wanted := list(islice(surplus, CHUNK)):
        current = plan.current([key for _, key in wanted])
        found = {current[key].pk: key for _, key in wanted}
        refused = _refused(plan.sheet, list(found))
        parts = _parts(plan.sheet, {pk: key for pk, key in found.items() if pk not in refused})
        for number, key in wanted:
            row = current[key]
            if row.pk in refused:
                findings.append(Finding(plan.sheet.title, number, "", refused[row.pk]))
                continue
            yield from parts[key]
            yield Change(plan.sheet.title, number, Action.REMOVE, key, texts_of(plan.sheet, row))


def refusals(sheet: Sheet, pks: Sequence[int]) -> Iterator[str]:
    """Asked again at the moment of removal, when the parts that the plan knew of are gone."""
    yield from _refused(sheet, pks).values()
    yield from _left_parts(sheet, pks)


def _left_parts(sheet: Sheet, pks: Sequence[int]) -> Iterator[str]:
    for part in all_sheets():
        is_part = sheet.is_document and part.owner and issubclass(sheet.model, part.owner_model)
        if is_part and part.model._base_manager.filter(**{f"{part.owner}__among": pks}).exists():
            yield f"Someone has since added rows to it ({part.title}). Take them away first."


def _refused(sheet: Sheet, pks: Sequence[int]) -> dict[int, str]:
    """Why rows cannot go, by primary key. Rows that can are asked about all at once."""
    if sheet.owner:
        return {}
    submitted = _submitted(pks) if sheet.is_document else set()
    left = [pk for pk in pks if pk not in submitted]
    return dict.fromkeys(submitted, _SUBMITTED) | dict(_used(sheet, left))


def _submitted(pks: Sequence[int]) -> set[int]:
    return set(Version.objects.filter(document__among=pks).values_list("document_id", flat=True))


def _used(sheet: Sheet, pks: Sequence[int]) -> Iterator[tuple[int, str]]:
    """Which rows are used, found by halves."""
    users = _users(sheet, pks)
    if not users:
        return
    if len(pks) == 1:
        yield pks[0], _USED.format(", ".join(f"“{user}”" for user in users[:3]))
        return
    half = len(pks) // 2
    yield from _used(sheet, pks[:half])
    yield from _used(sheet, pks[half:])


def _users(sheet: Sheet, pks: Sequence[int]) -> list[str]:
    needed = rows_that_need(sheet.model._base_manager.filter(pk__among=pks))
    return sorted({user_in_words(each) for each in needed})


def _parts(sheet: Sheet, keys: Mapping[int, tuple[str, ...]]) -> dict[tuple[str, ...], list[Change]]:
    """For each key, the last sheet first, so that a part of a part goes before what it is part of."""
    changes: dict[tuple[str, ...], list[Change]] = {key: [] for key in keys.values()}
    slugs = {key[0] for key in changes}
    for part in reversed(all_sheets()):
        is_part = part.owner and issubclass(sheet.model, part.owner_model)
        if not is_part and part.parent_model is not sheet.model:
            continue
        for row in part.rows(slugs):
            key = keys.get(row.owner or 0, ()) if is_part else row.key[: sheet.key_length]
            if key in changes:
                changes[key].append(Change(part.title, 0, Action.REMOVE, row.key, texts_of(part, row)))
    return changes
