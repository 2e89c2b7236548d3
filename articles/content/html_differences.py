"""Two pieces of clean HTML, with the words that only one of them has marked in it."""

import re
from collections.abc import Iterable
from itertools import groupby

from .differences import opcodes

_TOKENS = re.compile(r"<[^>]+>|&#?\w+;|\w+|\s+|[^\w\s<&]|[<&]")


def html_differences(before: str, after: str) -> tuple[str, str]:
    """The first with ``<del>`` around what was taken out, the second with ``<ins>`` around what was put in.

    Tags are left where they are, so that each stays as well formed as it was.
    """
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    left: list[str] = []
    right: list[str] = []
    for verb, a, b, c, d in opcodes(old, new):
        left.append(_marked(old[a:b], "" if verb == "equal" else "del"))
        right.append(_marked(new[c:d], "" if verb == "equal" else "ins"))
    return "".join(left), "".join(right)


def _marked(tokens: Iterable[str], mark: str) -> str:
    if not mark:
        return "".join(tokens)
    runs = (("".join(run), is_tag) for is_tag, run in groupby(tokens, key=_is_tag))
    return "".join(run if is_tag or not run.strip() else f"<{mark}>{run}</{mark}>" for run, is_tag in runs)


def _is_tag(token: str) -> bool:
    return len(token) > 1 and token.startswith("<")
