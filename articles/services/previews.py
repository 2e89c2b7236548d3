"""Links that show a draft for an hour to whoever holds them, and their comments."""

import datetime as dt
from uuid import UUID

from django.core import signing
from django.db import transaction

from articles.content.vocabulary import AuditAction
from articles.models import Document, PreviewComment, PreviewLink
from articles.models.people import Person
from articles.publishing import NotAllowed, Refused, audit, permissions

LIFE = dt.timedelta(hours=1)
MAX_COMMENTS = 200
_SALT = "articles.preview"
_RIGHTS = (permissions.SUBMIT, permissions.REVIEW_EDITORIAL, permissions.REVIEW_CLINICAL, permissions.PUBLISH)


class PreviewClosed(Refused):
    """The link is wrong, too old, or was taken back. Which of these it is, is not told."""


def may_share(person: Person) -> bool:
    return any(permissions.may(person, each) for each in _RIGHTS)


@transaction.atomic
def share_preview(*, document: Document, by: Person, at: dt.datetime) -> PreviewLink:
    """Raises NotAllowed."""
    if not may_share(by):
        raise NotAllowed("Your account may not share previews. Ask an administrator for the right role.")
    link = PreviewLink.objects.create(document_id=document.pk, made_by=by, made_at=at, expires_at=at + LIFE)
    audit(action=AuditAction.PREVIEW_SHARED, by=by, at=at, subject=document, details={"link": str(link.uuid)})
    return link


@transaction.atomic
def revoke_preview(*, link: PreviewLink, by: Person, at: dt.datetime) -> None:
    """From now on nobody can open the link. Raises NotAllowed."""
    if not may_share(by):
        raise NotAllowed("Your account may not take previews back. Ask an administrator for the right role.")
    if PreviewLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_by=by, revoked_at=at):
        details = {"link": str(link.uuid)}
        audit(action=AuditAction.PREVIEW_REVOKED, by=by, at=at, subject=link.document, details=details)


def token_of(link: PreviewLink) -> str:
    return signing.dumps(link.uuid.hex, salt=_SALT)


def open_preview(token: str, *, at: dt.datetime) -> PreviewLink:
    """The link that the token was signed for. Raises PreviewClosed, also for one that a clock far ahead has made."""
    try:
        uuid = UUID(signing.loads(token, salt=_SALT))
    except (signing.BadSignature, ValueError):
        raise PreviewClosed(_CLOSED) from None
    rows = PreviewLink.objects.filter(uuid=uuid, revoked_at=None, made_at__lt=at + LIFE, expires_at__gt=at)
    link = rows.select_related("document").first()
    if link is None:
        raise PreviewClosed(_CLOSED)
    return link


def comment_on_preview(
    *, link: PreviewLink, field: str, text: str, name: str, content_sha256: str, at: dt.datetime
) -> PreviewComment:
    """Raises Refused if it says nothing, or if the link has had more comments than people write."""
    if not text.strip() or not name.strip():
        raise Refused("Write your name and your comment.")
    if link.comments.count() >= MAX_COMMENTS:
        raise Refused("This preview has as many comments as it can hold. Ask for a new link.")
    return PreviewComment.objects.create(
        link=link,
        field=field[:120],
        text=text.strip()[:5000],
        name=name.strip()[:120],
        content_sha256=content_sha256,
        at=at,
    )


_CLOSED = "This preview is closed. Ask the person who sent it for a new link."
