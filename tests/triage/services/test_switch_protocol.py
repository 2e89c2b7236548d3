import pytest
from django.db import DatabaseError, transaction

from articles.models import AuditEntry
from articles.publishing import NotAllowed, Refused
from tests.builders import AT, make_author, make_publisher
from tests.triage.builders import make_protocol
from triage.models import Switching
from triage.services import switch_protocol

pytestmark = pytest.mark.django_db


def test_who_switched_it_when_and_why_is_kept() -> None:
    protocol, by = make_protocol(), make_publisher()

    switch_protocol(protocol=protocol, is_on=False, reason="A rule is wrong.", by=by, at=AT)

    protocol.refresh_from_db()
    assert protocol.is_switched_on is False
    row = Switching.objects.get()
    assert (row.protocol_id, row.is_on, row.reason, row.by_id, row.at) == (
        protocol.pk,
        False,
        "A rule is wrong.",
        by.pk,
        AT,
    )
    assert AuditEntry.objects.filter(action="switched", by=by, subject_id=str(protocol.pk)).count() == 1


def test_what_was_switched_cannot_be_unsaid() -> None:
    row = switch_protocol(protocol=make_protocol(), is_on=False, reason="Wrong.", by=make_publisher(), at=AT)

    with pytest.raises(DatabaseError), transaction.atomic():
        Switching.objects.filter(pk=row.pk).update(reason="Other.")
    with pytest.raises(DatabaseError), transaction.atomic():
        row.delete()


def test_not_without_the_right_a_reason_or_a_difference() -> None:
    protocol = make_protocol()

    with pytest.raises(NotAllowed):
        switch_protocol(protocol=protocol, is_on=False, reason="Wrong.", by=make_author(), at=AT)
    with pytest.raises(Refused, match="Say why"):
        switch_protocol(protocol=protocol, is_on=False, reason=" ", by=make_publisher(), at=AT)
    with pytest.raises(Refused, match="It is on already"):
        switch_protocol(protocol=protocol, is_on=True, reason="On.", by=make_publisher(), at=AT)
    assert not Switching.objects.exists()
