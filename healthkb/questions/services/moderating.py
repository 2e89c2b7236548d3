"""What a moderator decides about a question."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model

from articles.content.vocabulary import AuditAction
from articles.models import Faq, Published, Topic
from articles.models.people import Person
from articles.publishing import Refused, audit
from healthkb.questions.models import DeclineReason, Expert, Question, QuestionState
from healthkb.questions.reading import find_details

from . import rights
from .states import state_of

State = QuestionState
OPEN_TO_MODERATORS = (State.NEW, State.NEEDS_MODERATION, State.ASSIGNED)


class WrongState(Refused):
    """The question is no longer where this can be done to it."""


class StillPersonal(Refused):
    """Something in the text may tell who the person is."""


@transaction.atomic
def assign_question(
    *,
    question: Question,
    expert: Expert,
    public_text: str,
    topic: Topic | None,
    names_are_fine: bool,
    by: Person,
    at: dt.datetime,
) -> None:
    """Give the question, in words without personal details, to an expert.

    ``names_are_fine``: the moderator has looked at what may be names, and they are not those of people.

    Raises NotAllowed, WrongState, StillPersonal or Refused.
    """
    rights.require(by, rights.MODERATE)
    question = locked(question, OPEN_TO_MODERATORS, at=at)
    refuse_details(public_text, names_are_fine=names_are_fine)
    if not rights.may(expert.user, rights.ANSWER):
        raise Refused(f"The account of {expert} may not answer questions. Choose another expert.")
    question.public_text, question.topic, question.expert, question.assigned_at = public_text, topic, expert, at
    question.returned_note = ""
    save_row(question, "public_text", "topic", "expert", "assigned_at", "returned_note")
    _tell(question, by, at, did="assigned", expert=expert.contributor.slug)


@transaction.atomic
def return_question(*, question: Question, note: str, by: Person, at: dt.datetime) -> None:
    """The expert gives it back to the moderators. Raises NotAllowed, WrongState or Refused."""
    question = locked(question, (State.ASSIGNED,), at=at)
    if question.expert is None or question.expert.user_id != by.pk:
        rights.require(by, rights.MODERATE)
    if not note.strip():
        raise Refused("Say why it goes back, so that the moderators know what to do.")
    question.expert, question.assigned_at, question.returned_note = None, None, note
    save_row(question, "expert", "assigned_at", "returned_note")
    _tell(question, by, at, did="returned")


@transaction.atomic
def decline_question(*, question: Question, reason: str, message: str, by: Person, at: dt.datetime) -> None:
    """Raises NotAllowed, WrongState or Refused (no message for the person)."""
    rights.require(by, rights.MODERATE)
    question = locked(question, (*OPEN_TO_MODERATORS, State.ANSWERED), at=at)
    if question.faq_id:
        raise WrongState("A FAQ was made from this question already. Edit or withdraw the FAQ instead.")
    if not message.strip():
        raise Refused("Write a kind message to the person who asked: why there is no answer, and where to go instead.")
    question.declined_because, question.message, question.closed_at = DeclineReason(reason).value, message, at
    save_row(question, "declined_because", "message", "closed_at")
    _tell(question, by, at, did="declined", reason=question.declined_because)


@transaction.atomic
def merge_question(*, question: Question, into: Faq, message: str, by: Person, at: dt.datetime) -> None:
    """It is answered already, by a published FAQ. Raises NotAllowed, WrongState or Refused."""
    rights.require(by, rights.MODERATE)
    question = locked(question, (*OPEN_TO_MODERATORS, State.ANSWERED), at=at)
    if question.faq_id:
        raise WrongState("A FAQ was made from this question already. Edit or withdraw the FAQ instead.")
    if not Published.objects.live(at).filter(document=into.pk).exists():
        raise Refused(f"“{into}” is not published, so the person could not read it. Choose one that readers have.")
    question.merged_into, question.message, question.closed_at = into, message, at
    save_row(question, "merged_into", "message", "closed_at")
    _tell(question, by, at, did="merged", into=into.slug)


def refuse_details(text: str, *, names_are_fine: bool) -> None:
    found = [each for each in find_details(text) if each.kind.is_certain or not names_are_fine]
    if found:
        listed = ", ".join(f"“{each.words}” ({each.kind})" for each in found)
        raise StillPersonal(
            f"This may tell readers who asked: {listed}. Take it out. If a name is not that of a person, tick the box "
            "that says so."
        )


def locked(question: Question, states: tuple[QuestionState, ...], *, at: dt.datetime) -> Question:
    """The row as it is now, held until the end of the transaction. Raises WrongState."""
    row: Question = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
    state = state_of(row, at=at)
    if state not in states:
        raise WrongState(f"This question is “{state.label.lower()}” now, so that cannot be done any more.")
    return row


def save_row(row: Model, *fields: str) -> None:
    """Raises Refused with the words of the model."""
    others = [field.name for field in row._meta.fields if field.name not in fields]
    try:
        row.clean_fields(exclude=others)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    row.save(update_fields=fields)


def _tell(question: Question, by: Person, at: dt.datetime, **details: Any) -> None:
    audit(action=AuditAction.CHANGED, by=by, at=at, subject=question, details=details)
