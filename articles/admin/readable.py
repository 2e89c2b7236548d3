"""A frozen version as labelled texts, and what differs between two of them, word by word."""

import difflib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from articles.content.markdown import to_html
from articles.models import Document, Version

_SKIPPED = {"kind", "slug", "locale"}
_WORDS = re.compile(r"\s+|[^\s]+")
Texts = dict[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """``before`` and ``after`` are safe HTML. Empty where there is nothing."""

    label: str
    before: SafeString
    after: SafeString
    changed: bool


def texts_of(versions: Iterable[Version | None]) -> list[Texts]:
    """The texts of each version by label. One query finds the names of everything that they use."""
    payloads = [json.loads(version.payload) if version else {} for version in versions]
    names = _names(payloads)
    return [dict(_flatten(payload, names, "")) for payload in payloads]


def compare(before: Texts, after: Texts) -> list[Row]:
    """In the order of the new text, with what was taken out at the end."""
    labels = [*after, *(label for label in before if label not in after)]
    rows = [_row(label, before.get(label, ""), after.get(label, "")) for label in labels]
    return [row for row in rows if row.before or row.after]


def rendered(texts: Texts) -> list[tuple[str, SafeString]]:
    """As readers will see each text."""
    # to_html cleans what it returns.
    return [(label, mark_safe(to_html(text))) for label, text in texts.items() if text]  # noqa: S308


def _row(label: str, before: str, after: str) -> Row:
    if before == after:
        return Row(label, format_html("{}", before), format_html("{}", after), False)
    old, new = _marked(before, after)
    return Row(label, old, new, True)


def _marked(before: str, after: str) -> tuple[SafeString, SafeString]:
    old_words, new_words = _WORDS.findall(before), _WORDS.findall(after)
    old: list[str] = []
    new: list[str] = []
    matcher = difflib.SequenceMatcher(a=old_words, b=new_words, autojunk=False)
    for verb, a, b, c, d in matcher.get_opcodes():
        old.append(_wrap("".join(old_words[a:b]), "del", verb))
        new.append(_wrap("".join(new_words[c:d]), "ins", verb))
    return mark_safe("".join(old)), mark_safe("".join(new))  # noqa: S308 - every piece is escaped


def _wrap(text: str, tag: str, verb: str) -> str:
    safe = escape(text)
    return f"<{tag}>{safe}</{tag}>" if text and verb != "equal" else str(safe)


def _names(payloads: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    ids = {each for payload in payloads for each in _ids(payload)}
    found = Document.objects.filter(uuid__in=ids).values_list("uuid", "title") if ids else []
    return {str(uuid): title for uuid, title in found}


def _ids(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        if isinstance(value.get("id"), str):
            yield value["id"]
        for each in value.values():
            yield from _ids(each)
    elif isinstance(value, list):
        for each in value:
            yield from _ids(each)


def _flatten(value: Any, names: Mapping[str, str], label: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, each in value.items():
            if key not in _SKIPPED:
                yield from _flatten(each, names, _joined(label, key.replace("_", " ")))
    elif isinstance(value, list) and value and isinstance(value[0], Mapping):
        for index, each in enumerate(value, 1):
            yield from _item(each, names, label, index)
    elif isinstance(value, list):
        yield label, "\n".join(f"- {each}" for each in value)
    else:
        yield label, _plain(value)


def _item(item: Mapping[str, Any], names: Mapping[str, str], label: str, index: int) -> Iterator[tuple[str, str]]:
    name = names.get(item.get("id", "")) or item.get("heading") or item.get("title") or item.get("slug")
    rest = {key: each for key, each in item.items() if key != "id" and each not in ("", [], None)}
    where = f"{label}: {name}" if name else f"{label} {index}"
    if not rest or set(rest) <= _SKIPPED:
        yield where, str(name or "")
    elif "publisher" in rest:
        yield where, f"{rest['publisher']}: {rest['title']} {rest.get('url', '')}"
    else:
        yield from _flatten(rest, names, where)


def _joined(label: str, key: str) -> str:
    return f"{label}, {key}" if label else key.capitalize()


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return "" if value is None else str(value)
