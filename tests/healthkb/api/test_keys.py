"""Keys open more, and nothing once they are over."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from articles.models import AuditEntry
from healthkb.keys import KeyRefused, end_key, find_key, make_key
from healthkb.models import ApiKey, Scope, User
from tests.builders import AT, after, make_article, make_author, make_user, publish_now
from tests.triage.builders import make_protocol

DAY = dt.timedelta(days=1)


@pytest.fixture
def now(own_counts: None) -> Any:
    with time_machine.travel(after(60), tick=False):
        yield


def a_key(owner: User, scope: str = Scope.READ, days: int = 30) -> str:
    key = ApiKey(name="Shop front", scope=scope, expires_at=AT + days * DAY)
    return make_key(key=key, by=owner, at=AT)


def bearer(text: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {text}"}


@pytest.mark.django_db
def test_only_its_hash_is_kept() -> None:
    text = a_key(make_user())
    row = ApiKey.objects.values().get()
    named = f"hkb_{row['prefix']}_"
    assert text.startswith(named)
    assert text.removeprefix(named) not in str(row)


@pytest.mark.django_db
def test_what_ends_a_key() -> None:
    owner = make_user(password="correct horse battery")
    text = a_key(owner)
    assert find_key(text, at=after(1)) is not None
    assert find_key(text, at=AT + 30 * DAY) is None
    assert find_key(text[:-1] + ("A" if text[-1] != "A" else "B"), at=after(1)) is None
    User.objects.filter(pk=owner.pk).update(is_active=False)
    assert find_key(text, at=after(1)) is None
    User.objects.filter(pk=owner.pk).update(is_active=True)
    assert find_key(text, at=after(1)) is not None
    owner.set_password("another horse battery")
    owner.save()
    assert find_key(text, at=after(1)) is None


@pytest.mark.django_db
def test_ending_one() -> None:
    owner, stranger = make_user(), make_user()
    text = a_key(owner)
    key = ApiKey.objects.get()
    with pytest.raises(KeyRefused, match="somebody else's"):
        end_key(key=key, by=stranger, at=after(1))
    for _ in range(2):
        end_key(key=key, by=owner, at=after(1))
    assert find_key(text, at=after(2)) is None
    told = AuditEntry.objects.filter(subject_kind="apikey", subject_id=str(key.pk)).order_by("number")
    assert [(each.by, each.at, each.details) for each in told] == [
        (owner, AT, '{"scope":"read","what":"made"}'),
        (owner, after(1), '{"what":"ended"}'),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("days", [0, 367])
def test_every_key_ends_within_a_year(days: int) -> None:
    with pytest.raises(KeyRefused, match="within a year"):
        a_key(make_user(), days=days)
    assert find_key(a_key(make_user(), days=366), at=after(1)) is not None


@pytest.mark.django_db
def test_nobody_gives_a_key_what_they_may_not_do() -> None:
    with pytest.raises(KeyRefused, match="may not show drafts"):
        a_key(make_user(), scope=Scope.PREVIEW)


@pytest.mark.django_db
def test_a_key_has_higher_limits_of_its_own(client: Client, settings: Settings, now: None) -> None:
    settings.RATE_LIMITS, settings.KEY_RATE_FACTOR = {"search": (1, 60)}, 3
    text = a_key(make_user())
    address = "/api/v1/search/?q=cramp"
    assert [client.get(address).status_code for _ in range(2)] == [200, 429]
    answers = [client.get(address, headers=bearer(text)) for _ in range(4)]
    assert [each.status_code for each in answers] == [200, 200, 200, 429]
    told = [answers[0].headers[name] for name in ("RateLimit-Policy", "RateLimit", "Cache-Control")]
    assert told[:2] == ['"search";q=3;w=60', '"search";r=2;t=60']
    assert told[2].startswith("private, max-age=60")


@pytest.mark.django_db
def test_a_key_that_is_over_is_told_so_even_where_none_is_needed(client: Client, now: None) -> None:
    owner = make_user()
    text = a_key(owner)
    assert client.get("/api/v1/articles/", headers=bearer(text)).status_code == 200
    end_key(key=ApiKey.objects.get(), by=owner, at=after(1))
    refused = client.get("/api/v1/articles/", headers=bearer(text))
    assert (refused.status_code, refused.json()["type"]) == (401, "/problems/invalid-key")
    assert refused.headers["WWW-Authenticate"] == 'Bearer realm="HealthKB"'


@pytest.mark.django_db
def test_use_is_noted_once_a_day(client: Client, now: None, django_assert_num_queries: Any) -> None:
    text = a_key(make_user())
    client.get("/api/v1/", headers=bearer(text))
    assert ApiKey.objects.get().last_used_on == after(60).date()
    with django_assert_num_queries(1):
        client.get("/api/v1/", headers=bearer(text))


# Drafts


@pytest.fixture
def draft() -> Any:
    article = make_article(slug="cramp", summary="As it was.")
    publish_now(article)
    article.summary = "As it will be."
    article.save()
    return article


def preview(client: Client, text: str, path: str = "article/cramp") -> Any:
    return client.get(f"/api/v1/preview/{path}/", headers=bearer(text))


@pytest.mark.django_db
def test_a_key_is_looked_up_once_for_each_request(client: Client, draft: Any, now: None) -> None:
    text = a_key(make_author(), Scope.PREVIEW)
    with CaptureQueriesContext(connection) as asked:
        preview(client, text)
    assert len([each for each in asked if each["sql"].startswith("SELECT") and "healthkb_apikey" in each["sql"]]) == 1


@pytest.mark.django_db
def test_a_draft_is_for_keys_that_may(client: Client, draft: Any, now: None) -> None:
    author = make_author()
    answer = preview(client, a_key(author, Scope.PREVIEW))
    assert (answer.status_code, answer.json()["summary"]) == (200, "As it will be.")
    assert (answer.json()["review_status"], answer.headers["Cache-Control"]) == ("awaiting_review", "no-store")
    assert set(answer.json()) == set(client.get("/api/v1/articles/cramp/").json())
    assert client.get("/api/v1/articles/cramp/").json()["summary"] == "As it was."
    for refused in (preview(client, a_key(author)), client.get("/api/v1/preview/article/cramp/")):
        assert (refused.status_code, refused.json()["type"]) == (401, "/problems/key-needed")
        assert "As it will be" not in refused.content.decode()


@pytest.mark.django_db
def test_a_key_can_do_no_more_than_its_owner_can_today(client: Client, draft: Any, now: None) -> None:
    author = make_author()
    text = a_key(author, Scope.PREVIEW)
    author.user_permissions.clear()
    assert preview(client, text).status_code == 401


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["article/nothing", "nothing/cramp"])
def test_what_is_not_there(client: Client, draft: Any, now: None, path: str) -> None:
    assert preview(client, a_key(make_author(), Scope.PREVIEW), path).status_code == 404


@pytest.mark.django_db
def test_a_type_that_is_not_there_is_told_with_those_that_are_and_cut_short(client: Client, now: None) -> None:
    answer = preview(client, a_key(make_author(), Scope.PREVIEW), f"{'x' * 61}/cramp")
    assert f"There is no type {'x' * 60}. Use: " in answer.json()["detail"]


@pytest.mark.django_db
def test_a_parameter_that_nothing_reads_is_refused(client: Client, draft: Any, now: None) -> None:
    text = a_key(make_author(), Scope.PREVIEW)
    answer = client.get("/api/v1/preview/article/cramp/?fields=title", headers=bearer(text))
    assert (answer.status_code, answer.json()["type"]) == (400, "/problems/unknown-parameter")


@pytest.mark.django_db
def test_a_check_that_cannot_run_yet_is_not_there_for_a_key_either(client: Client, now: None) -> None:
    protocol = make_protocol()
    protocol.rules.update(level="")
    answer = preview(client, a_key(make_author(), Scope.PREVIEW), f"protocol/{protocol.slug}")
    assert (answer.status_code, "cannot run yet" in answer.json()["detail"]) == (404, True)


def test_a_browser_may_send_the_key_from_another_site(client: Client) -> None:
    answer = client.options("/api/v1/preview/article/cramp/")
    allowed = [answer.headers[f"Access-Control-Allow-{name}"] for name in ("Origin", "Headers")]
    assert (answer.status_code, allowed) == (204, ["*", "Authorization"])
