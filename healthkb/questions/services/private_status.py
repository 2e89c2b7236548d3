"""What the person who asked, or who reported a problem, sees by their private link. There is no account."""

import datetime as dt
from typing import Any

from django.conf import settings

from articles.models import Published
from healthkb.questions.models import ProblemReport, Question, QuestionState

from .states import with_state
from .tokens import hash_of

State = QuestionState
IN_WORDS = {
    State.NEW: "We have your question. Nobody has read it yet.",
    State.NEEDS_MODERATION: "We have your question. Nobody has read it yet.",
    State.ASSIGNED: "An expert has your question.",
    State.ANSWERED: "An expert has answered. The answer is being made ready.",
    State.IN_REVIEW: "There is an answer. Somebody else is checking it before you can read it.",
    State.PUBLISHED: "Your question is answered.",
    State.DECLINED: "We cannot answer this question.",
    State.MERGED: "This is answered already.",
}


def kept_for() -> dt.timedelta:
    return dt.timedelta(days=settings.QUESTION_RETENTION_DAYS)


def question_by(token: str, *, at: dt.datetime) -> Question | None:
    """None for a wrong token, and for one that has expired: nobody is told which."""
    asked = Question.objects.filter(token_sha256=hash_of(token), asked_at__gt=at - kept_for())
    found: Question | None = with_state(asked, at=at).select_related("faq", "merged_into").first()
    return found


def report_by(token: str, *, at: dt.datetime) -> ProblemReport | None:
    reported = ProblemReport.objects.filter(token_sha256=hash_of(token), reported_at__gt=at - kept_for())
    found: ProblemReport | None = reported.select_related("document").first()
    return found


def published_answer(question: Any, *, at: dt.datetime) -> Published | None:
    """The live FAQ that answers it; nothing of a draft."""
    document = question.merged_into_id or question.faq_id
    return Published.objects.live(at).not_withheld(at).filter(document=document).first() if document else None
