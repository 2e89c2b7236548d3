"""What every operation of the API has in common, added to its OpenAPI description."""

from typing import Any

from healthkb.api.errors import MEDIA_TYPE

PROBLEM = {
    "type": "object",
    "description": "An error (RFC 9457).",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {
            "type": "string",
            "format": "uri-reference",
            "description": "A stable name, explained there.",
        },
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What happened this time, and what to do."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["detail"],
                "properties": {
                    "pointer": {"type": "string", "description": "A JSON pointer into the body."},
                    "parameter": {"type": "string", "description": "The name of a query parameter."},
                    "detail": {"type": "string"},
                },
            },
        },
    },
}

API_KEY = {
    "type": "http",
    "scheme": "bearer",
    "description": "A key made in the admin. Published content is read without one; a key gives higher limits.",
}
KEY: dict[str, list[str]] = {"apiKey": []}
NEEDS_KEY = "/api/v1/preview/"


def document_problems(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Every operation answers anything but its own statuses with a problem document."""
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    answer = {
        "description": "Any error, as a problem document.",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for path, operations in result["paths"].items():
        for operation in operations.values():
            operation["responses"].setdefault("default", answer)
            operation["security"] = [KEY] if path.startswith(NEEDS_KEY) else [{}, KEY]
    result["components"]["securitySchemes"] = {"apiKey": API_KEY}
    return result
