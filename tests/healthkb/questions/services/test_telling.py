from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from pytest_django import Settings

from healthkb.questions.models import Contact
from healthkb.questions.services import decline_question, tell_askers
from tests.builders import AT, after
from tests.healthkb.questions.builders import make_moderator, make_question, published_question

pytestmark = pytest.mark.django_db
EMAIL = "jane@example.org"


def test_who_left_an_address_is_told_once_and_the_address_is_deleted(settings: Settings) -> None:
    settings.SITE_URL = "https://health.example.org"
    published_question(email=EMAIL)
    published_question()
    make_question(email="waiting@example.org")
    assert (tell_askers(at=after(1)), tell_askers(at=after(2))) == (1, 0)
    (message,) = mail.outbox
    assert (message.to, message.subject) == ([EMAIL], "About the question that you asked us")
    assert message.body == (
        "You asked us a question on 2 November 2026.\n\nYour question is answered.\n\n"
        "https://health.example.org/faqs/does-coffee-make-legs-twitch/\n\n"
        "We have now deleted your e-mail address. Please do not reply: nobody reads this mailbox.\n"
    )
    assert list(Contact.objects.values_list("email", flat=True)) == ["waiting@example.org"]


def test_without_an_address_of_the_site_the_answer_itself_is_sent() -> None:
    published_question(email=EMAIL)
    tell_askers(at=after(1))
    assert "It may, if you drink a lot of it." in mail.outbox[0].body


def test_who_is_declined_is_told_why() -> None:
    question = make_question(email=EMAIL)
    decline_question(question=question, reason="other", message="See a GP.", by=make_moderator(), at=AT)
    tell_askers(at=after(1))
    assert "We cannot answer this question.\n\nSee a GP." in mail.outbox[0].body
    assert not Contact.objects.exists()


def test_a_mail_that_cannot_be_sent_is_tried_again_and_its_address_is_not_logged(
    monkeypatch: Any, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(self: Any, *args: Any, **options: Any) -> int:
        raise ConnectionRefusedError(EMAIL)

    published_question(email=EMAIL)
    with monkeypatch.context() as broken:
        broken.setattr(EmailMessage, "send", refuse)
        assert tell_askers(at=after(1)) == 0
    assert Contact.objects.count() == 1
    assert "ConnectionRefusedError" in caplog.text
    assert EMAIL not in caplog.text
    assert tell_askers(at=after(2)) == 1
