import datetime as dt
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles.models import Published, Reminder
from articles.services import reminders
from articles.services.reminders import send_reminders
from tests.builders import AT, make_cause, make_user, publish_now

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def live_cause(**owner: Any) -> Any:
    person = make_user(**{"email": "ann@example.org", "first_name": "Ann", "last_name": "", **owner})
    cause = make_cause(title="Salt", slug="salt", owner=person, review_interval_months=12)
    publish_now(cause, at=AT)
    return cause


def test_an_owner_is_told_once_before_and_once_after_the_date(mailoutbox: list[Any]) -> None:
    live_cause()
    days = [300, 304, 305, 306, 365, 366, 367, 500]
    sent = {day: [each.reason for each in send_reminders(at=AT + day * DAY)] for day in days}
    assert {day: reasons for day, reasons in sent.items() if reasons} == {305: ["due"], 366: ["overdue"]}
    assert [(mail.to, mail.subject) for mail in mailoutbox] == [
        (["ann@example.org"], "Review due: Salt"),
        (["ann@example.org"], "Review overdue: Salt"),
    ]
    assert "The next review of “Salt” is due on 2 November 2027." in mailoutbox[0].body


@pytest.mark.parametrize("owner", [{"email": ""}, {"is_active": False}])
def test_nobody_is_told_who_cannot_be(owner: Any, mailoutbox: list[Any]) -> None:
    live_cause(**owner)
    assert (send_reminders(at=AT + 400 * DAY), mailoutbox) == ([], [])


def test_a_message_that_could_not_be_sent_is_sent_the_next_time(
    monkeypatch: pytest.MonkeyPatch, mailoutbox: list[Any]
) -> None:
    live_cause()

    def refuse(*args: Any) -> None:
        raise OSError("no mail server")

    with monkeypatch.context() as patched:
        patched.setattr(reminders, "send_mail", refuse)
        with pytest.raises(OSError, match="no mail server"):
            send_reminders(at=AT + 400 * DAY)
    assert (Reminder.objects.count(), mailoutbox) == (0, [])
    assert len(send_reminders(at=AT + 400 * DAY)) == 1


def test_the_command_says_whom_it_told(capsys: pytest.CaptureFixture[str]) -> None:
    live_cause()
    today = timezone.localdate()
    Published.objects.update(next_review=today - DAY)
    call_command("send_reminders")
    call_command("send_reminders")
    assert capsys.readouterr().out.splitlines() == [
        f"Ann: a review is overdue: Salt, {today - DAY}",
        "Sent 1 reminder.",
        "Sent 0 reminders.",
    ]
