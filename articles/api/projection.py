"""``?fields=``: only some of a document's own fields; ``?expand=``: some more of them in a list."""

import json

from drf_spectacular.utils import OpenApiParameter
from rest_framework import status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from articles.publishing.bytes import to_bytes
from articles.publishing.describing import public_names, summary_names
from articles.publishing.registry import DocumentKind

PARTIAL = "application/vnd.healthkb.partial+json"
ALWAYS = ("id", "type", "slug", "lang", "version")


def fields_parameter(kind: DocumentKind) -> OpenApiParameter:
    return OpenApiParameter(
        "fields",
        {"type": "array", "items": {"type": "string", "enum": list(public_names(kind.name))}},
        style="form",
        explode=False,
        description=f"Only these fields, besides {', '.join(ALWAYS)}. On a list: of the whole documents.",
    )


def expand_parameter(kind: DocumentKind) -> OpenApiParameter:
    return OpenApiParameter(
        "expand",
        {"type": "array", "items": {"type": "string", "enum": list(public_names(kind.name))}},
        style="form",
        explode=False,
        description="These fields of the whole documents, besides what a list has of them.",
    )


def fields_of(request: Request, kind: DocumentKind) -> tuple[str, ...]:
    """The names that were asked for, or none. Raises ValidationError with the known ones."""
    fields, more = names_in(request, "fields", kind), names_in(request, "expand", kind)
    return (*(fields or summary_names(kind.name)), *more) if more else fields


def names_in(request: Request, parameter: str, kind: DocumentKind) -> tuple[str, ...]:
    asked = request.query_params.get(parameter)
    if asked is None:
        return ()
    names = tuple(dict.fromkeys(name.strip() for name in asked.split(",")))
    known = public_names(kind.name)
    if unknown := [name for name in names if name not in known]:
        raise ValidationError({parameter: f"There is no field {', '.join(unknown)}. Use: {', '.join(known)}."})
    return names


def as_partial(response: Response, request: Request) -> Response:
    """Says by its media type that it is not the whole document."""
    if response.status_code == status.HTTP_200_OK and request.accepted_renderer.format == "json":
        response.content_type = PARTIAL
    return response


def project(body: bytes, names: tuple[str, ...]) -> bytes:
    """In the order of the document."""
    return to_bytes({name: value for name, value in json.loads(body).items() if name in (*ALWAYS, *names)})
