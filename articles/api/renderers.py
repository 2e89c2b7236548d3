import json
from collections.abc import Mapping
from typing import Any

from rest_framework.renderers import JSONRenderer


class StoredJSONRenderer(JSONRenderer):
    """Sends bytes that are JSON already as they are; the browsable pages get them with line breaks."""

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> Any:
        if not isinstance(data, bytes):
            return super().render(data, accepted_media_type, renderer_context)
        if (renderer_context or {}).get("indent"):
            return json.dumps(json.loads(data), ensure_ascii=False, indent=2).encode()
        return data
