"""What the page of a document shows beside its form: where it stands, and what can be done next."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from articles.models import Published
from articles.publishing import (
    allowed_transitions,
    freeze_row,
    is_enough,
    kind_named,
    live_users_of,
    statuses_of_frozen,
)
from articles.services.translations import behind
from articles.services.uses import users_of

from .columns import state_words
from .links import change_url
from .transitions import DOCUMENT_TRANSITIONS

MAIN_ACTIONS = ("submit",)


@dataclass(frozen=True, slots=True)
class Button:
    label: str
    url: str
    danger: bool = False
    main: bool = False


def page_context(model_admin: Any, request: Any, document: Any) -> dict[str, Any]:
    at = timezone.now()
    frozen = freeze_row(kind_named(document.kind), document)
    found = getattr(document, "live_found", None)
    live = None if found is None else {key: row for key, row in found.items() if key == document.pk}
    status = statuses_of_frozen({document.pk: frozen}, at=at, live=live)[document.pk]
    allowed = allowed_transitions(document, by=request.user, at=at, status=status)
    return {
        "status": status,
        "behind": behind([document], at=at).get(document.pk),
        "state_words": state_words(status),
        "buttons": _buttons(model_admin, document, status, allowed),
        "live_users": live_users_of(document, at=at) if status.live and model_admin.uses else [],
        "used_in": _used_in(document) if model_admin.uses else None,
        "checks": getattr(document, "check_summary", None),
        "checks_address": reverse(
            f"admin:{model_admin.opts.app_label}_{model_admin.opts.model_name}_report", args=[document.pk]
        ),
        "approvals": status.approvals,
        "enough": bool(
            status.request and is_enough(status.request.change_kind, status.approvals, status.request.clinical_reviews)
        ),
    }


def _used_in(document: Any) -> list[tuple[Any, str]]:
    return [(user, change_url(user)) for user in users_of(document)]


def _buttons(model_admin: Any, document: Any, status: Any, allowed: list[str]) -> list[Button]:
    opts = model_admin.opts
    found = [
        Button(
            each.label,
            reverse(f"admin:{opts.app_label}_{opts.model_name}_{each.name}", args=[document.pk]),
            danger=each.danger,
            main=each.name in MAIN_ACTIONS,
        )
        for each in DOCUMENT_TRANSITIONS.values()
        if each.name in allowed
    ]
    if status.request is not None:
        url = reverse("admin:articles_reviewrequest_change", args=[status.request.pk])
        words = "Open the review" if "approve" not in allowed else "Review it"
        found.insert(0, Button(words, url, main=True))
    return found


def live_entries(keys: list[int], at: Any) -> dict[int, Published]:
    """What readers have of these library entries, by document key."""
    found = Published.objects.live(at).filter(document_id__in=keys).defer("body", "summary")
    return {row.document_id: row for row in found.select_related("version")}
