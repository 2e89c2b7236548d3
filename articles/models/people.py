"""The type of whoever does something, without naming the app that defines it."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as Person
else:
    Person = Any

__all__ = ["Person"]
