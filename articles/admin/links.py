from typing import Any

from django.urls import reverse

MOST_DIGITS = 18  # of the number of a row


def change_url(row: Any) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def row_number(text: str | None) -> int | None:
    """What an address or a form says, if a row can have it for its number."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else None
