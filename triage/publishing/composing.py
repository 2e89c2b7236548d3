"""The public protocol: everything a front end needs to ask, answer and explain without a connection."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from articles.content.markdown import rich_text
from articles.content.vocabulary import Urgency
from articles.publishing import Refused
from articles.publishing.composing import Composition, Part
from articles.publishing.fields import Json
from articles.publishing.registry import DocumentKind, Facet, Payload
from triage.compiler import full_form, protocol_of
from triage.engine import Protocol, ProtocolError

NOT_PUBLIC = ("slug", "includes", "cases")


class CannotRun(Refused):
    """A draft that is not whole yet, so that there is nothing to show."""


def compose_protocol(kind: DocumentKind, payload: Payload, into: Composition) -> dict[str, Json]:
    """Rules and questions are the engine's own form, with included packs merged in and every default stated."""
    packs = _use_all(payload["includes"], into)
    wordings = sorted(_use_all(payload["wordings"], into), key=lambda part: part.slug)
    public = full_form(_runnable(payload, into))
    return {
        **{name: value for name, value in public.items() if name not in NOT_PUBLIC},
        "included": [{"slug": pack.slug, "title": pack.payload["title"], "version": pack.number} for pack in packs],
        "causes": [_cause(each, into) for each in public["causes"]],
        "remedies": [_remedy(each, into) for each in public["remedies"]],
        "red_flags": [_red_flag(part, into) for part in _red_flags([payload, *(pack.payload for pack in packs)], into)],
        "wordings": [_wording(part.payload) for part in wordings],
        "articles": [
            {"id": each["id"], "slug": each["slug"], "url": f"/api/v1/articles/{each['slug']}/"}
            for each in payload["articles"]
        ],
        "codes": payload["codes"],
        "reference_ids": _cite([payload, *(pack.payload for pack in packs)], into),
    }


def _runnable(payload: Payload, into: Composition) -> Protocol:
    try:
        return protocol_of(payload, into.parts)
    except ProtocolError as error:
        words = "This check cannot run yet, so it cannot be shown. Its page of checks says what to put right."
        raise CannotRun(words) from error


def protocol_facets(body: Mapping[str, Any]) -> Iterable[Facet]:
    yield "letter", body["title"][:1].casefold()
    yield from {("article", article["slug"]) for article in body["articles"]}


def _use_all(named: Iterable[Mapping[str, str]], into: Composition) -> list[Part]:
    return [part for each in named if (part := into.use(each["id"]))]


def _cause(cause: dict[str, Json], into: Composition) -> dict[str, Json]:
    part = _use_named("cause", cause["slug"], into)
    payload = part.payload
    return {
        "id": part.id,
        **cause,
        "serious": payload["serious"],
        "what_to_do": rich_text(payload["what_to_do"], into.address_of),
        "when_to_suspect": rich_text(payload["when_to_suspect"], into.address_of),
    }


def _remedy(remedy: dict[str, Json], into: Composition) -> dict[str, Json]:
    part = _use_named("remedy", remedy["slug"], into)
    return {"id": part.id, **remedy, "steps": rich_text(remedy["text"], into.address_of)}


def _use_named(kind: str, slug: str, into: Composition) -> Part:
    part = next(part for part in into.parts.values() if (part.kind, part.slug) == (kind, slug))
    into.use(part.id)
    return part


def _red_flags(payloads: Iterable[Payload], into: Composition) -> Iterator[Part]:
    wanted = {rule["red_flag"]["id"] for payload in payloads for rule in payload["rules"] if rule["red_flag"]}
    found = [part for each in sorted(wanted) if (part := into.use(each))]
    return iter(sorted(found, key=lambda part: part.slug))


def _red_flag(part: Part, into: Composition) -> dict[str, Json]:
    payload = part.payload
    return {
        "id": part.id,
        "slug": part.slug,
        "name": payload["name"],
        "urgency": payload["urgency"],
        "text": rich_text(payload["text"], into.address_of),
        "action": rich_text(payload["action"], into.address_of),
    }


def _wording(payload: Payload) -> dict[str, Json]:
    by_urgency = {each["urgency"]: each for each in payload["levels"]}
    return {
        "slug": payload["slug"],
        "country": payload["country"],
        "emergency_number": payload["emergency_number"],
        "disclaimer": rich_text(payload["disclaimer"]),
        "safety_net": rich_text(payload["safety_net"]),
        "levels": [_level(by_urgency[urgency]) for urgency in Urgency if urgency in by_urgency],
    }


def _level(level: Mapping[str, str]) -> dict[str, Json]:
    return {
        "level": level["urgency"],
        "label": level["label"],
        "timeframe": level["timeframe"],
        "action": rich_text(level["action"]),
    }


def _cite(payloads: Iterable[Payload], into: Composition) -> list[str]:
    own: list[str] = []
    for payload in payloads:
        own += [into.cite(each) for each in payload["references"]]
        for each in [*payload["default"]["sources"], *(one for rule in payload["rules"] for one in rule["sources"])]:
            into.cite(each)
    return list(dict.fromkeys(own))
