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
        versions = _versions(frozen, change_kind, change_note, by, at)
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
    return f"{how_many_refuse(problems)} Each one is listed below with its fix."


def how_many_refuse(problems: Sequence[object]) -> str:
    count = len(problems)
    return f"{count:,} check{'s' if count > 1 else ''} must be put right first."


def _is_live(frozen: Frozen, live: Mapping[int, Published]) -> bool:
    row = live.get(frozen.document.pk)
    return row is not None and row.version.sha256 == frozen.sha256


def _clinical_reviews(frozen: Sequence[Frozen], at: dt.datetime) -> int:
    live = live_rows([each.document.pk for each in frozen], at)
    return max(kind_named(each.document.kind).clinical_reviews(each, live.get(each.document.pk)) for each in frozen)


def _versions(
    frozen: Sequence[Frozen], change_kind: str, change_note: str, by: Person, at: dt.datetime
) -> list[Version]:
    """One for each, in a constant number of queries. Content that has a version keeps it."""
    found = Version.objects.filter(document__in=[each.document.pk for each in frozen]).defer("payload")
    latest = {version.document_id: version for version in found.order_by("number")}
    new = {}
    for each in frozen:
        pk, last = each.document.pk, latest.get(each.document.pk)
        if last is None or last.sha256 != each.sha256:
            new[pk] = Version(
                document_id=pk,
                number=last.number + 1 if last else 1,
                schema_version=kind_named(each.document.kind).schema_version,
                payload=each.text,
                sha256=each.sha256,
                edit_number=each.document.edit_number,
                submitted_by=by,
                change_note=change_note,
                change_kind=change_kind,
                created_at=at,
            )
    latest |= {version.document_id: version for version in Version.objects.bulk_create(new.values())}
    versions = [latest[each.document.pk] for each in frozen]
    for version, each in zip(versions, frozen, strict=True):
        version.document = each.document
    _add_authors(versions, by, at)
    return versions


def _add_authors(versions: Sequence[Version], by: Person, at: dt.datetime) -> None:
    """The person who submits, and everyone who edited since the version that is live."""
    of_document = {version.document_id: version.pk for version in versions}
    live = {pk: row.version.edit_number for pk, row in live_rows(of_document, at).items()}
    edits = Edit.objects.filter(document__in=list(of_document)).values_list("document", "by", "edit_number")
    wanted = {(of_document[pk], person) for pk, person, number in edits if number > live.get(pk, 0)}
    wanted |= {(version.pk, by.pk) for version in versions}
    through = Version.authors.through
    there = through.objects.filter(version__in=list(of_document.values())).values_list("version", "user")
    through.objects.bulk_create(
        through(version_id=version, user_id=person) for version, person in sorted(wanted - set(there))
    )


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
