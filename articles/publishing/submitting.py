"""Submitting: freeze what changed, with everything unpublished that it uses, into one request for review."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from articles.content.vocabulary import AuditAction, ChangeKind, GateStage
from articles.models import Document, Edit, Published, RequestedVersion, ReviewRequest, Version
from articles.models.people import Person
from articles.models.review import ClosedAs

from . import permissions
from .approval import content_hash
from .auditing import audit
from .errors import Refused
from .freezing import Frozen, freeze
from .gate_records import keep_results
from .gates import blocking
from .live import documents_named, live_rows
from .problems import Problem
from .registry import kind_named
from .subjects import check_frozen
from .transaction import publishing_transaction


class NothingToSubmit(Refused):
    pass


class GatesRefuse(Refused):
    pass


def submit(
    *,
    documents: Sequence[Document],
    change_kind: str,
    change_note: str,
    by: Person,
    at: dt.datetime,
    go_live_at: dt.datetime | None = None,
) -> ReviewRequest:
    """One request for these documents and every unpublished or changed one that they use.

    Replaces an open request for the same documents, in its release too. Raises NotAllowed, NothingToSubmit or
    GatesRefuse, or Refused if they are on the schedule.
    """
    permissions.require(by, permissions.SUBMIT)
    change_kind = ChangeKind(change_kind)
    if not change_note.strip():
        raise Refused("Say what changed and why. Reviewers and readers of the history need it.")
    with publishing_transaction(at):
        frozen = changed_closure(documents, at)
        if not frozen:
            raise NothingToSubmit("Nothing has changed since the live version, so there is nothing to review.")
        problems = check_frozen(frozen, at=at)
        refuse_blocked(problems)
        versions = [_version(each, change_kind, change_note, by, at) for each in frozen]
        keep_results(versions, problems, GateStage.SUBMIT, at=at)
        request = _request(versions, {each.pk for each in documents}, change_kind, change_note, by, at, go_live_at)
        request.clinical_reviews = _clinical_reviews(frozen, at)
        request.save(update_fields=["clinical_reviews"])
        details = {"change_kind": change_kind, "content_hash": request.content_hash, "documents": len(versions)}
        audit(action=AuditAction.SUBMITTED, by=by, at=at, subject=request, details=details)
        return request


def changed_closure(documents: Iterable[Document], at: dt.datetime) -> list[Frozen]:
    """These documents and, through all that they use, every one that readers do not have in just this form."""
    found: dict[int, Frozen] = {}
    seen: set[int] = set()
    waiting = list(documents)
    while waiting:
        frozen = freeze(waiting)
        seen.update(frozen)
        live = live_rows(frozen, at)
        changed = {key: each for key, each in frozen.items() if not _is_live(each, live)}
        found.update(changed)
        parts = {part for each in changed.values() for part in each.part_ids}
        waiting = [part for part in documents_named(parts).values() if part.pk not in seen]
    return list(found.values())


def parts_to_take_along(document: Document, *, at: dt.datetime) -> list[Document]:
    """What submitting this document would send for review with it."""
    return [each.document for each in changed_closure([document], at) if each.document.pk != document.pk]


def refuse_blocked(problems: Sequence[Problem]) -> None:
    blocked = blocking(problems)
    if blocked:
        raise GatesRefuse(refusal(blocked), blocked)


def refusal(problems: Sequence[object]) -> str:
    count = len(problems)
    return f"{count} check{'s' if count > 1 else ''} must be put right first. Each one is listed below with its fix."


def _is_live(frozen: Frozen, live: Mapping[int, Published]) -> bool:
    row = live.get(frozen.document.pk)
    return row is not None and row.version.sha256 == frozen.sha256


def _clinical_reviews(frozen: Sequence[Frozen], at: dt.datetime) -> int:
    live = live_rows([each.document.pk for each in frozen], at)
    return max(kind_named(each.document.kind).clinical_reviews(each, live.get(each.document.pk)) for each in frozen)


def _version(frozen: Frozen, change_kind: str, change_note: str, by: Person, at: dt.datetime) -> Version:
    document = frozen.document
    latest = Version.objects.filter(document=document.pk).order_by("-number").first()
    if latest is None or latest.sha256 != frozen.sha256:
        latest = Version.objects.create(
            document_id=document.pk,
            number=latest.number + 1 if latest else 1,
            schema_version=kind_named(document.kind).schema_version,
            payload=frozen.text,
            sha256=frozen.sha256,
            edit_number=document.edit_number,
            submitted_by=by,
            change_note=change_note,
            change_kind=change_kind,
            created_at=at,
        )
    latest.authors.add(by, *_editors_since_live(document, at))
    return latest


def _editors_since_live(document: Document, at: dt.datetime) -> set[int]:
    live = live_rows([document.pk], at).get(document.pk)
    since = live.version.edit_number if live else 0
    return set(Edit.objects.filter(document=document.pk, edit_number__gt=since).values_list("by", flat=True))


def _request(
    versions: Sequence[Version],
    main: set[int],
    change_kind: str,
    change_note: str,
    by: Person,
    at: dt.datetime,
    go_live_at: dt.datetime | None,
) -> ReviewRequest:
    same = ReviewRequest.objects.filter(closed_as="", items__is_main=True, items__version__document__in=main)
    if scheduled := same.filter(scheduled_at__isnull=False).first():
        raise Refused(f"This is set to go live by itself: {scheduled.change_note} Take that request back first.")
    release = same.filter(release__isnull=False).values_list("release", flat=True).first()
    ReviewRequest.objects.filter(pk__in=list(same.values_list("pk", flat=True))).update(
        closed_as=ClosedAs.REPLACED, closed_by=by, closed_at=at
    )
    request = ReviewRequest.objects.create(
        change_kind=change_kind,
        change_note=change_note,
        content_hash=content_hash(versions),
        submitted_by=by,
        submitted_at=at,
        go_live_at=go_live_at,
        release_id=release,
    )
    RequestedVersion.objects.bulk_create(
        RequestedVersion(request=request, version=each, is_main=each.document_id in main) for each in versions
    )
    return request
