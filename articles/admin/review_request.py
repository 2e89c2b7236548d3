"""The review page: what is in a request, what readers will see change, and the decision."""

from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from articles.models import RequestedVersion, Review, ReviewRequest, Version
from articles.publishing import (
    allowed_on_request,
    approvals_of,
    author_ids,
    awaiting_second_look,
    check_gates,
    is_enough,
    is_void,
    permissions,
)

from .history import RecordAdmin
from .links import is_list
from .page import Button
from .problem_list import shown_problems
from .review_effects import effects_context
from .review_items import items_of, sources_in
from .transition_forms import DecisionForm
from .transition_urls import transition_urls
from .transitions import REQUEST_TRANSITIONS

# A request can hold a whole library. Its own page shows everything, so many at a time.
NAMED = 3
PER_PAGE = 50
DECISIONS = ("approve", "request_changes", "decline")


@admin.register(ReviewRequest)
class ReviewRequestAdmin(RecordAdmin):
    change_form_template = "articles/admin/review_request.html"
    list_display = ("change_note", "what", "change_kind", "submitted_by", "submitted_at", "go_live_at", "outcome")
    list_filter = ("closed_as", "change_kind", "submitted_at")
    list_select_related = ("submitted_by",)
    search_fields = ("change_note", "versions__document__title", "versions__document__slug")
    fields = ("change_note",)
    actions = ("put_into_release",)

    def get_queryset(self, request: Any) -> Any:
        rows = super().get_queryset(request).select_related("submitted_by", "closed_by", "release")
        if not is_list(request):
            return rows
        # Joined rather than looked up by thousands of keys, of which SQLite takes only so many.
        items = RequestedVersion.objects.select_related("version__document").defer("version__payload")
        return rows.prefetch_related(Prefetch("items", items), "reviews__field_comments", "versions__authors")

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
        enough = is_enough(request.change_kind, approvals_of(request), request.clinical_reviews)
        return "Approved" if enough else "Waiting for review"

    @admin.action(description="Publish together, as one release", permissions=["release"])
    def put_into_release(self, request: Any, queryset: Any) -> HttpResponseRedirect:
        chosen = ",".join(str(key) for key in queryset.filter(closed_as="").values_list("pk", flat=True))
        return HttpResponseRedirect(f"{reverse('admin:articles_release_make')}?requests={chosen}")

    def has_release_permission(self, request: Any) -> bool:
        return permissions.may(request.user, permissions.PUBLISH)

    def get_urls(self) -> Any:
        return [*transition_urls(self, REQUEST_TRANSITIONS), *super().get_urls()]

    def render_change_form(self, request: Any, context: Any, *args: Any, **kwargs: Any) -> Any:
        context.update(review_context(kwargs["obj"], request.user, request.GET.get("page")))
        return super().render_change_form(request, context, *args, **kwargs)


def review_context(request: ReviewRequest, user: Any, page: str | None = None) -> dict[str, Any]:
    """Of the texts, only those on this page are read."""
    at = timezone.now()
    order = request.items.order_by("-is_main", "pk").values_list("version", "is_main")
    is_main = dict(order)
    pages = Paginator(list(is_main), PER_PAGE).get_page(page)
    shown = _versions(list(pages))
    items = items_of(shown, at)
    main_count = sum(is_main.values())
    current = not request.is_open or not is_void(request)
    approvals = approvals_of(request)
    possible = [
        name for name in _possible(request, user, current, approvals) if REQUEST_TRANSITIONS[name].permitted(user)
    ]
    return {
        "title": "Review",
        "request_row": request,
        "named": [version.document for version in _versions(list(is_main)[: min(NAMED, main_count)])],
        "main_count": main_count,
        "along_count": len(is_main) - main_count,
        "pages": pages,
        "main_items": [item for item in items if is_main[item.version.pk]],
        "along_items": [item for item in items if not is_main[item.version.pk]],
        **effects_context(request),
        "gate_problems": _problems(request, shown, user, at) if request.is_open else [],
        "sources": sources_in(shown),
        "reviews": list(request.reviews.prefetch_related("field_comments")),
        "asked_before": _asked_before(request),
        "current": current,
        "enough": is_enough(request.change_kind, approvals, request.clinical_reviews),
        "wrote_it": user.pk in author_ids(request),
        "buttons": [_button(request, name) for name in possible if name not in DECISIONS],
        "decisions": [_button(request, name) for name in possible if name in DECISIONS],
        "decision_form": DecisionForm(user=user, subject=request),
    }


def _versions(keys: list[int]) -> list[Version]:
    """In this order."""
    found = Version.objects.select_related("document").in_bulk(keys)
    return [found[key] for key in keys]


def _problems(request: ReviewRequest, versions: list[Version], user: Any, at: Any) -> Any:
    problems = check_gates((version.document for version in versions), at=at, submitted=versions)
    may_override = permissions.may(user, permissions.OVERRIDE_GATES)
    return shown_problems(problems, versions=versions, may_override=may_override)


def _asked_before(request: ReviewRequest) -> list[Any]:
    """What reviewers said when this was sent back the last time."""
    documents = request.items.filter(is_main=True).values("version__document")
    sent_back = ReviewRequest.objects.filter(closed_as="changes_requested", submitted_at__lt=request.submitted_at)
    last = sent_back.filter(items__is_main=True, items__version__document__in=documents).first()
    return list(last.reviews.exclude(decision="approve").prefetch_related("field_comments")) if last else []


def _button(request: ReviewRequest, name: str) -> Button:
    each = REQUEST_TRANSITIONS[name]
    url = reverse(f"admin:articles_reviewrequest_{name}", args=[request.pk])
    return Button(each.label, url, danger=each.danger, main=name in ("approve", "publish"))


def _possible(request: ReviewRequest, user: Any, current: bool, approvals: list[Review]) -> list[str]:
    if request.is_open:
        allowed = allowed_on_request(request, by=user, is_void=not current, approvals=approvals)
        return [name for name in REQUEST_TRANSITIONS if name in allowed]
    second_look = any(each.pk == request.pk for each in awaiting_second_look()) if request.emergency_reason else False
    return ["approve"] if second_look and user.pk not in author_ids(request) else []
