"""Words of free text and of terms, in one form."""

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
# Words that say nothing about what is wrong. "No" and "not" are among them: nothing is ever read as absent.
_EMPTY = frozenset(
    """
    a about all also am an and any are as at be been being but by can could day days did do does doing don for
    from get getting got had has have having he her his how i if im in into is it its ive just keep keeps last
    like me more my next no none not now of off on one or other our out over part really s same she since so
    some started starts t than that the their them then there these they this those time to too trouble two up
    very was we week weeks were what when where which who why will with without would you your
    cant couldnt didnt doesnt dont hasnt havent isnt shouldnt wasnt wont
    """.split()  # noqa: SIM905
)


def plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


@lru_cache(maxsize=20_000)
def words_of(text: str) -> tuple[str, ...]:
    """The telling words, each in a form that its plural and its -ing share."""
    joined = plain(text).replace("'", "").replace("’", "")
    return tuple(_stem(word) for word in _WORD.findall(joined) if word not in _EMPTY)


def _stem(word: str) -> str:
    for ending, least in (("ingly", 9), ("ing", 6), ("ness", 7), ("ies", 6), ("ed", 5), ("es", 6), ("s", 4), ("y", 6)):
        if word.endswith(ending) and len(word) >= least and not word.endswith("ss"):
            return word[: -len(ending)]
    return word
