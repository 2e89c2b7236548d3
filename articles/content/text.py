"""Rules for text as it is stored."""

import re
import unicodedata

MAX_BODY = 20_000

# Characters that change how other characters look or read, without being seen themselves.
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u061c]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def normalise(text: str) -> str:
    """NFC, with line ends as one newline, so that what looks equal is equal."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def invisible_characters(text: str) -> list[str]:
    """Names of direction marks, zero-width characters and controls in a single line of text."""
    found = [*_INVISIBLE.findall(text), *control_characters(text)]
    return [unicodedata.name(character, f"U+{ord(character):04X}") for character in found]


def without_unseen(text: str) -> str:
    """Without what ``invisible_characters`` names, and with one newline for each line end."""
    return _CONTROL.sub("", _INVISIBLE.sub("", normalise(text)))


def control_characters(text: str) -> list[str]:
    return _CONTROL.findall(text)
