"""The messages that receivers get (``healthkb.webhooks``), as OpenAPI 3.1 describes them."""

from typing import Any

from articles.api.changes import CHANGE
from articles.publishing.describing import INSTANT, list_of, object_of, ref

AT_OUR_SERVER = {"type": "string", "format": "uri-reference", "description": "Begins at the root of the server."}
OR_NULL = {**AT_OUR_SERVER, "type": ["string", "null"]}
SENT_CHANGE = object_of({**CHANGE["properties"], "url": AT_OUR_SERVER, "redirect_to": OR_NULL})
MESSAGE = object_of(
    {
        "type": {"type": "string", "enum": ["content.changed", "test"]},
        "timestamp": INSTANT,
        "data": object_of(
            {
                "changes": list_of(ref("WebhookChange")),
                "surrogate_keys": list_of({"type": "string", "description": "What a shared cache has to forget."}),
            }
        ),
    }
)
HEADERS = {
    "webhook-id": "The message. The same on every attempt, so leave out what comes twice.",
    "webhook-timestamp": "When this attempt was made, in seconds. Refuse what is older than five minutes.",
    "webhook-signature": "One or two signatures with spaces between them, one of which has to fit (Standard Webhooks).",
}
EXAMPLE = {
    "type": "content.changed",
    "timestamp": "2026-11-02T09:00:00+00:00",
    "data": {
        "changes": [
            {
                "sequence": 412,
                "event": "withdraw",
                "id": "73f55ddf-f38c-49de-b4d8-9cbd6615dd9c",
                "type": "article",
                "slug": "thigh-twitching",
                "lang": "en",
                "version": 3,
                "at": "2026-11-02T09:00:00+00:00",
                "url": "/api/v1/articles/thigh-twitching/?lang=en",
                "reason": "A mistake was found. A corrected page follows.",
                "withdrawal_kind": "published_in_error",
                "redirect_to": None,
            }
        ],
        "surrogate_keys": ["doc-73f55ddf-f38c-49de-b4d8-9cbd6615dd9c", "list-article", "lists"],
    },
}


def describe_webhooks(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """A hook of drf-spectacular."""
    result["components"]["schemas"] |= {"WebhookChange": SENT_CHANGE, "WebhookMessage": MESSAGE}
    result["webhooks"] = {"content.changed": {"post": _operation()}}
    return result


def _operation() -> dict[str, Any]:
    return {
        "operationId": "content_changed",
        "summary": "Something was published, corrected or withdrawn",
        "description": (
            "Sent to the addresses that an administrator added, at least once each, signed as Standard Webhooks has "
            "it. The change feed is what is complete: follow it from the last `sequence` that you have."
        ),
        "tags": ["sync"],
        "parameters": [
            {"in": "header", "name": name, "required": True, "schema": {"type": "string"}, "description": words}
            for name, words in HEADERS.items()
        ],
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": ref("WebhookMessage"), "example": EXAMPLE}},
        },
        "responses": {
            "2XX": {"description": "You have it."},
            "410": {"description": "You want no more: the endpoint is switched off."},
            "default": {"description": "Anything else, or nothing within 15 seconds: it is sent again later."},
        },
    }
