from typing import Any

from .text_fields import text_field


class FriendlyFields:
    """Our own form fields, in a document and in its rows alike."""

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        default = super().formfield_for_dbfield  # type: ignore[misc]
        return text_field(db_field, lambda **options: default(db_field, request, **options, **kwargs))
