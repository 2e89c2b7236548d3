"""The transitions as buttons. Each makes exactly one call to a service, which decides for itself whether it may."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from articles import publishing
from articles.content.vocabulary import ChangeKind, Decision, ReviewRole, WithdrawalKind

from . import transition_forms as forms

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Transition:
    """``run`` takes the document or request, the cleaned form, who and when. ``done`` is said when it has worked."""

    name: str
    label: str
    permissions: tuple[str, ...]
    form: type[forms.TransitionForm]
    run: Callable[[Any, Data, Any, dt.datetime], Any]
    done: str
    intro: str
    danger: bool = False

    def permitted(self, user: Any) -> bool:
        return any(user.has_perm(f"articles.{permission}") for permission in self.permissions)


def _submit(document: Any, data: Data, by: Any, at: dt.datetime) -> Any:
    return publishing.submit(
        documents=[document],
        change_kind=ChangeKind(data["change_kind"]),
        change_note=data["change_note"],
        go_live_at=data["go_live_at"],
        by=by,
        at=at,
    )


def _withdraw(document: Any, data: Data, by: Any, at: dt.datetime) -> Any:
    return publishing.withdraw(
        document=document,
        kind=WithdrawalKind(data["kind"]),
        reason=data["reason"],
        redirect_to=data["redirect_to"],
        by=by,
        at=at,
    )


def _restore(document: Any, data: Data, by: Any, at: dt.datetime) -> Any:
    return publishing.restore(version=data["version"], by=by, at=at)


def _decision(decision: Decision) -> Callable[[Any, Data, Any, dt.datetime], Any]:
    def run(request: Any, data: Data, by: Any, at: dt.datetime) -> Any:
        role = ReviewRole(data["role"])
        return publishing.review(
            request=request,
            role=role,
            decision=decision,
            comment=data["comment"],
            field_comments=data["on_fields"],
            by=by,
            at=at,
        )

    return run


def _publish(request: Any, data: Data, by: Any, at: dt.datetime) -> Any:
    return publishing.publish(request=request, by=by, at=at)


def _emergency_publish(request: Any, data: Data, by: Any, at: dt.datetime) -> Any:
    return publishing.emergency_publish(request=request, reason=data["reason"], by=by, at=at)


def _cancel(request: Any, data: Data, by: Any, at: dt.datetime) -> Any:
    return publishing.cancel(request=request, by=by, at=at)


def _publish_release(release: Any, data: Data, by: Any, at: dt.datetime) -> Any:
    return publishing.publish_release(release=release, by=by, at=at)


def _take_apart(release: Any, data: Data, by: Any, at: dt.datetime) -> Any:
    return publishing.take_release_apart(release=release, by=by, at=at)


def _close_task(task: Any, data: Data, by: Any, at: dt.datetime) -> Any:
    return publishing.close_task(task=task, note=data["note"], by=by, at=at)


def _override(result: Any, data: Data, by: Any, at: dt.datetime) -> Any:
    return publishing.override_warning(result=result, reason=data["reason"], by=by, at=at)


REVIEWS = ("review_editorial", "review_clinical")

DOCUMENT_TRANSITIONS = {
    each.name: each
    for each in (
        Transition(
            "submit",
            "Submit for review",
            ("submit_document",),
            forms.SubmitForm,
            _submit,
            "Submitted. Reviewers can now read exactly this text.",
            "The text is frozen as it is now. You can go on writing, but then you have to submit again.",
        ),
        Transition(
            "restore",
            "Restore an earlier version",
            ("restore_version",),
            forms.RestoreForm,
            _restore,
            "Restored as a draft. Readers see nothing of it until it is reviewed and published.",
            "The text of the earlier version takes the place of what is in the form now. It becomes an ordinary draft.",
        ),
        Transition(
            "withdraw",
            "Withdraw",
            ("withdraw_document",),
            forms.WithdrawForm,
            _withdraw,
            "Withdrawn. Readers no longer get this page, and front ends are told why.",
            "Readers lose this page at once.",
            danger=True,
        ),
    )
}

REQUEST_TRANSITIONS = {
    each.name: each
    for each in (
        Transition(
            "approve",
            "Approve",
            REVIEWS,
            forms.DecisionForm,
            _decision(Decision.APPROVE),
            "Approved. Your name, credentials and the exact text you read are on record.",
            "You approve exactly the text on this page. If a letter of it changes, the approval no longer counts.",
        ),
        Transition(
            "request_changes",
            "Ask for changes",
            REVIEWS,
            forms.DecisionForm,
            _decision(Decision.REQUEST_CHANGES),
            "Sent back with your comment. The author can change the text and submit it again.",
            "The request goes back to the author with your comment.",
        ),
        Transition(
            "decline",
            "Decline",
            REVIEWS,
            forms.DecisionForm,
            _decision(Decision.DECLINE),
            "Declined, with your comment.",
            "The request is closed. The text stays as a draft.",
            danger=True,
        ),
        Transition(
            "publish",
            "Publish",
            ("publish_document",),
            forms.ConfirmForm,
            _publish,
            "Published. Readers have it now.",
            "Readers get this text, and every page that contains it changes with it.",
        ),
        Transition(
            "emergency_publish",
            "Publish in an emergency",
            ("emergency_publish",),
            forms.EmergencyForm,
            _emergency_publish,
            "Published without approval. It stays flagged until somebody else approves it.",
            "Readers get this text before anybody has approved it. Use this only when waiting would harm people.",
            danger=True,
        ),
        Transition(
            "cancel",
            "Take the request back",
            ("submit_document",),
            forms.ConfirmForm,
            _cancel,
            "Taken back. The text is a draft again.",
            "Nobody can approve this request any more. The text stays as a draft.",
        ),
    )
}

RELEASE_TRANSITIONS = {
    each.name: each
    for each in (
        Transition(
            "publish_release",
            "Publish the release",
            ("publish_document",),
            forms.ConfirmForm,
            _publish_release,
            "Published. Readers have all of it now.",
            "Everything in the release goes live in one moment, or none of it does.",
        ),
        Transition(
            "take_apart",
            "Take the release apart",
            ("publish_document",),
            forms.ConfirmForm,
            _take_apart,
            "Taken apart. Each request stands alone again.",
            "Each request stands alone again, as it is, and off the schedule.",
            danger=True,
        ),
    )
}

TASK_TRANSITIONS = {
    "close_task": Transition(
        "close_task",
        "It still holds",
        ("review_clinical",),
        forms.NoteForm,
        _close_task,
        "Closed. Your name and what you looked at are on record.",
        "You say that this page still holds beside its changed part. If it does not, edit the page and submit it.",
    )
}

RESULT_TRANSITIONS = {
    "override": Transition(
        "override",
        "Let the warning stand",
        ("override_gates",),
        forms.ReasonForm,
        _override,
        "The warning stands, with your reason. It is in the audit log.",
        "This holds for the same words in the same place, in later versions too.",
    )
}
