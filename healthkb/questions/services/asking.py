"""Taking a reader's question in."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from articles.models import Article, Topic
from articles.publishing import Refused
from healthkb.questions.models import Contact, ExpertSession, Question
from healthkb.questions.reading import find_details

from .states import UNMODERATED, with_state
from .tokens import new_token


class AskingClosed(Refused):
    """Nobody would get to read it in time, or the session no longer takes questions."""


@dataclass(frozen=True, slots=True)
class Asked:
    """``token`` opens the private link. It is told once and stored nowhere."""

    question: Question
    token: str


@transaction.atomic
def ask_question(
    *,
    text: str,
    locale: str,
    topic: Topic | None,
    article: Article | None,
    session: ExpertSession | None,
    email: str,
    is_alarming: bool,
    at: dt.datetime,
) -> Asked:
    """Raises AskingClosed."""
    if not is_open(at=at):
        raise AskingClosed("We have more questions than we can read just now. Please try again in a few days.")
    if session is not None and not session.takes_questions_at(at):
        raise AskingClosed("This session takes no questions now. You can ask without it.")
    token, token_sha256 = new_token()
    question = Question.objects.create(
        text=text,
        locale=locale,
        topic=topic or (session.topic if session else article.topics.order_by("pk").first() if article else None),
        article=article,
        session=session,
        asked_at=at,
        has_details=bool(find_details(text)),
        is_alarming=is_alarming,
        token_sha256=token_sha256,
    )
    if email:
        Contact.objects.create(question=question, email=email)
    return Asked(question, token)


def is_open(*, at: dt.datetime) -> bool:
    """Closed while as many questions wait as people can read: a flood fills no database."""
    waiting = with_state(Question.objects.filter(closed_at=None), at=at).filter(state__in=UNMODERATED)
    return bool(waiting.count() < settings.QUESTIONS_MOST_WAITING)
