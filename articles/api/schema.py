"""The OpenAPI description of the public reads."""

from typing import Any, TypeVar

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view

from articles.publishing.describing import components, list_of, name_of, object_of, ref
from articles.publishing.registry import DocumentKind, all_kinds

from .languages import LANG
from .projection import ALWAYS, PARTIAL, expand_parameter, fields_parameter

ViewSet = TypeVar("ViewSet", bound=type)
URL_OR_NULL = {"type": ["string", "null"], "format": "uri"}

PROBLEMS = {
    400: "A parameter is not known or has a value that is not; `errors` names it, with the ones that are.",
    404: "Nothing is published here. `did_you_mean` names addresses that are alike.",
    406: "Ask for `application/json`.",
    410: "Taken away from readers; `reason` and `withdrawal_kind` say why.",
    503: "It is withheld or switched off just now.",
    429: "Too many requests; wait for as long as `Retry-After` says.",
}
CACHE_HEADERS = [
    OpenApiParameter("ETag", str, OpenApiParameter.HEADER, response=[200, 304], description="Changes with the body."),
    OpenApiParameter("Cache-Control", str, OpenApiParameter.HEADER, response=[200, 304]),
    OpenApiParameter("Surrogate-Key", str, OpenApiParameter.HEADER, response=[200, 304], description="For purges."),
]
LAST_MODIFIED = OpenApiParameter("Last-Modified", str, OpenApiParameter.HEADER, response=[200, 304])


def responses(
    body: dict[str, Any] | None, about: str, *problems: int, media_type: str = "application/json"
) -> dict[Any, Any]:
    """A body with its 304, and the problems that come with nearly everything. None is a body that is not JSON."""
    found: dict[Any, Any] = {
        (200, media_type): OpenApiResponse(body, about),
        304: OpenApiResponse(None, "The client has it already."),
    }
    for code in sorted({400, 406, 429, *problems}):
        found[code, "application/problem+json"] = OpenApiResponse(ref("Problem"), PROBLEMS[code])
    return found


def describe_documents(viewset: ViewSet, kind: DocumentKind) -> ViewSet:
    name, (tag, *_) = name_of(kind), kind.collection.split("/")
    moved = {301: OpenApiResponse(None, "Another one has taken its place; `Location` names it.")}
    described: ViewSet = extend_schema_view(
        list=extend_schema(
            operation_id=f"list_{kind.collection.replace('-', '_').replace('/', '_')}",
            summary=f"List: {kind.label}",
            description="Filters of one name are joined by “or” (comma lists), those of several names by “and”.",
            tags=[tag],
            parameters=[fields_parameter(kind), expand_parameter(kind), *CACHE_HEADERS],
            responses=responses(ref(f"{name}Page"), "One page of the list.", 404) | partial(f"{name}PartialPage"),
        ),
        retrieve=extend_schema(
            operation_id=f"get_{kind.name}",
            summary=f"Read: {kind.label}",
            description="The whole document, as it was published.",
            tags=[tag],
            parameters=[SLUG, LANG, fields_parameter(kind), *CACHE_HEADERS, LAST_MODIFIED],
            responses=responses(ref(name), "The document.", 404, 410, 503) | partial(f"{name}Partial") | moved,
        ),
    )(viewset)
    return described


def partial(name: str) -> dict[Any, Any]:
    """A media type of its own, so that the fields of a whole document stay always there in generated clients."""
    return {(200, PARTIAL): OpenApiResponse(ref(name), "With `fields`: only those.")}


SLUG = OpenApiParameter("slug", str, OpenApiParameter.PATH, description="The last part of the address.")


def page_of(items: dict[str, Any]) -> dict[str, Any]:
    return object_of(
        {"count": {"type": "integer"}, "next": URL_OR_NULL, "previous": URL_OR_NULL, "results": list_of(items)}
    )


def all_components() -> dict[str, Any]:
    found = components()
    for name in [name_of(kind) for kind in all_kinds()]:
        found[f"{name}Page"] = page_of(ref(f"{name}Summary"))
        found[f"{name}Partial"] = {**found[name], "required": list(ALWAYS), "description": "What `fields` asked for."}
        found[f"{name}PartialPage"] = page_of(ref(f"{name}Partial"))
    return found


def add_components(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """A hook of drf-spectacular: the shapes that operations name."""
    schemas = result.setdefault("components", {}).setdefault("schemas", {})
    schemas.update(all_components())
    result["components"]["schemas"] = dict(sorted(schemas.items()))
    return result
