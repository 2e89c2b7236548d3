from __future__ import annotations

from enum import IntEnum


class Level(IntEnum):
    """How soon to get help. A greater number is more urgent, so `max()` picks the level to give.

    The codes are those of the content vocabulary; this room may not import it, a test holds the two together.
    """

    SELF_CARE = 1
    ROUTINE = 2
    SOON = 3
    SAME_DAY = 4
    EMERGENCY = 5

    @property
    def code(self) -> str:
        return self.name.lower()

    @classmethod
    def from_code(cls, code: str) -> Level:
        """Raises KeyError when there is no such level."""
        return _BY_CODE[code]

    def lowered(self) -> Level:
        """One step less urgent; self-care stays where it is."""
        return Level(max(self - 1, 1))


_BY_CODE = {level.code: level for level in Level}
LEVEL_CODES = tuple(level.code for level in sorted(Level, reverse=True))
