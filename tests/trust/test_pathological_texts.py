"""Texts at the size limit that are meant to make a renderer slow, measured in CPU time."""

import gc
import os
import time
from collections.abc import Callable

import pytest

from articles.content.differences import word_differences
from articles.content.markdown import rich_text
from articles.content.readability import grades
from articles.content.text import MAX_BODY

# The goal, for a quiet machine. Without LONG_TESTS=1 only what explodes fails: that takes tens of seconds.
MOST_SECONDS = 0.25 if os.environ.get("LONG_TESTS") else 2.0
PIECES = {
    "open brackets": "[",
    "open brackets, long": "[" * 500 + "a\n\n",
    "closed brackets": "[a](",
    "links in links": "[a](<b>",
    "pictures": "![",
    "pictures with brackets": "![[]()",
    "angle brackets": "<",
    "angle brackets and spaces": "< ",
    "half tags": "<a ",
    "half comments": "<!--",
    "half instructions": "<?",
    "half CDATA": "<![CDATA[",
    "half declarations": "<!A",
    "stars": "*",
    "stars and letters": "*a ",
    "stars and lines": "*a_ ",
    "both emphases": "**a *a ",
    "underlines": "_a __a ",
    "quotes": "> ",
    "quotes in quotes": ">",
    "lists in lists": "- ",
    "numbers": "1. a\n",
    "indented lists": "   - a\n",
    "backticks": "`",
    "backticks growing": "`a``b```c",
    "backslashes": "\\",
    "entities": "&amp;",
    "half entities": "&#x",
    "references": "[a]: b\n",
    "references used": "[a][a]",
    "labels": "[" + "a" * 999 + "]",
    "tables": "|a",
    "table rows": "|a|\n|-|\n",
    "table of many columns": "a|" * 400 + "\n" + "-|" * 400 + "\n",
    "headings": "# a\n",
    "underlined headings": "a\n-\n",
    "rules": "***\n",
    "fences": "```\n",
    "tabs": "\t",
    "spaces": " ",
    "newlines": "\n",
    "hard breaks": "a  \n",
    "one word": "a",
    "accents": "a\u0301",
    "emoji": "👩‍👩‍👧",
    "addresses": "https://a.example/ ",
    "automatic links": "<https://a>",
    "parentheses": "[a](" + "(" * 30,
    "titles": '[a](b "',
    "documents": "[a](kb:article/a) ",
}


def filled(piece: str) -> str:
    return (piece * (MAX_BODY // len(piece) + 1))[:MAX_BODY]


def growing(piece: str) -> str:
    """Deeper and deeper, as "> > > a"."""
    return "\n".join(piece * depth + "a" for depth in range(1, 200))[:MAX_BODY]


def rendering(text: str) -> None:
    rich_text(text)


def grading(text: str) -> None:
    grades([text])


def comparing(text: str) -> None:
    """As the review page does, with a text that was changed throughout."""
    word_differences(text, text[::-1])


@pytest.mark.parametrize("work", [rendering, grading, comparing])
def test_every_text_is_read_in_time(work: Callable[[str], None]) -> None:
    assert len(PIECES) >= 24
    texts = {name: filled(piece) for name, piece in PIECES.items()}
    if work is comparing:
        texts |= {f"growing {name}": growing(piece) for name, piece in PIECES.items() if len(piece) < 5}
    # What other tests have left in memory is not looked through again and again meanwhile.
    gc.collect()
    gc.freeze()
    found = {name: seconds_for(work, text) for name, text in texts.items()}
    gc.unfreeze()
    assert {name: round(seconds, 3) for name, seconds in found.items() if seconds > MOST_SECONDS} == {}


def seconds_for(work: Callable[[str], None], text: str) -> float:
    """The best of three if the first is too slow: the machine's caches belong to others too."""
    seconds = MOST_SECONDS + 1
    for _ in range(3):
        began = time.process_time()
        work(text)
        seconds = min(seconds, time.process_time() - began)
        if seconds <= MOST_SECONDS:
            break
    return seconds
