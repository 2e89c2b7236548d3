"""A CSV cell must never become a formula, and nothing may be lost by saying so.

The rule adds one apostrophe in front of what a spreadsheet program could take for the start of a formula, also after
a separator inside the cell, because a program set to another separator splits there. What already has apostrophes in
that place gets one more. Taking one away again therefore always gives back the very text, and a text that was never
guarded is left as it is unless an apostrophe stands in such a place.
"""

import re

from .frames import CELL, ROW

# Signs that start a formula, also full width, behind spaces or behind characters that nobody sees.
_UNSEEN = "[ \u00a0\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u061c]*"
_SIGN = "[=+\\-@\uff1d\uff0b\uff0d\uff20\u2212]"
_START = f"(?={_UNSEEN}(?:[\t\r\n\x00]|{_SIGN}))"
_AFTER_SEPARATOR = "(?:(?<=[;,|\t])|(?<=[\r\n])(?=[\t\r]|[=@\uff1d\uff20]|[+\\-][^ ]|'))"
_PLAIN = re.compile(f"(?:\\A|{_AFTER_SEPARATOR})(?='*{_START})")
_GUARDED = re.compile(f"(?:\\A|{_AFTER_SEPARATOR})'(?='*{_START})")


# The same places in cells that are joined: a cell starts after a separator of its own.
_PLACES = re.compile(f"(?:[{ROW}{CELL};,|\t]|[\r\n](?=[\t\r]|[=@\uff1d\uff20]|[+\\-][^ {ROW}{CELL}]|'))(?='*{_START})")

# Most texts have none of these, and need not be looked at place by place.
_MAY_START = re.compile("[=+\\-@\uff1d\uff0b\uff0d\uff20\u2212\t\r\n\x00]")


def guard(text: str) -> str:
    return _PLAIN.sub("'", text) if _MAY_START.search(text) else text


def guard_joined(text: str) -> str:
    """Cells joined by the separators of ``frames``, with a separator in front: each is guarded."""
    return _PLACES.sub(r"\g<0>'", text)


def unguard(text: str) -> str:
    return _GUARDED.sub("", text) if "'" in text else text
