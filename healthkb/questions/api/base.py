"""What the addresses have in common that take something from readers: no cookie, no cache, and no word in a log."""

import datetime as dt
from typing import Any

from django.http import HttpRequest
from rest_framework import status
from rest_framework.exceptions import APIException, NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from articles.api.public import PREFLIGHT, PublicView
from articles.models import Document, Published
from healthkb.questions import services

PREFLIGHT_POST = {**PREFLIGHT, "Access-Control-Allow-Headers": "Content-Type, Accept"}
NO_LINK = "There is nothing behind this link. It may be mistyped, or its time is over."


class ClosedForNow(APIException):
    status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    default_code = "unavailable"
    wait = 24 * 60 * 60


class ReaderView(PublicView):
    """For one person alone, so nothing of it is kept by a cache."""

    http_method_names = ["get", "post", "head", "options"]

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Response:
        methods = {"Access-Control-Allow-Methods": ", ".join(self.allowed_methods)}
        return Response(status=204, headers={**PREFLIGHT_POST, **methods})

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer["Cache-Control"] = "no-store"
        answer["Referrer-Policy"] = "no-referrer"
        answer["X-Robots-Tag"] = "noindex"
        return answer


def private_link(request: Request, of: str, token: str, since: dt.datetime) -> dict[str, str]:
    """The only copy of the token: the database has its hash."""
    url = request.build_absolute_uri(f"/api/v1/{of}/status/{token}/")
    return {"token": token, "status_url": url, "kept_until": kept_until(since)}


def kept_until(since: dt.datetime) -> str:
    return (since + services.kept_for()).isoformat()


def no_such_link() -> NotFound:
    return NotFound(NO_LINK)


def live_document(kind: str, slug: str, locale: str, now: Any) -> Document | None:
    """What readers have at this address; nothing of a draft."""
    row = _live(kind, slug, locale, now).select_related("document").first()
    return row.document if row else None


def live_row(kind: str, slug: str, locale: str, now: Any) -> Published | None:
    row: Published | None = _live(kind, slug, locale, now).select_related("document", "version").first()
    return row


def _live(kind: str, slug: str, locale: str, now: Any) -> Any:
    return Published.objects.live(now).filter(kind=kind, slug=slug, locale=locale).defer("body", "summary")
