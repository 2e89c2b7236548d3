"""An e-mail to whoever left an address, once there is something to read. The address is deleted with it."""

import datetime as dt
import json
import logging

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone

from articles.models import Published
from healthkb.questions.models import Contact, Question, QuestionState

from .private_status import IN_WORDS, published_answer
from .states import CLOSED, with_state

log = logging.getLogger(__name__)
SUBJECT = "About the question that you asked us"


def tell_askers(*, at: dt.datetime) -> int:
    """How many were told. One that cannot be sent is tried again the next time; the others go on."""
    closed = with_state(Question.objects.filter(contact__isnull=False), at=at).filter(state__in=CLOSED)
    return sum(_tell(key, at) for key in list(closed.values_list("pk", flat=True)))


def _tell(question: int, at: dt.datetime) -> int:
    try:
        with transaction.atomic():
            contact = Contact.objects.select_for_update().filter(question=question).first()
            if contact is None:
                return 0
            text = _message(with_state(Question.objects.filter(pk=question), at=at).get(), at)
            send_mail(SUBJECT, text, settings.DEFAULT_FROM_EMAIL, [contact.email])
            contact.delete()
    except OSError as error:
        log.warning("The mail about question %s was not sent (%s). It is tried again.", question, type(error).__name__)
        return 0
    return 1


def _message(question: Question, at: dt.datetime) -> str:
    state = QuestionState(question.state)  # type: ignore[attr-defined]
    answer = published_answer(question, at=at)
    asked = timezone.localtime(question.asked_at)
    parts = [f"You asked us a question on {asked:%-d %B %Y}.", IN_WORDS[state], question.message]
    parts.append(_answer(answer) if answer else "")
    parts.append("We have now deleted your e-mail address. Please do not reply: nobody reads this mailbox.")
    return "\n\n".join(part for part in parts if part) + "\n"


def _answer(row: Published) -> str:
    if settings.SITE_URL:
        return f"{settings.SITE_URL}/faqs/{row.slug}/" + (f"?lang={row.locale}" if row.locale != "en" else "")
    return str(json.loads(bytes(row.body))["answer"]["text"])
