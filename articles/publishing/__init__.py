"""The way from an editor's rows to what readers get."""

from . import permissions
from .approval import approvals_of, author_ids, is_enough, versions_of
from .auditing import audit
from .changes import on_changes
from .edits import EditConflict, IsScheduled, record_edit
from .errors import NotAllowed, Refused
from .fields import byline_of
from .freezing import freeze_row
from .gate_records import (
    CannotOverride,
    can_be_overridden,
    fingerprint,
    latest_run,
    open_problems,
    override_warning,
    overrides_of,
)
from .gates import Gate, Subject, gates_for, oldest_check, page_grade, register_gate, run_gates
from .going_live import InRelease, NotApproved, awaiting_second_look, emergency_publish, publish
from .live import live_users_of
from .loading import CannotLoad, load_own_fields, load_payload, load_related_rows
from .parts import MissingParts
from .problems import Problem, Severity
from .registry import Contribution, DocumentKind, all_kinds, kind_named, register_kind
from .releases import (
    CannotRelease,
    ReleaseClosed,
    change_release,
    make_release,
    not_ready,
    publish_release,
    take_release_apart,
    waiting_in,
)
from .requests import ContentChanged, RequestClosed, open_requests_of
from .restoring import restore
from .review_tasks import TaskClosed, WroteThePart, close_task
from .reviewing import AuthorCannotReview, OnField, cancel, review
from .status import Status, is_void, status_of, statuses_of, statuses_of_frozen, void_among
from .subjects import check_gates, subject_of
from .submitting import GatesRefuse, NothingToSubmit, how_many_refuse, parts_to_take_along, submit
from .transitions import allowed_on_request, allowed_transitions
from .withdrawing import NotLive, StillUsed, withdraw

__all__ = [
    "AuthorCannotReview",
    "CannotLoad",
    "CannotOverride",
    "CannotRelease",
    "ContentChanged",
    "Contribution",
    "DocumentKind",
    "EditConflict",
    "Gate",
    "GatesRefuse",
    "InRelease",
    "IsScheduled",
    "MissingParts",
    "NotAllowed",
    "NotApproved",
    "NotLive",
    "NothingToSubmit",
    "OnField",
    "Problem",
    "Refused",
    "ReleaseClosed",
    "RequestClosed",
    "Severity",
    "Status",
    "StillUsed",
    "Subject",
    "TaskClosed",
    "WroteThePart",
    "all_kinds",
    "allowed_on_request",
    "allowed_transitions",
    "approvals_of",
    "audit",
    "author_ids",
    "awaiting_second_look",
    "byline_of",
    "can_be_overridden",
    "cancel",
    "change_release",
    "check_gates",
    "close_task",
    "emergency_publish",
    "fingerprint",
    "freeze_row",
    "gates_for",
    "how_many_refuse",
    "is_enough",
    "is_void",
    "kind_named",
    "latest_run",
    "live_users_of",
    "load_own_fields",
    "load_payload",
    "load_related_rows",
    "make_release",
    "not_ready",
    "oldest_check",
    "on_changes",
    "open_problems",
    "open_requests_of",
    "override_warning",
    "overrides_of",
    "page_grade",
    "parts_to_take_along",
    "permissions",
    "publish",
    "publish_release",
    "record_edit",
    "register_gate",
    "register_kind",
    "restore",
    "review",
    "run_gates",
    "status_of",
    "statuses_of",
    "statuses_of_frozen",
    "subject_of",
    "submit",
    "take_release_apart",
    "versions_of",
    "void_among",
    "waiting_in",
    "withdraw",
]
