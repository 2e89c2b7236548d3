"""What each sheet holds, and how a cell of it is read and written."""

from .cells import Cell, NumberCell, SlugCell
from .column import Column
from .library import LIBRARY
from .parts import PARTS
from .registry import all_sheets, register_sheets, sheet_titled, sheets_for
from .sheet import CHUNK, Row, Sheet, space_of
from .suggest import did_you_mean

register_sheets(*LIBRARY, *PARTS)

__all__ = [
    "CHUNK",
    "Cell",
    "Column",
    "NumberCell",
    "Row",
    "Sheet",
    "SlugCell",
    "all_sheets",
    "did_you_mean",
    "register_sheets",
    "sheet_titled",
    "sheets_for",
    "space_of",
]
