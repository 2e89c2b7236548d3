"""What an import would do, worked out without writing anything."""

from .change import Action, Change, Conflict, Finding
from .planning import Plan, SheetCounts
from .rights import may_export, may_import, may_import_anything

__all__ = [
    "Action",
    "Change",
    "Conflict",
    "Finding",
    "Plan",
    "SheetCounts",
    "may_export",
    "may_import",
    "may_import_anything",
]
