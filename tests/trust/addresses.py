"""Every pattern of the URL resolver, and an address for it in the base of ``tests.trust.base``."""

import re
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

PART = re.compile(r"<(?:(?P<converter>\w+):)?(?P<name>\w+)>")
_GROUP = re.compile(r"\(\?P<(\w+)>[^()]*\)")


def patterns() -> list[str]:
    """As they stand in the URLconf, prefixes put together, in the order in which they are tried."""
    return list(_walk(get_resolver(), ""))


def _walk(resolver: Any, prefix: str) -> Iterator[str]:
    for entry in resolver.url_patterns:
        whole = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry, whole)
        elif isinstance(entry, URLPattern):
            yield whole


def plain(pattern: str) -> str:
    """A pattern without the signs of regular expressions."""
    return _GROUP.sub(r"<str:\1>", pattern).replace("^", "").replace("$", "").replace("\\", "")


def address_of(pattern: str, values: dict[str, Any]) -> str:
    text = plain(pattern)
    return "/" + PART.sub(lambda part: _value(text, part["name"], values), text)


def _value(pattern: str, name: str, values: dict[str, Any]) -> str:
    if name == "type":
        return "article"
    if pattern.startswith("admin/"):
        return _admin_value(pattern, name, values)
    for start, found in PUBLIC.items():
        if pattern.startswith(start):
            return str(values.get(found, found))
    return str(values[name])


def _admin_value(pattern: str, name: str, values: dict[str, Any]) -> str:
    if name == "app_label":
        return "articles"
    if name == "url":
        return "no/such/page"
    if "/many/" in pattern:
        return str(values["bulk"])
    if name == "content_type_id":
        return "1"
    _, app, model = pattern.split("/")[:3]
    if name == "uuid":
        return str(values["batch"])
    if "<path:content_type_id>" in pattern:
        return "1"
    rows = apps.get_model(app, model)._base_manager.order_by("pk").values_list("pk", flat=True)[:2]
    return str(rows[1] if name == "other" else rows[0])


# What stands in the base, by where the address begins; the first that fits. A word in it, or the name of a value.
PUBLIC = {
    "api/v1/triage/": "leg",
    "triage/": "leg",
    "api/v1/questions/status/": "question token",
    "questions/status/": "question token",
    "api/v1/problem-reports/status/": "report token",
    "feedback/status/": "report token",
    "api/v1/questions/": "question",
    "api/v1/expert-sessions/": "clinic",
    "sessions/": "clinic",
    **{
        f"{start}{name}/": slug
        for name, slug in {
            "causes": "tired-muscles",
            "remedies": "rest",
            "red-flags": "weakness",
            "tests": "blood-test",
            "faqs": "is-it-bad",
            "topics": "thighs",
            "wording": "gb",
        }.items()
        for start in ("api/v1/", "")
    },
    "media/": "picture",
    "api/v1/": "twitching",
    "problems/": "not-found",
}
