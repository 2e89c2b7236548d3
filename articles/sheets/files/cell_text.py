"""Texts that a cell cannot hold as they are, written so that they come back exactly.

``{clear}``         empties the field. Only people write it.
``{text}…``         what follows is the text itself, even if it looks like one of these.
``{codes}"…"``      a JSON string, for what no workbook may hold or not every program keeps.
``{long:3}``        the text is in rows of the hidden sheet of long texts, under number 3.
"""

import json
import re
from collections.abc import Mapping

CLEAR = "{clear}"
_TEXT, _CODES = "{text}", "{codes}"
_LONG = re.compile(r"\{long:(\d{1,9})\}")
_LOOKS_SPECIAL = re.compile(r"\{(?:clear\}|text\}|codes\}|long:)", re.IGNORECASE)
_UNWRITABLE = re.compile("[\x00\ud800-\udfff\ufffe\uffff]")
# The escape that workbooks use for their own escapes. LibreOffice reads it and does not write it again.
_ESCAPE_OF_ESCAPES = "_x005"


class CellTextProblem(ValueError):
    """A cell that was written by an export and then damaged."""


def may_need_encoding(text: str) -> bool:
    """Whether any of many cells, joined, can be one that ``encode`` changes."""
    return (
        "{" in text
        or _ESCAPE_OF_ESCAPES in text
        or (not text.isascii() and bool(_UNWRITABLE.search(text)))
        or "\0" in text
    )


def encode(text: str) -> str:
    if _ESCAPE_OF_ESCAPES in text or (not (text.isascii() and "\0" not in text) and _UNWRITABLE.search(text)):
        return _CODES + json.dumps(text).replace("_", "\\u005f")
    return _TEXT + text if text.startswith("{") and _LOOKS_SPECIAL.match(text) else text


def decode(cell: str, long_texts: Mapping[str, str]) -> str | None:
    """The text, or ``None`` when the cell asks for the field to be emptied."""
    if not cell.startswith("{"):
        return cell
    if cell.strip().lower() == CLEAR:
        return None
    if cell.startswith(_TEXT):
        return cell[len(_TEXT) :]
    if cell.startswith(_CODES):
        return _decode_codes(cell[len(_CODES) :])
    long = _LONG.match(cell)
    return decode(_long_text(long[1], long_texts), {}) if long else cell


def _decode_codes(cell: str) -> str:
    try:
        text = json.loads(cell)
    except ValueError:
        text = None
    if not isinstance(text, str):
        raise CellTextProblem("The text after {codes} was changed and cannot be read. Write the whole text again.")
    return text


def _long_text(number: str, long_texts: Mapping[str, str]) -> str:
    if number not in long_texts:
        raise CellTextProblem("This text was too long for a cell, and its sheet is missing. Export it again.")
    return long_texts[number]


def long_mark(number: int) -> str:
    return f"{{long:{number}}}"
