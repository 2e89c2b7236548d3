from collections.abc import Callable
from typing import Any

from django.urls import path, reverse

MOST_DIGITS = 18  # of the number of a row


def change_url(row: Any) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def row_number(text: str | None) -> int | None:
    """What an address or a form says, if a row can have it for its number."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else None


def is_list(request: Any) -> bool:
    """Whether a list of the admin is asked for, rather than the page of one row."""
    match = request.resolver_match
    return bool(match and (match.url_name or "").endswith("_changelist"))


def row_urls(model_admin: Any, **views: Callable[..., Any]) -> list[Any]:
    """Pages about one row, by name: ``sign_out`` is at ``<pk>/sign-out/``, and its view is given the ``pk``."""
    model = f"{model_admin.opts.app_label}_{model_admin.opts.model_name}"
    return [
        path(
            f"<int:pk>/{name.replace('_', '-')}/",
            model_admin.admin_site.admin_view(view),
            name=f"{model}_{name}",
        )
        for name, view in views.items()
    ]
