"""Releases: several requests for review that go live in one moment, or none of them."""

import datetime as dt
from collections.abc import Collection, Sequence

from articles.content.vocabulary import AuditAction
from articles.models import Change, Release, ReviewRequest
from articles.models.people import Person

from . import permissions
from .approval import approvals_of, is_current, is_enough
from .auditing import audit
from .errors import Refused
from .going_live import refuse_unready, what_of
from .placing import go_live
from .requests import close_finished_releases, documents_of, take_off_schedule
from .scheduling import rebuild_schedule
from .transaction import publishing_transaction


class ReleaseClosed(Refused):
    pass


class CannotRelease(Refused):
    """Something in the release is not ready, or cannot be put into it."""


def make_release(
    *,
    name: str,
    requests: Collection[ReviewRequest],
    by: Person,
    at: dt.datetime,
    go_live_at: dt.datetime | None = None,
) -> Release:
    """Requests that are still in review may be in it; it is published once all of them are approved.

    Raises NotAllowed, CannotRelease or Refused (no name).
    """
    permissions.require(by, permissions.PUBLISH)
    _refuse_nameless(name)
    with publishing_transaction(at):
        release = Release.objects.create(name=name, go_live_at=go_live_at, made_by=by, made_at=at)
        _fill(release, requests)
        audit(action=AuditAction.RELEASE_MADE, by=by, at=at, subject=release, details=_details(release))
        return release


def change_release(
    *,
    release: Release,
    name: str,
    requests: Collection[ReviewRequest],
    by: Person,
    at: dt.datetime,
    go_live_at: dt.datetime | None = None,
) -> None:
    """Other requests, another time. Takes it off the schedule: publish it again to set it."""
    permissions.require(by, permissions.PUBLISH)
    _refuse_nameless(name)
    with publishing_transaction(at):
        release = _open_release(release)
        before = _let_go(release)
        release.name, release.go_live_at = name, go_live_at
        release.save(update_fields=["name", "go_live_at"])
        _fill(release, requests)
        rebuild_schedule(at, before)
        audit(action=AuditAction.RELEASE_CHANGED, by=by, at=at, subject=release, details=_details(release))


def publish_release(*, release: Release, by: Person, at: dt.datetime) -> list[Change]:
    """Make everything in it live in this transaction or, at its time, in one moment.

    Returns what the feed says: nothing, if its time is still to come. Raises NotAllowed, ReleaseClosed, CannotRelease,
    NotApproved, ContentChanged, MissingParts or GatesRefuse, and then none of it is live.
    """
    permissions.require(by, permissions.PUBLISH)
    with publishing_transaction(at) as lock:
        release = _open_release(release)
        requests = waiting_in(release)
        if not requests:
            raise CannotRelease("Nothing in this release waits to go live. Put approved requests into it.")
        batch = [refuse_unready(request) for request in requests]
        details = {**_details(release), "content": [what_of(each) for each in requests]}
        if release.go_live_at and release.go_live_at > at:
            _schedule(release, requests, by, at)
            audit(action=AuditAction.SCHEDULED, by=by, at=at, subject=release, details=details)
            return []
        changes = go_live(lock, batch, by, at)
        close_finished_releases(requests)
        audit(action=AuditAction.PUBLISHED, by=by, at=at, subject=release, details=details)
        return changes


def take_release_apart(*, release: Release, by: Person, at: dt.datetime) -> None:
    """Its requests stand alone again, as they are, and off the schedule."""
    permissions.require(by, permissions.PUBLISH)
    with publishing_transaction(at):
        release = _open_release(release)
        details = _details(release)
        rebuild_schedule(at, _let_go(release))
        release.closed_as, release.closed_by, release.closed_at = Release.ClosedAs.TAKEN_APART, by, at
        release.save(update_fields=["closed_as", "closed_by", "closed_at"])
        audit(action=AuditAction.RELEASE_TAKEN_APART, by=by, at=at, subject=release, details=details)


def waiting_in(release: Release) -> list[ReviewRequest]:
    """Its requests that are not closed, in the order they were submitted. Each knows its release."""
    return list(release.requests.filter(closed_as="").select_related("release").order_by("submitted_at", "pk"))


def not_ready(requests: Sequence[ReviewRequest]) -> dict[int, str]:
    """What each request still needs before the release can go out, by its key. Empty when all are ready."""
    found: dict[int, str] = {}
    for request in requests:
        if not is_current(request):
            found[request.pk] = "Edited since it was submitted: it has to be submitted again"
        elif not is_enough(request.change_kind, approvals_of(request), request.clinical_reviews):
            found[request.pk] = "Not approved yet"
    return found


def _refuse_nameless(name: str) -> None:
    if not name.strip():
        raise Refused("Give the release a name, so that everybody knows what goes out together.")


def _open_release(release: Release) -> Release:
    release = Release.objects.select_for_update().get(pk=release.pk)
    if not release.is_open:
        how = release.get_closed_as_display().lower()
        raise ReleaseClosed(f"This release is closed already ({how}). Load the page again to see where it stands.")
    return release


def _fill(release: Release, requests: Collection[ReviewRequest]) -> None:
    wanted = ReviewRequest.objects.filter(pk__in=[each.pk for each in requests], closed_as="").select_related("release")
    for request in wanted:
        if request.release_id is not None:
            raise CannotRelease(f"“{request}” is in the release “{request.release}” already. Take it out first.")
        if request.is_scheduled:
            raise CannotRelease(f"“{request}” is set to go live by itself. Take it back first, then submit it again.")
    if not wanted:
        raise CannotRelease("Choose at least one open request.")
    wanted.update(release=release)


def _let_go(release: Release) -> set[int]:
    """Its open requests, off the schedule. Those that are closed stay in it as a record. Gives their documents."""
    waiting = release.requests.filter(closed_as="")
    documents = documents_of(waiting)
    take_off_schedule(waiting)
    waiting.update(release=None)
    return documents


def _schedule(release: Release, requests: Sequence[ReviewRequest], by: Person, at: dt.datetime) -> None:
    keys = [each.pk for each in requests]
    found = ReviewRequest.objects.filter(pk__in=keys)
    found.update(go_live_at=release.go_live_at, scheduled_by=by, scheduled_at=at)
    rebuild_schedule(at, documents_of(found))


def _details(release: Release) -> dict[str, object]:
    return {
        "requests": [f"{each.pk}: {each}" for each in release.requests.order_by("pk")],
        "go_live_at": release.go_live_at.isoformat() if release.go_live_at else "",
    }
