"""Markdown to safe HTML and to plain text, once, at publish time."""

import re
from collections.abc import Callable
from functools import cache, lru_cache
from typing import TypedDict

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

ALLOWED_TAGS = {
    *("p", "br", "em", "strong", "ul", "ol", "li", "a", "h2", "h3", "h4", "blockquote", "hr", "code"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
ALLOWED_SCHEMES = {"https", "http", "mailto", "tel"}
# A link to another document, by kind and slug: it stays right when that document gets another name.
DOCUMENT_LINK = re.compile(r"kb:([a-z_]+)/([a-z0-9_-]+)", re.IGNORECASE)
# Past this depth a list or quote can no longer be read, and rendering it only costs time.
MAX_NESTING = 20
_DEEP = "[" * (MAX_NESTING + 1)
# Of the texts whose forms are kept: a thousand of them take 6 MB at most.
LONGEST_KEPT = 2000


# The address of a document, from its kind and slug. Nothing where there is no such page.
Resolver = Callable[[str, str], str | None]


class RichText(TypedDict):
    markdown: str
    html: str
    text: str


@cache
def _renderer() -> MarkdownIt:
    # Pictures are placed by editors as Image rows, which carry alternative text. They are not written in Markdown.
    renderer = MarkdownIt("commonmark", {"html": False, "maxNesting": MAX_NESTING}).enable("table").disable("image")
    renderer.inline.ruler.before("link", "lone_bracket", _lone_bracket)
    return renderer


def _lone_bracket(state: StateInline, silent: bool) -> bool:
    """A bracket that begins no link, told at once: thousands of them would each be read to the end of the text."""
    is_open = state.src[state.pos] == "["
    if not is_open or not (state.src.find("]", state.pos) < 0 or state.src.startswith(_DEEP, state.pos)):
        return False
    if not silent:
        state.pending += "["
    state.pos += 1
    return True


def to_html(markdown: str, address_of: Resolver | None = None) -> str:
    """Clean HTML. Raw HTML in the source shows as the characters that were typed.

    A link to a document that ``address_of`` does not know is left as its words alone.
    """
    return _html(_renderer().parse(markdown), address_of)


def _html(tokens: list[Token], address_of: Resolver | None) -> str:
    for token in tokens:
        token.children = _with_addresses(token.children or [], address_of)
    return nh3.clean(
        _renderer().renderer.render(tokens, _renderer().options, {}),
        tags=ALLOWED_TAGS,
        attributes={"a": {"href"}},
        attribute_filter=_without_hostless_links,
        url_schemes=ALLOWED_SCHEMES,
        link_rel="noopener noreferrer",
    ).strip()


def _with_addresses(tokens: list[Token], address_of: Resolver | None) -> list[Token]:
    found: list[Token] = []
    is_left_out = False
    for token in tokens:
        named = DOCUMENT_LINK.fullmatch(str(token.attrGet("href") or "")) if token.type == "link_open" else None
        if named:
            address = address_of(named[1].lower(), named[2].lower()) if address_of else None
            is_left_out = address is None
            token.attrSet("href", address or "")
        if not (is_left_out and token.type in ("link_open", "link_close")):
            found.append(token)
        is_left_out = is_left_out and token.type != "link_close"
    return found


def _without_hostless_links(tag: str, attribute: str, value: str) -> str | None:
    # "//host" would follow whatever scheme the page has, to a host the scheme list never saw.
    return None if value.lstrip().startswith(("//", "/\\", "\\")) else value


def to_text(markdown: str) -> str:
    """What a reader hears when the text is read aloud: no marks, one line for each block."""
    return _kept_forms(markdown)[1] if _is_kept(markdown) else _text(_renderer().parse(markdown))


def _text(tokens: list[Token]) -> str:
    lines: list[str] = []
    for token in tokens:
        if token.type == "inline":
            lines.append("".join(_inline_text(child.type, child.content) for child in token.children or []))
        elif token.type in ("code_block", "fence"):
            lines.append(token.content.strip())
    return "\n".join(line for line in lines if line)


def headings(markdown: str) -> list[tuple[int, str]]:
    """Level and words of each heading, in order."""
    tokens = _renderer().parse(markdown)
    return [
        (int(token.tag[1]), tokens[index + 1].content)
        for index, token in enumerate(tokens)
        if token.type == "heading_open"
    ]


def links(markdown: str) -> list[tuple[str, str]]:
    """Words and address of each link, in order."""
    found: list[tuple[str, str]] = []
    for token in _renderer().parse(markdown):
        address: str | None = None
        words = ""
        for child in token.children or []:
            if child.type == "link_open":
                address, words = str(child.attrGet("href") or ""), ""
            elif child.type == "link_close" and address is not None:
                found.append((words, address))
                address = None
            else:
                words += _inline_text(child.type, child.content)
    return found


def _inline_text(kind: str, content: str) -> str:
    return " " if kind in ("softbreak", "hardbreak") else content


def rich_text(markdown: str, address_of: Resolver | None = None) -> RichText:
    """All three forms. Those of a short text are kept: a shared cause is composed anew with each of its articles."""
    html, text = _kept_forms(markdown) if _is_kept(markdown) else _forms(markdown, address_of)
    return {"markdown": markdown, "html": html, "text": text}


def _is_kept(markdown: str) -> bool:
    return len(markdown) <= LONGEST_KEPT and "kb:" not in markdown.lower()


def _forms(markdown: str, address_of: Resolver | None = None) -> tuple[str, str]:
    tokens = _renderer().parse(markdown)
    text = _text(tokens)
    return _html(tokens, address_of), text


_kept_forms = lru_cache(maxsize=1000)(_forms)
