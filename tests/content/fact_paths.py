"""Reading a place such as ``causes[slug=dehydration].mechanism.text`` out of an article's public JSON."""

import json
import re
from pathlib import Path
from typing import Any

FACTS: list[dict[str, Any]] = json.loads((Path(__file__).parent / "facts.json").read_text(encoding="utf-8"))
PLACED_FACTS = [fact for fact in FACTS if "path" in fact]

_STEP = re.compile(r"(?P<name>\w+)(?:\[(?:slug=(?P<slug>[\w-]+)|(?P<index>\d+))\])?")


def value_at(article: dict[str, Any], path: str) -> Any:
    """The value at a path. A part that is not there raises LookupError, naming the path."""
    return _walk(article, path)[-1]


def references_at(article: dict[str, Any], path: str) -> set[str]:
    """Slugs of the sources of the nearest thing around a path that has sources of its own.

    Published parts name their sources in ``reference_ids``; payloads hold them as ``references``.
    """
    named = [_named(value) for value in _walk(article, path) if isinstance(value, dict)]
    return next(slugs for slugs in reversed(named) if slugs is not None)


def _named(value: dict[str, Any]) -> set[str] | None:
    if "reference_ids" in value:
        return set(value["reference_ids"])
    return {row["slug"] for row in value["references"]} if "references" in value else None


def _walk(article: dict[str, Any], path: str) -> list[Any]:
    values: list[Any] = [article]
    for part in path.split("."):
        step = _STEP.fullmatch(part)
        if step is None or not isinstance(values[-1], dict) or step["name"] not in values[-1]:
            raise LookupError(path)
        values.append(_pick(values[-1][step["name"]], step, path))
    return values


def _pick(value: Any, step: re.Match[str], path: str) -> Any:
    if step["slug"]:
        matches = [item for item in value if item["slug"] == step["slug"]]
        if len(matches) != 1:
            raise LookupError(path)
        return matches[0]
    return value[int(step["index"])] if step["index"] else value
