import re
import unicodedata

_MOST = 80
_OTHER = re.compile("[^a-z0-9]+")
# Letters that have no plain letter inside them.
_LETTERS = str.maketrans({"đ": "d", "Đ": "d", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "ł": "l", "ı": "i"})


def make_slug(text: str) -> str:
    """A slug of a text, at most 80 characters, cut between words. Empty if the text has no Latin letter or figure."""
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS)).encode("ascii", "ignore").decode().lower()
    slug = _OTHER.sub("-", plain).strip("-")
    if len(slug) <= _MOST:
        return slug
    return slug[: _MOST + 1].rpartition("-")[0] or slug[:_MOST]
