from dataclasses import fields, is_dataclass
from typing import Any

from triage.engine import Level


def full_form(value: Any) -> Any:
    """A value of the engine as JSON with every field, also where it has its default, so that clients can rely on it."""
    if isinstance(value, Level):
        return value.code
    if is_dataclass(value):
        return {each.name: full_form(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple):
        return [full_form(each) for each in value]
    return value
