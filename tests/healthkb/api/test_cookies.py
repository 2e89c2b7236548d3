"""Whatever cookies come along, an answer of the public API is the one that everybody gets."""

from typing import Any

import pytest
from django.test import Client

from tests.builders import make_cause, publish_now
from tests.healthkb.accounts.conftest import make_person

pytestmark = pytest.mark.django_db
CAUSE = "/api/v1/causes/cramp/"
COOKIES = {
    "damaged session": {"sessionid": "x"},
    "odd session": {"sessionid": "é" * 32},
    "session that is over": {"sessionid": "a" * 32},
    "damaged token": {"csrftoken": "x"},
    "both damaged": {"sessionid": "", "csrftoken": "\x00"},
}


def told(client: Client, path: str, accept: str = "*/*") -> tuple[Any, ...]:
    answer = client.get(path, headers={"Accept": accept})
    return answer.status_code, answer.content, answer["Vary"], answer.get("Cache-Control"), dict(answer.cookies)


@pytest.mark.parametrize("cookies", COOKIES.values(), ids=COOKIES)
@pytest.mark.parametrize(
    "path", ["", "causes/", "causes/cramp/", "causes/none/", "search/?q=cramp", "?no=such", "schema/"]
)
def test_an_answer_says_nothing_of_cookies(cookies: dict[str, str], path: str) -> None:
    publish_now(make_cause(slug="cramp"))
    with_cookies = Client()
    with_cookies.cookies.load(cookies)
    plain = told(Client(), f"/api/v1/{path}")
    assert told(with_cookies, f"/api/v1/{path}") == plain
    assert ("Cookie" in plain[2], plain[4]) == (False, {})


@pytest.mark.parametrize("cookies", [{}, COOKIES["damaged session"], COOKIES["damaged token"]])
def test_a_browser_without_a_session_gets_the_answer_of_everybody(cookies: dict[str, str]) -> None:
    publish_now(make_cause(slug="cramp"))
    client = Client()
    client.cookies.load(cookies)
    assert told(client, CAUSE, "text/html,*/*;q=0.8") == told(Client(), CAUSE)


def test_answers_to_what_is_sent_set_none_either() -> None:
    client = Client()
    client.cookies.load(COOKIES["damaged session"] | COOKIES["damaged token"])
    for path in ("feedback/", "questions/similar/", "triage/match/"):
        answer = client.post(f"/api/v1/{path}", {}, content_type="application/json")
        assert (answer.status_code // 100, dict(answer.cookies), "Cookie" in answer.get("Vary", "")) == (4, {}, False)


def test_who_browses_the_api_is_still_known(client: Client) -> None:
    publish_now(make_cause(slug="cramp"))
    client.force_login(make_person())
    assert client.get(CAUSE, headers={"Accept": "text/html"})["Content-Type"] == "text/html; charset=utf-8"
    assert told(client, CAUSE)[3].startswith("public")


def test_pages_for_people_still_know_their_cookies(client: Client) -> None:
    client.cookies.load(COOKIES["damaged session"])
    assert "sessionid" in client.get("/admin/login/").cookies
