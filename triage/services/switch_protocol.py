import datetime as dt

from django.db import transaction

from articles.content.vocabulary import AuditAction
from articles.models.people import Person
from articles.publishing import NotAllowed, Refused
from articles.publishing.auditing import audit
from articles.publishing.permissions import WITHDRAW, may
from triage.models import Protocol, Switching


@transaction.atomic
def switch_protocol(*, protocol: Protocol, is_on: bool, reason: str, by: Person, at: dt.datetime) -> Switching:
    """Switch a protocol off or on, from the next request. Who did it, when and why is kept.

    Its text and versions stay as they are. Raises NotAllowed, or Refused without a reason or where nothing changes.
    """
    if not may(by, WITHDRAW):
        raise NotAllowed("Your account may not switch a protocol. Ask an administrator for the right role.")
    if not reason.strip():
        raise Refused("Say why. The reason is kept.")
    if not Protocol.objects.filter(pk=protocol.pk).exclude(is_switched_on=is_on).update(is_switched_on=is_on):
        raise Refused(f"It is {'on' if is_on else 'off'} already. Load the page again to see who switched it.")
    protocol.is_switched_on = is_on
    audit(action=AuditAction.SWITCHED, by=by, at=at, subject=protocol, details={"on": is_on, "reason": reason})
    return Switching.objects.create(protocol=protocol, is_on=is_on, reason=reason, by=by, at=at)
