"""The review page: what is in a request, what readers will see change, and the decision."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from articles.models import Published, ReviewRequest, Version
from articles.publishing import (
    allowed_transitions,
    approvals_of,
    author_ids,
    awaiting_second_look,
    check_gates,
    is_current,
    is_enough,
    kind_named,
    versions_of,
)

from .compare_view import effects_context, row_changes
from .history import RecordAdmin
from .page import Button, live_entries
from .readable import Row, compare, rendered, texts_of
from .transition_urls import transition_urls
from .transitions import REQUEST_TRANSITIONS

# A request can hold a whole library. Its own page lists everything.
NAMED = 3


@dataclass(frozen=True, slots=True)
class Item:
    """One version in the request. ``rows`` compare it with what is live; a new document has ``texts`` instead."""

    version: Version
    kind: str
    live: Published | None
    rows: list[Row]
    texts: list[Any]
    row_changes: list[Any]

    @property
    def changed(self) -> list[Row]:
        return [row for row in self.rows if row.changed]


@admin.register(ReviewRequest)
class ReviewRequestAdmin(RecordAdmin):
    change_form_template = "articles/admin/review_request.html"
    list_display = ("change_note", "what", "change_kind", "submitted_by", "submitted_at", "go_live_at", "outcome")
    list_filter = ("closed_as", "change_kind", "submitted_at")
    list_select_related = ("submitted_by",)
    search_fields = ("change_note", "versions__document__title", "versions__document__slug")
    fields = ("change_note",)

    def get_queryset(self, request: Any) -> Any:
        rows = super().get_queryset(request).select_related("submitted_by", "closed_by")
        return rows.prefetch_related("items__version__document", "reviews", "versions__authors")

    @admin.display(description="what is in it")
    def what(self, request: ReviewRequest) -> str:
        items = list(request.items.all())
        named = [str(item.version.document) for item in items if item.is_main][:NAMED]
        more = len(items) - len(named)
        return ", ".join(named) + (f" and {more} more" if more else "")

    @admin.display(description="outcome")
    def outcome(self, request: ReviewRequest) -> str:
        if request.closed_as:
            return str(request.get_closed_as_display())
        return (
            "Approved"
            if is_enough(request.change_kind, approvals_of(request), request.clinical_reviews)
            else "Waiting for review"
        )

    def get_urls(self) -> Any:
        return [*transition_urls(self, REQUEST_TRANSITIONS), *super().get_urls()]

    def render_change_form(self, request: Any, context: Any, *args: Any, **kwargs: Any) -> Any:
        context.update(review_context(kwargs["obj"], request.user))
        return super().render_change_form(request, context, *args, **kwargs)


def review_context(request: ReviewRequest, user: Any) -> dict[str, Any]:
    at = timezone.now()
    versions = versions_of(request)
    live = live_entries([version.document_id for version in versions], at)
    items = _items(versions, live)
    main = {item.version_id for item in request.items.all() if item.is_main}
    current = not request.is_open or is_current(request)
    return {
        "title": "Review",
        "request_row": request,
        "main_items": [item for item in items if item.version.pk in main],
        "along_items": [item for item in items if item.version.pk not in main],
        **effects_context(request),
        "gate_problems": check_gates((version.document for version in versions), at=at) if request.is_open else [],
        "reviews": list(request.reviews.all()),
        "current": current,
        "enough": is_enough(request.change_kind, approvals_of(request), request.clinical_reviews),
        "wrote_it": user.pk in author_ids(request),
        "buttons": _buttons(request, versions, user, at),
    }


def _items(versions: list[Version], live: dict[int, Published]) -> list[Item]:
    before = [live[each.document_id].version if each.document_id in live else None for each in versions]
    texts = texts_of([*before, *versions])
    pairs = zip(versions, texts[: len(versions)], texts[len(versions) :], strict=True)
    return [
        Item(
            version,
            kind_named(version.document.kind).label,
            live.get(version.document_id),
            compare(old, new) if version.document_id in live else [],
            [] if version.document_id in live else rendered(new),
            row_changes(old_version, version),
        )
        for (version, old, new), old_version in zip(pairs, before, strict=True)
    ]


def _buttons(request: ReviewRequest, versions: list[Version], user: Any, at: Any) -> list[Button]:
    names = _possible(request, versions, user, at)
    return [
        Button(
            each.label,
            reverse(f"admin:articles_reviewrequest_{each.name}", args=[request.pk]),
            danger=each.danger,
            main=each.name in ("approve", "publish"),
        )
        for each in REQUEST_TRANSITIONS.values()
        if each.name in names and each.permitted(user)
    ]


def _possible(request: ReviewRequest, versions: list[Version], user: Any, at: Any) -> list[str]:
    if request.is_open:
        return allowed_transitions(versions[0].document, by=user, at=at)
    second_look = any(each.pk == request.pk for each in awaiting_second_look()) if request.emergency_reason else False
    return ["approve"] if second_look and user.pk not in author_ids(request) else []
