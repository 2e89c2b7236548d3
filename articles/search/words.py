"""Words in one plain form, the same when a page is stored and when it is looked for.

The databases only ever see these: lower-case letters and digits without accents. So both match alike, and nothing that
a reader types can be read as query syntax.
"""

import re
import unicodedata
from functools import lru_cache
from sys import intern

LONGEST_WORD = 40
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_APOSTROPHES = str.maketrans("", "", "'’")
_ENDINGS = ("ingly", "ing", "iness", "ness", "ies", "ied", "edly", "ed", "ly")
# Words that say nothing about what is looked for, in a base of health where every page has causes and signs.
EMPTY = frozenset(
    """
    a about affect affects afraid after again all also always am an and any are as at away be because been bit but
    by can cant cause caused causes causing could did do does doing dont each effect effects even ever every for
    from get gets getting give gives giving go goes got had has have having he help her him his how i if im in into
    is it its ive just keep keeps kind know like look looking looks made make makes making many me mean means much
    my myself need no not now of off on one or our over own please really scared she should sign signs since so some
    something sort stuff symptom symptoms than that the their them then there these they thing things this to too
    very want was we went were what whats when where which while who why will with wont would you your
    """.split()  # noqa: SIM905
)


class _Plain(dict[int, int]):
    """One character for one, so that places in the plain text are places in the text."""

    def __missing__(self, code: int) -> int:
        parts = unicodedata.normalize("NFKD", chr(code))
        has_marks_only = all(unicodedata.combining(mark) for mark in parts[1:])
        self[code] = ord((parts[0] if has_marks_only else chr(code)).lower()[0])
        return self[code]


_PLAIN = _Plain({ord("đ"): ord("d"), ord("Đ"): ord("d"), ord("ß"): ord("s"), ord("ı"): ord("i"), ord("ø"): ord("o")})


def plain(text: str) -> str:
    return text.lower() if text.isascii() else text.translate(_PLAIN)


def composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def words_of(text: str) -> list[str]:
    found = WORD.findall(plain(composed(text)))
    return [word.translate(_APOSTROPHES)[:LONGEST_WORD] for word in found]


@lru_cache(maxsize=50_000)
def stem(word: str, locale: str) -> str:
    """What the forms of an English word share. Words of other languages stay as they are."""
    if locale != "en" or len(word) < 4 or word[0].isdigit():
        return word
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-3] + "y" if word.endswith("ies") else word[:-1]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    return _without_last_letter(word)


def _without_last_letter(word: str) -> str:
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiouls":
        return word[:-1]
    return word[:-1] if len(word) > 3 and word[-1] in "eiy" else word


def stems_of(text: str, locale: str) -> tuple[str, ...]:
    """Each once."""
    return tuple(dict.fromkeys(intern(stem(word, locale)) for word in words_of(text)))


def indexed(text: str, locale: str) -> str:
    """Each word, followed by its stem where that is another one."""
    return " ".join(form for word in words_of(text) for form in dict.fromkeys((word, stem(word, locale))))
