"""Who may import and export which sheet: those who may do the same in the admin."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth import get_permission_codename

from articles.models.people import Person
from articles.sheets.columns import Sheet

from .change import Action, Finding

_VERBS = {Action.CREATE: "add", Action.UPDATE: "change", Action.REMOVE: "delete"}
_WORDS = {Action.CREATE: "add rows to", Action.UPDATE: "change rows of", Action.REMOVE: "take rows away from"}


def may_export(by: Person, sheet: Sheet) -> bool:
    return by.is_active and by.has_perm(_permission(_model(sheet), "view"))


def may_import(by: Person, sheet: Sheet, action: Action) -> bool:
    # A part of a page is changed by those who may change the page.
    verb = "change" if sheet.owner else _VERBS[action]
    return by.is_active and by.has_perm(_permission(_model(sheet), verb))


def may_import_anything(by: Person, sheets: list[Sheet]) -> bool:
    return any(may_import(by, sheet, action) for sheet in sheets for action in Action)


def missing_rights(by: Person, sheet: Sheet, actions: set[Action]) -> Iterator[Finding]:
    for action in sorted(actions):
        if not may_import(by, sheet, action):
            message = f"Your account may not {_WORDS[action]} this sheet. Ask an administrator for the right role."
            yield Finding(sheet.title, 0, "", message)


def _model(sheet: Sheet) -> Any:
    return sheet.owner_model or sheet.model


def _permission(model: Any, verb: str) -> str:
    return f"{model._meta.app_label}.{get_permission_codename(verb, model._meta)}"
