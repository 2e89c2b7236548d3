"""Which encoding a text file is in. It is worked out, it is said, and in doubt the file is refused."""

import re

from .problem import FileProblem
from .sniff import ADVICE

_MULTIBYTE = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HEAD = 4096
_MANY, _FEW = 0.4, 0.05  # of every second byte: as many are zero in UTF-16 of mostly Latin letters, and in the others
_MOJIBAKE = re.compile("[ÂÃ][\u0080-\u00bf\u2018-\u2026€]|â€[\u0090-\u00ff\u2018-\u2122œž]|ï»¿")


def decode_text(data: bytes) -> tuple[str, str]:
    """The text and the name of its encoding."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decode(data, "utf-16"), "UTF-16"
    if data.startswith(b"\xef\xbb\xbf"):
        return _without_nul(_decode(data, "utf-8-sig")), "UTF-8"
    if b"\0" in data[:_HEAD]:
        return _decode_unmarked_utf_16(data), "UTF-16"
    try:
        return _without_nul(data.decode("utf-8")), "UTF-8"
    except UnicodeDecodeError:
        return _decode_windows(data), "Windows-1252"


def looks_damaged(text: str) -> str:
    """Three characters around the first place that looks as if UTF-8 was once read as Windows-1252."""
    found = _MOJIBAKE.search(text)
    return found[0] if found else ""


def _decode(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as problem:
        raise FileProblem(
            f"The file says that it is {codec.removesuffix('-sig').upper()}, but is not. {ADVICE}"
        ) from problem


def _decode_unmarked_utf_16(data: bytes) -> str:
    head = data[:_HEAD]
    even, odd = (2 * head[start::2].count(0) / len(head) for start in (0, 1))
    for codec, zeros, others in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if zeros > _MANY and others < _FEW:
            return _without_nul(_decode(data, codec))
    raise FileProblem(f"The file holds NUL bytes, so it is not plain text. {ADVICE}")


def _decode_windows(data: bytes) -> str:
    if _MULTIBYTE.search(data):
        raise FileProblem(
            f"The file mixes two encodings, so some letters would come out wrong. Save it again as UTF-8. {ADVICE}"
        )
    try:
        return _without_nul(data.decode("cp1252"))
    except UnicodeDecodeError as problem:
        raise FileProblem(f"The encoding of the file is not known. {ADVICE}") from problem


def _without_nul(text: str) -> str:
    if "\0" in text:
        raise FileProblem(f"The file holds NUL bytes, so it is not plain text. {ADVICE}")
    return text
