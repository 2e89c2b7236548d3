"""What every operation of the API has in common, added to its OpenAPI description."""

from typing import Any

from drf_spectacular.openapi import AutoSchema

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
                    "reason": {"type": "string", "description": "A stable word for the mistake."},
                    "valid": {"type": "array", "items": {"type": "string"}, "description": "What would be right."},
                },
            },
        },
        "did_you_mean": {"type": "array", "items": {"type": "string"}, "description": "404: addresses that are alike."},
        "reason": {"type": "string", "description": "410: why it was taken away."},
        "withdrawal_kind": {"type": "string", "description": "410: in which way."},
        "withdrawn_at": {"type": "string", "format": "date-time", "description": "410: when."},
        "current_version": {"type": "integer", "description": "409: the version that is in use."},
        "covered": {"type": "boolean", "description": "Triage: whether there is a check for this."},
        "help": {"$ref": "#/components/schemas/TriageHelp"},
    },
}


class OperationSchema(AutoSchema):
    """Leaves a response that is described by a JSON Schema as it is, instead of making a list of it in lists."""

    _is_described = False

    def _get_response_for_code(self, serializer: Any, *args: Any, **kwargs: Any) -> Any:
        self._is_described = isinstance(getattr(serializer, "response", serializer), dict)
        try:
            return super()._get_response_for_code(serializer, *args, **kwargs)  # type: ignore[no-untyped-call]
        finally:
            self._is_described = False

    def _is_list_view(self, serializer: Any = None) -> bool:
        return not self._is_described and super()._is_list_view(serializer)


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
            if "requestBody" in operation:
                operation["requestBody"]["required"] = True
            operation["security"] = [KEY] if path.startswith(NEEDS_KEY) else [{}, KEY]
    result["components"]["securitySchemes"] = {"apiKey": API_KEY}
    return result
