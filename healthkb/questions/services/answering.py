"""An expert's answer, and how it becomes a FAQ document that goes the way of all medical text."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify

from articles.content.vocabulary import AuditAction, ChangeKind
from articles.models import Article, Document, Faq, FaqPlacement, Reference, ReviewRequest
from articles.models.people import Person
from articles.publishing import Refused, audit, permissions, record_edit, status_of, submit
from healthkb.questions.models import Answer, Question, QuestionState
from healthkb.questions.reading import find_details

from . import rights
from .moderating import StillPersonal, WrongState, locked

State = QuestionState


class NotYourQuestion(Refused):
    pass


class SessionNotOpen(Refused):
    pass


@transaction.atomic
def answer_question(
    *, question: Question, text: str, references: Iterable[Reference], by: Person, at: dt.datetime
) -> Answer:
    """Write the answer and what it rests on, or anew while nothing was made of it. By the expert it is assigned to.

    Raises NotAllowed, NotYourQuestion, SessionNotOpen, WrongState, StillPersonal or Refused.
    """
    rights.require(by, rights.ANSWER)
    question = locked(question, (State.ASSIGNED, State.ANSWERED), at=at)
    if question.expert is None or question.expert.user_id != by.pk:
        raise NotYourQuestion("This question is assigned to somebody else.")
    if question.faq_id:
        raise WrongState("A FAQ was made from this answer already. Edit the FAQ instead.")
    if question.session and at < question.session.starts_at:
        opens = f"{timezone.localtime(question.session.starts_at):%-d %B %Y, %H:%M}"
        raise SessionNotOpen(f"This question is for “{question.session}”, which opens on {opens}. Answer it then.")
    _refuse_quoted_details(text, question)
    answer = Answer(question=question, text=text.strip(), by=question.expert, answered_at=at)
    try:
        answer.clean_fields(exclude=["question", "by"])
    except ValidationError as error:
        raise Refused("Write the answer. " + " ".join(error.messages)) from error
    values = {"text": answer.text, "by": answer.by, "answered_at": at}
    saved, _ = Answer.objects.update_or_create(question=question, defaults=values)
    saved.references.set(references)
    audit(action=AuditAction.CHANGED, by=by, at=at, subject=question, details={"did": "answered"})
    return saved


@dataclass(frozen=True, slots=True)
class Made:
    """``placed_later``: the article has other changes under way, so readers see the FAQ there once these are live."""

    faq: Faq
    request: ReviewRequest
    placed_later: bool


@transaction.atomic
def make_faq(*, question: Question, article: Article | None, by: Person, at: dt.datetime) -> Made:
    """Make the answer a FAQ document, place it on the article, and submit both for review.

    The expert and whoever does this are its authors, so neither can review it. Raises NotAllowed, WrongState,
    IsScheduled, GatesRefuse or Refused.
    """
    rights.require(by, rights.MODERATE)
    permissions.require(by, permissions.SUBMIT)
    question = locked(question, (State.ANSWERED,), at=at)
    if question.faq_id:
        raise WrongState("A FAQ was made from this answer already. Submit that FAQ again instead.")
    had_changes = article is not None and status_of(article, at=at).has_changes
    faq = _new_faq(question, by=by, at=at)
    if article is not None:
        place_faq(faq=faq, article=article, by=by, at=at)
    Question.objects.filter(pk=question.pk).update(faq=faq)
    documents: list[Document] = [faq] if article is None or had_changes else [faq, article]
    request = submit(
        documents=documents,
        change_kind=ChangeKind.MAJOR,
        change_note=f"A reader's question, answered by {question.answer.by}.",
        by=by,
        at=at,
    )
    audit(action=AuditAction.CHANGED, by=by, at=at, subject=question, details={"did": "made a FAQ", "faq": faq.slug})
    return Made(faq, request, placed_later=had_changes)


@transaction.atomic
def place_faq(*, faq: Faq, article: Article, by: Person, at: dt.datetime) -> None:
    """At the end of the article's questions. Raises Refused for another language, or IsScheduled."""
    if article.locale != faq.locale:
        raise Refused("The article is in another language than the question. Choose one in the same language.")
    record_edit(document=article, by=by, at=at)
    last = FaqPlacement.objects.filter(article=article).aggregate(last=Max("position"))["last"]
    FaqPlacement.objects.create(article=article, faq=faq, position=0 if last is None else last + 1)


def _new_faq(question: Question, *, by: Person, at: dt.datetime) -> Faq:
    answer: Answer = question.answer
    faq = Faq(
        slug=free_slug(question.public_text, question.locale),
        locale=question.locale,
        title=question.public_text,
        answer=answer.text,
        answered_by=answer.by.contributor,
        answered_on=timezone.localdate(answer.answered_at),
        owner=by,
    )
    faq.full_clean(exclude=["owner", "references", "created_by", "updated_by"])
    faq.save()
    faq.references.set(answer.references.all())
    for person in dict.fromkeys((answer.by.user, by)):
        record_edit(document=faq, by=person, at=at)
    return faq


def free_slug(title: str, locale: str) -> str:
    base = slugify(title.replace("đ", "d").replace("Đ", "D"))[:100].strip("-") or "question"
    taken = set(
        Document.objects.filter(kind="faq", locale=locale, slug__startswith=base).values_list("slug", flat=True)
    )
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return base if base not in taken else next(each for each in numbered if each not in taken)


def _refuse_quoted_details(text: str, question: Question) -> None:
    """An expert may name a help line, but not what the reader wrote of themselves."""
    private = {_letters(each.words) for each in find_details(question.text)}
    quoted = [each for each in find_details(text) if _letters(each.words) in private]
    if quoted:
        listed = ", ".join(f"“{each.words}”" for each in quoted)
        raise StillPersonal(f"The answer tells who asked: {listed}. Take it out.")


def _letters(words: str) -> str:
    return "".join(each for each in words.casefold() if each.isalnum())
