"""Every transition as data: the state that it starts from, and how it is made by a service and by its form."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from articles.content.vocabulary import Decision, ReviewRole
from articles.models import (
    Change,
    Edit,
    GateOverride,
    GateResult,
    Published,
    Release,
    Review,
    ReviewRequest,
    ReviewTask,
    Version,
)
from articles.publishing import (
    cancel,
    change_release,
    close_task,
    emergency_publish,
    make_release,
    override_warning,
    publish,
    publish_release,
    restore,
    review,
    submit,
    take_release_apart,
    withdraw,
)
from tests.builders import (
    AT,
    after,
    approve_now,
    edit,
    make_article,
    make_author,
    make_cause,
    make_publisher,
    make_user,
    publish_now,
    submit_now,
)

Act = Callable[[Any, Any], Any]  # (document or request, person)
REASON = "Somebody could come to harm."
OPEN = "open"
APPROVED = "approved"
LIVE = "live"
DRAFT = "draft"
RELEASE = "release"
TASK = "task"
WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Cell:
    """``permission`` is what healthkb/roles.py gives a role for this. ``form`` is what a browser sends."""

    permission: str
    start: str
    act: Act
    form: dict[str, str]
    button: str

    @property
    def is_of_request(self) -> bool:
        return self.start in (OPEN, APPROVED)


def _submit(document: Any, person: Any) -> Any:
    return submit(documents=[document], change_kind="minor", change_note=REASON, by=person, at=after(9))


def _decide(role: ReviewRole, decision: Decision) -> Act:
    def act(request: Any, person: Any) -> Any:
        return review(request=request, role=role, decision=decision, comment=REASON, by=person, at=after(9))

    return act


def _decisions() -> dict[str, Cell]:
    return {
        f"{decision.value}_{role.value}": Cell(
            f"review_{role.value}",
            OPEN,
            _decide(role, decision),
            {"role": role.value, "comment": REASON},
            decision.value.replace("_", "-"),
        )
        for decision in Decision
        for role in ReviewRole
    }


CELLS = {
    "submit": Cell("submit_document", DRAFT, _submit, {"change_kind": "minor", "change_note": REASON}, "submit"),
    "cancel": Cell("submit_document", OPEN, lambda row, by: cancel(request=row, by=by, at=after(9)), {}, "cancel"),
    **_decisions(),
    "publish": Cell(
        "publish_document", APPROVED, lambda row, by: publish(request=row, by=by, at=after(9)), {}, "publish"
    ),
    "emergency_publish": Cell(
        "emergency_publish",
        OPEN,
        lambda row, by: emergency_publish(request=row, reason=REASON, by=by, at=after(9)),
        {"reason": REASON},
        "emergency-publish",
    ),
    "withdraw": Cell(
        "withdraw_document",
        LIVE,
        lambda row, by: withdraw(document=row, kind="withdrawn", reason=REASON, by=by, at=after(9)),
        {"kind": "withdrawn", "reason": REASON},
        "withdraw",
    ),
    "restore": Cell(
        "restore_version",
        LIVE,
        lambda row, by: restore(version=row.versions.latest(), by=by, at=after(9)),
        {"version": "latest"},
        "restore",
    ),
    "publish_release": Cell(
        "publish_document",
        RELEASE,
        lambda row, by: publish_release(release=row, by=by, at=after(9)),
        {},
        "publish-release",
    ),
    "change_release": Cell(
        "publish_document",
        RELEASE,
        lambda row, by: change_release(release=row, name=REASON, requests=list(row.requests.all()), by=by, at=after(9)),
        {"name": REASON, "requests": "its own"},
        "contents",
    ),
    "take_apart": Cell(
        "publish_document",
        RELEASE,
        lambda row, by: take_release_apart(release=row, by=by, at=after(9)),
        {},
        "take-apart",
    ),
    "close_task": Cell(
        "review_clinical",
        TASK,
        lambda row, by: close_task(task=row, note=REASON, by=by, at=after(9)),
        {"note": REASON},
        "close-task",
    ),
    "override": Cell(
        "override_gates",
        WARNING,
        lambda row, by: override_warning(result=row, reason=REASON, by=by, at=after(9)),
        {"reason": REASON},
        "override",
    ),
}


def start_of(cell: Cell) -> Any:
    """A document or request that the transition is possible for."""
    if cell.start in OTHER_STARTS:
        return OTHER_STARTS[cell.start]()
    cause = make_cause()
    if cell.start == DRAFT:
        return cause
    if cell.start == LIVE:
        publish_now(cause, at=AT)
        edit(cause, at=after(1), description="Other words.")
        return cause
    request = submit_now(cause)
    if cell.start == APPROVED:
        approve_now(request)
    return request


def _release() -> Release:
    request = submit_now(make_cause())
    approve_now(request)
    return make_release(name="Salt", requests=[request], by=make_publisher(), at=after(1))


def _task() -> ReviewTask:
    cause = make_cause()
    article = make_article(causes=[cause])
    publish_now(article)
    edit(cause, at=after(1), description="Other words.")
    publish_now(cause, at=after(2), change_kind="safety")
    return ReviewTask.objects.get(document=article)


def _warning() -> GateResult:
    cause = make_cause(description="It always helps.")
    submit_now(cause)
    return GateResult.objects.get(check_id="EVID-07", run__version__document=cause)


OTHER_STARTS: dict[str, Callable[[], Any]] = {RELEASE: _release, TASK: _task, WARNING: _warning}


def _void() -> ReviewRequest:
    request = submit_now(cause := make_cause())
    approve_now(request)
    edit(cause, at=after(1), description="One letter more.")
    return request


def _scheduled() -> ReviewRequest:
    request = submit_now(make_cause(), go_live_at=timezone.now() + dt.timedelta(days=1))
    approve_now(request)
    publish(request=request, by=make_publisher(), at=after(1))
    return request


def _withdrawn() -> Any:
    publish_now(cause := make_cause())
    withdraw(document=cause, kind="withdrawn", reason=REASON, by=make_publisher(), at=after(1))
    return cause


def _taken_back() -> ReviewRequest:
    request = submit_now(make_cause())
    cancel(request=request, by=make_author(), at=after(1))
    return request


def _published() -> ReviewRequest:
    publish_now(make_cause())
    return ReviewRequest.objects.latest("pk")


def _in_emergency() -> ReviewRequest:
    request = submit_now(make_cause())
    person = make_user("articles.emergency_publish")
    emergency_publish(request=request, reason=REASON, by=person, at=after(1))
    return request


DECISIONS = {name for name, cell in CELLS.items() if cell.permission.startswith("review_") and cell.start == OPEN}
APPROVALS = {name for name in DECISIONS if name.startswith("approve")}
# Everything that something can stand in, and which transitions are possible from there.
STATES: dict[str, tuple[Callable[[], Any], set[str]]] = {
    "draft": (lambda: start_of(CELLS["submit"]), {"submit"}),
    "live with changes": (lambda: start_of(CELLS["withdraw"]), {"submit", "withdraw", "restore"}),
    "withdrawn": (_withdrawn, {"restore"}),
    "open": (lambda: start_of(CELLS["cancel"]), {"cancel", "emergency_publish", *DECISIONS}),
    "approved": (lambda: start_of(CELLS["publish"]), {"cancel", "publish", *DECISIONS}),
    "edited after approval": (_void, set()),
    "scheduled": (_scheduled, {"cancel", *DECISIONS}),
    "taken back": (_taken_back, set()),
    "published": (_published, set()),
    "published in an emergency": (_in_emergency, APPROVALS),
    "release": (_release, {"publish_release", "change_release", "take_apart"}),
    "task": (_task, {"close_task"}),
    "warning": (_warning, {"override"}),
}


def snapshot() -> Any:
    """Everything that a transition can change."""
    return (
        list(ReviewRequest.objects.order_by("pk").values_list("pk", "closed_as", "emergency_reason")),
        list(Published.objects.order_by("pk").values_list("document", "version", "etag")),
        list(Release.objects.order_by("pk").values_list("pk", "name", "closed_as", "go_live_at")),
        list(ReviewTask.objects.order_by("pk").values_list("pk", "outcome")),
        [model.objects.count() for model in (Version, Review, Change, Edit, GateOverride)],
    )
