"""Frozen content names other documents by uuid; the engine knows them by slug."""

from collections.abc import Mapping
from typing import Any
from typing import Protocol as Shape

from articles.publishing.registry import Payload
from triage.engine import Protocol, include

_PUBLISHING_ONLY = ("kind", "locale", "wordings", "articles", "review_interval_months", "references", "codes")


class Named(Shape):
    """A document that a protocol uses: a frozen part, or a subject of the gates."""

    @property
    def payload(self) -> Payload: ...


def protocol_of(payload: Payload, parts: Mapping[str, Named]) -> Protocol:
    """The protocol with the packs that it includes merged in. Raises ProtocolError with every problem."""
    packs = [parts[each["id"]].payload for each in payload["includes"] if each["id"] in parts]
    included = {pack["slug"]: Protocol.from_json(engine_form(pack, parts)) for pack in packs}
    return include(Protocol.from_json(engine_form(payload, parts)), included)


def engine_form(payload: Payload, parts: Mapping[str, Named]) -> dict[str, Any]:
    """The payload as the engine reads it (see ``engine/FORMAT.md``)."""
    form = {name: value for name, value in payload.items() if name not in _PUBLISHING_ONLY}
    return {
        **form,
        "default": {**payload["default"], "sources": _slugs(payload["default"]["sources"])},
        "includes": [_slug(each, parts) for each in payload["includes"]],
        "rules": [_rule(each, parts) for each in payload["rules"]],
        "causes": [
            {"slug": _slug(each, parts), "title": _part(each, parts).get("name", "")} for each in payload["causes"]
        ],
        "cause_links": [{**each, "cause": _slug(each["cause"], parts)} for each in payload["cause_links"]],
        "remedies": [_remedy(each, parts) for each in payload["remedies"]],
    }


def _rule(rule: dict[str, Any], parts: Mapping[str, Named]) -> dict[str, Any]:
    red_flag = _slug(rule["red_flag"], parts) if rule["red_flag"] else ""
    return {**rule, "red_flag": red_flag, "sources": _slugs(rule["sources"])}


def _remedy(remedy: dict[str, Any], parts: Mapping[str, Named]) -> dict[str, Any]:
    library = _part(remedy, parts)
    form = {name: value for name, value in remedy.items() if name != "id"}
    return {
        **form,
        "slug": _slug(remedy, parts),
        "title": library.get("name", ""),
        "text": remedy["text"] or library.get("steps", ""),
        "causes": [_slug(each, parts) for each in remedy["causes"]],
    }


def _part(named: Mapping[str, str], parts: Mapping[str, Named]) -> Payload:
    return parts[named["id"]].payload if named["id"] in parts else {}


def _slug(named: Mapping[str, str], parts: Mapping[str, Named]) -> str:
    """Its slug; the uuid stands in for what an included pack uses and this one does not load."""
    return str(_part(named, parts).get("slug", named["id"]))


def _slugs(references: list[dict[str, Any]]) -> list[str]:
    return [each["slug"] for each in references]
