"""The hidden ``_rev`` column: what a row said when it was exported.

It carries the very texts, packed, so that a conflict can show all three. Where they do not fit in a cell, it carries a
short fingerprint of each text, which tells as well who changed what.
"""

import base64
import binascii
import zlib
from collections.abc import Mapping, Sequence

from articles.sheets.files.frames import CELL

_CELL = CELL.encode()
_MAX = 32_000
_MOST = 1_000_000


class RevisionProblem(ValueError):
    pass


def signature(headings: Sequence[str]) -> str:
    """Of the columns of an export."""
    return f"{zlib.crc32(CELL.join(headings).encode()):08x}"


def known_signatures(headings: Sequence[str]) -> dict[str, int]:
    """How many columns a row had, by the signature of its export: all, or fewer before the last ones were added."""
    return {signature(headings[:count]): count for count in range(1, len(headings) + 1)}


def revision(mark: str, texts: Sequence[str]) -> str:
    joined = CELL.join(texts)
    if joined.count(CELL) == len(texts) - 1:
        packed = base64.b64encode(zlib.compress(joined.encode("utf-8", "surrogatepass"), 1)).decode()
        if len(packed) < _MAX:
            return f"{mark}.t.{packed}"
    return _fingerprints(mark, texts)


def _fingerprints(mark: str, texts: Sequence[str]) -> str:
    parts = CELL.join(texts).encode("utf-8", "surrogatepass").split(_CELL)
    if len(parts) != len(texts):
        return f"{mark}.h." + "".join([_fingerprint(text) for text in texts])
    return f"{mark}.h." + "%08x" * len(parts) % (*map(zlib.crc32, parts),)


def _fingerprint(text: str) -> str:
    return f"{zlib.crc32(text.encode('utf-8', 'surrogatepass')):08x}"


def _unpack(body: str) -> list[str]:
    packed = base64.b64decode(body, validate=True)
    return zlib.decompressobj().decompress(packed, _MOST).decode("utf-8", "surrogatepass").split(CELL)


class Revision:
    """What a ``_rev`` cell says about each text, of the first ``count`` columns."""

    def __init__(self, cell: str, known: Mapping[str, int]) -> None:
        made_with, _, rest = cell.strip().partition(".")
        form, _, body = rest.partition(".")
        if made_with not in known:
            raise RevisionProblem("The sheet was exported with other columns than there are now. Export it again.")
        self.count = known[made_with]
        self.texts: list[str] | None = None
        self.fingerprints: list[str] = []
        try:
            if form == "t":
                self.texts = _unpack(body)
            else:
                self.fingerprints = [body[place : place + 8] for place in range(0, len(body), 8)]
        except (binascii.Error, zlib.error, UnicodeDecodeError) as problem:
            raise RevisionProblem(_DAMAGED) from problem
        if self.count not in (len(self.texts or ()), len(self.fingerprints)):
            raise RevisionProblem(_DAMAGED)

    def is_text(self, place: int, text: str) -> bool:
        """Whether the cell in this place had this text."""
        if self.texts is not None:
            return self.texts[place] == text
        return self.fingerprints[place] == _fingerprint(text)

    def text(self, place: int) -> str | None:
        return None if self.texts is None else self.texts[place]


_DAMAGED = "The hidden column _rev was changed, so it is not known what the row said before. Export it again."
