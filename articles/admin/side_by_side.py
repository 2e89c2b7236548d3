"""Differences as a page shows them: each text as readers see it, before beside after, the differing words marked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from articles.content.differences import Piece, Words
from articles.content.html_differences import html_differences
from articles.content.markdown import to_html

_MARK = {Piece.TAKEN_OUT: "del", Piece.PUT_IN: "ins"}


@dataclass(frozen=True, slots=True)
class Shown:
    """One field, or one row that was added, removed or moved. ``before`` and ``after`` are safe HTML."""

    label: str
    change: str
    note: str
    before: SafeString
    after: SafeString

    @property
    def has_text(self) -> bool:
        return bool(self.before or self.after)


def side_by_side(lines: Iterable[Mapping[str, Any]]) -> list[Shown]:
    """``lines`` as articles.services.comparing gives them."""
    return [_shown(line) for line in lines]


def _shown(line: Mapping[str, Any]) -> Shown:
    words = line["words"]
    old, new = html_differences(*(to_html(_one_side(words, without)) for without in (Piece.PUT_IN, Piece.TAKEN_OUT)))
    if words and "<del>" not in old and "<ins>" not in new:
        # What differs cannot be seen in the text, such as the address of a link: show how it is written.
        old, new = (as_written(words, without) for without in (Piece.PUT_IN, Piece.TAKEN_OUT))
    # to_html cleans what it returns, and marking words in it adds nothing but the marks.
    return Shown(line["label"], line["change"], line["note"], mark_safe(old), mark_safe(new))  # noqa: S308


def _one_side(words: Words, without: Piece) -> str:
    return "".join(text for piece, text in words if piece != without)


def as_written(words: Words, without: Piece) -> str:
    """One side as HTML, with the marks of Markdown in sight."""
    shown = [(piece, str(escape(text))) for piece, text in words if piece != without]
    pieces = [f"<{_MARK[piece]}>{text}</{_MARK[piece]}>" if piece in _MARK else text for piece, text in shown]
    return f'<p class="text">{"".join(pieces)}</p>'
