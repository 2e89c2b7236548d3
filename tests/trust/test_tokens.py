"""Keys and private links: what ends them, and that whoever has a copy of the database has none of them."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from articles.models import PreviewLink, Published
from articles.services.previews import share_preview, token_of
from healthkb.keys import end_key, make_key
from healthkb.models import ApiKey, Scope, User
from healthkb.questions.models import ProblemCategory, ProblemReport, Question
from healthkb.questions.services.feedback import report_problem
from tests.builders import AT, after, make_article, publish_now
from tests.healthkb.questions.builders import ask
from tests.healthkb.test_role_matrix import person_with

pytestmark = pytest.mark.django_db
LIFE = dt.timedelta(days=30)
PREVIEW = "/api/v1/preview/article/a/"


@pytest.fixture
def owner(time_machine: Any) -> User:
    time_machine.move_to(after(10), tick=False)
    publish_now(make_article(slug="a"))
    person: User = person_with("author")
    return person


def key_of(owner: User) -> str:
    return make_key(key=ApiKey(name="Shop", scope=Scope.PREVIEW, expires_at=AT + LIFE), by=owner, at=AT)


def opened_by(key: str) -> int:
    return int(Client().get(PREVIEW, headers={"Authorization": f"Bearer {key}"}).status_code)


def link_of(document: Any, owner: User) -> PreviewLink:
    return share_preview(document=document, by=owner, at=after(10))


def change_password(owner: User, clock: Any) -> None:
    owner.set_password("another long pass phrase")
    owner.save()


def close(owner: User, clock: Any) -> None:
    User.objects.filter(pk=owner.pk).update(is_active=False)


def take_role(owner: User, clock: Any) -> None:
    owner.groups.clear()


def let_time_pass(owner: User, clock: Any) -> None:
    clock.move_to(AT + LIFE, tick=False)


def end(owner: User, clock: Any) -> None:
    end_key(key=ApiKey.objects.get(), by=owner, at=after(11))


@pytest.mark.parametrize("act", [change_password, close, take_role, let_time_pass, end])
def test_what_ends_a_key(owner: User, act: Callable[[User, Any], None], time_machine: Any) -> None:
    key = key_of(owner)
    assert opened_by(key) == 200
    act(owner, time_machine)
    assert opened_by(key) == 401


def test_a_key_opens_no_more_than_its_scope(owner: User) -> None:
    key = make_key(key=ApiKey(name="Shop", scope=Scope.READ, expires_at=AT + LIFE), by=owner, at=AT)
    assert opened_by(key) == 401


def test_nothing_in_the_database_opens_anything(owner: User) -> None:
    article = make_article(slug="b")
    link = link_of(article, owner)
    asked = ask("Does tea make my legs twitch?", at=after(9))
    publish_now(article)
    live = Published.objects.get(document=article.pk)
    reported = report_problem(published=live, category=ProblemCategory.values[0], text="A typo.", at=after(9))
    given = [key_of(owner), token_of(link), asked.token, reported.token]
    assert [opens(each) for each in given] == [["key"], ["preview"], ["question"], ["report"]]
    rows = [str(list(model.objects.values())) for model in (ApiKey, PreviewLink, Question, ProblemReport)]
    # Of a key the secret, which is its last 43 letters and may have an underscore.
    assert [each for each in given if each in str(rows) or each[-43:] in str(rows)] == []
    words = set(re.findall(r"[\w\-=/+]{6,}", " ".join(rows)))
    words |= {f"hkb_{one}_{other}" for one in words for other in words if len(one) < 13 and len(other) > 30}
    assert len(words) > 100
    assert [each for each in words if opens(each)] == []


def opens(text: str) -> list[str]:
    client = Client()
    ways = {
        "key": client.get(PREVIEW, headers={"Authorization": f"Bearer {text}"}),
        "preview": client.get(f"/preview/{text}/"),
        "question": client.get(f"/api/v1/questions/status/{text}/"),
        "report": client.get(f"/api/v1/problem-reports/status/{text}/"),
    }
    return [name for name, answer in ways.items() if answer.status_code == 200]
