"""Where a question stands, worked out in the query. One definition, for lists, pages and the person's own link."""

import datetime as dt
from typing import Any

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Value, When

from articles.models import Published, ReviewRequest
from healthkb.questions.models import Answer, Question, QuestionState

State = QuestionState
# Nobody has to do anything about these any more.
CLOSED = (State.PUBLISHED, State.DECLINED, State.MERGED)
UNMODERATED = (State.NEW, State.NEEDS_MODERATION)


def with_state(rows: "QuerySet[Any]", *, at: dt.datetime) -> "QuerySet[Any]":
    """Each row with ``state``."""
    is_live = Exists(Published.objects.live(at).filter(document=OuterRef("faq")))
    in_review = Exists(ReviewRequest.objects.filter(closed_as="", versions__document=OuterRef("faq")))
    is_answered = Exists(Answer.objects.filter(question=OuterRef("pk")))
    needs_moderation = Q(has_details=True) | Q(is_alarming=True) | ~Q(returned_note="")
    found: QuerySet[Any] = rows.annotate(
        state=Case(
            When(merged_into__isnull=False, then=_word(State.MERGED)),
            When(closed_at__isnull=False, then=_word(State.DECLINED)),
            When(is_live, then=_word(State.PUBLISHED)),
            When(in_review, then=_word(State.IN_REVIEW)),
            When(is_answered, then=_word(State.ANSWERED)),
            When(expert__isnull=False, then=_word(State.ASSIGNED)),
            When(needs_moderation, then=_word(State.NEEDS_MODERATION)),
            default=_word(State.NEW),
            output_field=CharField(),
        )
    )
    return found


def state_of(question: Question, *, at: dt.datetime) -> QuestionState:
    found = with_state(Question.objects.filter(pk=question.pk), at=at).values_list("state", flat=True).get()
    return QuestionState(found)


def _word(state: QuestionState) -> Value:
    return Value(state.value)
