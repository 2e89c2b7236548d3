"""Excerpts with the words that were looked for marked: escaped text, in which ``<mark>`` is the only element."""

from collections.abc import Iterator, Sequence
from html import escape

from .query import Query
from .words import WORD, plain, stem

LENGTH = 220
BEFORE = 60
MOST_MARKS = 60
Span = tuple[int, int, str]


def marked(text: str, query: Query, locale: str) -> str:
    return _mark(text, _spans(text, query, locale))


def snippet(text: str, query: Query, locale: str) -> str:
    """The part of the text that has most of the words, or its start."""
    spans = _spans(text, query, locale)
    start, end = _window(text, spans)
    inside = [(left - start, right - start, word) for left, right, word in spans if start <= left and right <= end]
    excerpt = _mark(" ".join(text[start:end].split("\n")), inside)
    return ("… " if start else "") + excerpt + (" …" if end < len(text) else "")


def _spans(text: str, query: Query, locale: str) -> list[Span]:
    """Places of the wanted words in the text, with their stems."""
    stems, starts = query.marks, query.starts
    spans: list[Span] = []
    for start, end, word in _words_from(query.roots, plain(text)):
        if (known := stem(word, locale)) in stems or word in stems or (starts and word.startswith(starts)):
            spans.append((start, end, known))
            if len(spans) == MOST_MARKS:
                break
    return spans


def _words_from(roots: Sequence[str], text: str) -> Iterator[Span]:
    """Words that start with one of the roots. Looking for each is quicker than making a pattern of them all."""
    found = []
    for root in roots:
        place = text.find(root)
        while place >= 0:
            found.append(place)
            place = text.find(root, place + 1)
    end = 0
    for start in sorted(found):
        if start >= end and not (start and text[start - 1].isalnum()) and (whole := WORD.match(text, start)):
            end = whole.end()
            yield start, end, whole.group().replace("'", "").replace("’", "")


def _window(text: str, spans: list[Span]) -> tuple[int, int]:
    def worth(first: Span) -> tuple[int, int]:
        inside = [span for span in spans if first[0] <= span[0] and span[1] <= first[0] + LENGTH - BEFORE]
        return len({word for _, _, word in inside}), -first[0]

    best = max(spans, key=worth)[0] if spans else 0
    start = _start_of_word(text, max(0, best - BEFORE)) if best > BEFORE else 0
    end = min(len(text), start + LENGTH)
    if end < len(text):
        space = text.rfind(" ", start + LENGTH // 2, end)
        end = space if space > 0 else end
    return start, end


def _start_of_word(text: str, position: int) -> int:
    """After the sentence end or line break nearest before it, or else at a word."""
    line = max(text.rfind(mark, max(0, position - 40), position + BEFORE - 5) for mark in ("\n", ". "))
    if line >= 0:
        return line + (1 if text[line] == "\n" else 2)
    found = WORD.search(text, position)
    after = WORD.search(text, found.end()) if found else None
    return after.start() if after and after.start() < position + BEFORE else position


def _mark(text: str, spans: list[Span]) -> str:
    parts, end = [], 0
    for start, stop, _ in spans:
        parts += [escape(text[end:start], quote=False), f"<mark>{escape(text[start:stop], quote=False)}</mark>"]
        end = stop
    return "".join(parts) + escape(text[end:], quote=False)
