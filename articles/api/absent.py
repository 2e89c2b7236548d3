"""Addresses where nothing is live: never was, was taken away, or has moved."""

import datetime as dt
from typing import Any

from django.urls import reverse
from rapidfuzz import process
from rest_framework import status
from rest_framework.exceptions import APIException, NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from articles.content.surrogate_keys import document_key
from articles.content.vocabulary import Event
from articles.models.change import Change
from articles.models.published import Published
from articles.publishing.registry import DocumentKind

from .caching import cache_control
from .live_rows import offered_rows

ALIKE = 70  # of 100; lower than this, a suggestion is more often a riddle than a help


class Gone(APIException):
    status_code = status.HTTP_410_GONE
    default_code = "gone"

    def __init__(self, change: Change) -> None:
        super().__init__(f"This was taken away from readers: {change.reason}")
        self.extra = {
            "withdrawal_kind": change.withdrawal_kind,
            "reason": change.reason,
            "withdrawn_at": change.at.isoformat(timespec="seconds"),
        }


class SwitchedOff(APIException):
    status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    default_code = "switched-off"
    default_detail = "This is switched off just now. Talk to a health professional if you are worried."


class NothingHere(NotFound):
    """Says which live addresses are alike."""

    def __init__(self, detail: str, did_you_mean: list[str]) -> None:
        super().__init__(detail)
        self.extra: dict[str, Any] = {"did_you_mean": did_you_mean}


def answer_absent(request: Request, kind: DocumentKind, slug: str, locale: str, now: dt.datetime) -> Response:
    """A redirect to what took its place. Raises Gone or NothingHere."""
    change = Change.objects.filter(kind=kind.name, locale=locale, slug=slug).order_by("-sequence").first()
    successor = _successor(change, now) if change else ""
    if successor:
        match = request.resolver_match
        location = reverse(match.view_name if match else f"{kind.name}-detail", kwargs={"slug": successor})
        query = request.META.get("QUERY_STRING", "")
        headers = {
            "Location": f"{location}?{query}" if query else location,
            "Cache-Control": cache_control(now, None),
            "Surrogate-Key": document_key(change.uuid) if change else "",
        }
        return Response(status=status.HTTP_301_MOVED_PERMANENTLY, headers=headers)
    if change and change.event in (Event.WITHDRAW, Event.REDIRECT):
        raise Gone(change)
    alike = _alike(kind, slug, locale, now)
    hint = f" Did you mean {' or '.join(alike)}?" if alike else ""
    raise NothingHere(f"No {kind.label} is published at this address in this language.{hint}", alike)


def _successor(change: Change, now: dt.datetime) -> str:
    """Where to go instead: what an editor named, or the new address of a document whose slug was changed."""
    if change.event == Event.REDIRECT:
        return change.redirect_to
    if change.event == Event.WITHDRAW:
        return ""
    moved = Published.objects.live(now).filter(document_id=change.document_id).exclude(slug=change.slug)
    return moved.values_list("slug", flat=True).first() or ""


def _alike(kind: DocumentKind, slug: str, locale: str, now: dt.datetime) -> list[str]:
    offered = offered_rows(now).live(now).filter(kind=kind.name, locale=locale).values_list("slug", flat=True)
    return [found for found, _, _ in process.extract(slug, list(offered), limit=3, score_cutoff=ALIKE)]
