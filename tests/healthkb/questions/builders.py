"""Questions for tests, each brought to where it stands by the services."""

import datetime as dt
import itertools
from typing import Any

from django.contrib.auth.models import Group

from articles.models import Contributor
from articles.publishing import publish
from healthkb.models import User
from healthkb.questions.models import Expert, ExpertSession, Question
from healthkb.questions.services import Asked, answer_question, ask_question, assign_question, make_faq
from tests.builders import AT, after, approve_now, make_publisher, make_topic, make_user, shared_reference

_number = itertools.count(1)
TEXT = "Does coffee make my legs twitch at night?"


def person_with(role: str, **values: Any) -> User:
    person = make_user(is_staff=True, **values)
    person.groups.add(Group.objects.get(name=role))
    return User.objects.get(pk=person.pk)


def make_moderator(**values: Any) -> User:
    return person_with("Editor", **values)


def make_expert(*, user: User | None = None, **values: Any) -> Expert:
    number = next(_number)
    defaults = {"slug": f"expert-{number}", "name": f"Dr Expert {number}", "role": "expert"}
    contributor = Contributor.objects.create(**{**defaults, "credentials": "Physiotherapist", **values})
    return Expert.objects.create(user=user or person_with("Expert"), contributor=contributor)


def make_session(**values: Any) -> ExpertSession:
    number = next(_number)
    times = {"collects_from": AT, "starts_at": after(60), "ends_at": after(120), "is_announced": True}
    values.setdefault("topic", None)
    values["topic"] = values["topic"] or make_topic()
    experts = values.pop("experts", None)
    defaults = {"slug": f"session-{number}", "title": f"Session {number}", **times}
    session: ExpertSession = ExpertSession.objects.create(**{**defaults, **values})
    session.experts.set([make_expert()] if experts is None else experts)
    return session


def ask(text: str = TEXT, *, at: dt.datetime = AT, **values: Any) -> Asked:
    defaults = {"locale": "en", "topic": None, "article": None, "session": None, "email": "", "is_alarming": False}
    return ask_question(text=text, at=at, **{**defaults, **values})


def make_question(text: str = TEXT, **values: Any) -> Question:
    return ask(text, **values).question


def assign(question: Question, *, expert: Any = None, by: Any = None, at: Any = AT, **values: Any) -> Question:
    defaults = {"public_text": "Does coffee make legs twitch?", "topic": question.topic, "names_are_fine": False}
    values = {**defaults, **values}
    assign_question(question=question, expert=expert or make_expert(), by=by or make_moderator(), at=at, **values)
    question.refresh_from_db()
    return question


def answer(question: Question, *, text: str = "It may, if you drink a lot of it.", at: Any = AT) -> Question:
    assert question.expert is not None
    answer_question(question=question, text=text, references=[shared_reference()], by=question.expert.user, at=at)
    question.refresh_from_db()
    return question


def make_published(question: Question, *, article: Any = None, at: Any = AT) -> Question:
    """The whole way, by a moderator, a clinician and a publisher."""
    made = make_faq(question=question, article=article, by=make_moderator(), at=at)
    approve_now(made.request, at=at)
    publish(request=made.request, by=make_publisher(), at=at)
    question.refresh_from_db()
    return question


def published_question(text: str = TEXT, *, article: Any = None, at: Any = AT, **values: Any) -> Question:
    return make_published(answer(assign(make_question(text, **values))), article=article, at=at)
