"""A frozen version as labelled texts."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from articles.content.markdown import to_html
from articles.models import Document, Version

_IDENTITY = {"kind", "slug", "locale"}
Texts = dict[str, str]


def texts_of(versions: Iterable[Version | None]) -> list[Texts]:
    """The texts of each version by label. One query finds the names of everything that they use."""
    payloads = [json.loads(version.payload) if version else {} for version in versions]
    names = _names(payloads)
    return [dict(_flatten(_content(payload), names, "")) for payload in payloads]


def rendered(texts: Texts) -> list[tuple[str, SafeString]]:
    """As readers will see each text."""
    # to_html cleans what it returns.
    return [(label, mark_safe(to_html(text))) for label, text in texts.items() if text]  # noqa: S308


def _content(payload: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in payload.items() if key not in _IDENTITY}


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
            if key != "slug":
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
    if rest.keys() <= {"slug"}:
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
