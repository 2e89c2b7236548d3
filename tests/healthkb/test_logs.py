"""Lines of the log and the ids of requests."""

import io
import json
import logging
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path
from django.utils import timezone
from pytest_django import Settings

from healthkb.keys import LONGEST, end_key, make_key
from healthkb.logs import AboutRequest, JsonLines
from healthkb.models import ApiKey, Scope
from tests.builders import make_cause, make_user, publish_now

pytestmark = pytest.mark.django_db
GIVEN = "a1b2c3d4-e5f6"


def fail(request: HttpRequest, word: str) -> HttpResponse:
    raise ValueError("what the reader wrote: " + word)


urlpatterns = [
    path("api/v1/fails/<word>/", fail),
    path("fails/<word>/", fail),
    path("", include("healthkb.urls")),
]
handler404 = "healthkb.api.errors.page_not_found"
handler500 = "healthkb.api.errors.server_error"


@pytest.fixture
def lines() -> Iterator[Any]:
    """All that the log would hold in lines of JSON, as a function."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(JsonLines())
    handler.addFilter(AboutRequest())
    loggers = [logging.getLogger(name) for name in ("", "django", "healthkb.access")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.INFO)
    for logger in loggers[:2]:
        logger.addHandler(handler)
    yield lambda: [json.loads(line) for line in out.getvalue().splitlines()]
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)
        logger.removeHandler(handler)


def test_a_request_is_one_line_without_what_was_asked(client: Client, lines: Any, settings: Settings) -> None:
    settings.REQUEST_ID_HEADER = "X-Request-Id"
    answer = client.get("/api/v1/lookup/?code=G25.3&zqhay=1", headers={"X-Request-Id": GIVEN, "User-Agent": "zqhay"})
    assert (answer.status_code, answer.headers["X-Request-Id"]) == (400, GIVEN)
    told = [line for line in lines() if line["logger"] == "healthkb.access"]
    assert [line.pop("milliseconds") >= 0 and line.pop("time")[-6:] for line in told] == ["+00:00"]
    assert told == [
        {
            "level": "INFO",
            "logger": "healthkb.access",
            "message": "GET /api/v1/lookup/ 400",
            "method": "GET",
            "request_id": GIVEN,
            "route": "/api/v1/lookup/",
            "status": 400,
        }
    ]
    assert {line["request_id"] for line in lines()} == {GIVEN}
    assert "zqhay" not in str(lines())


def test_an_address_is_told_by_its_pattern(client: Client, lines: Any) -> None:
    client.get("/questions/status/zqhay/")
    client.get("/nothing/zqhay/")
    client.generic("ZQHAY", "/nothing/")
    messages = [line["message"] for line in lines()]
    assert messages == [
        "GET /questions/status/<str:token>/ 404",
        "Not Found: /questions/status/<str:token>/",
        "GET no such address 404",
        "Not Found: no such address",
        "another method no such address 404",
        "Not Found: no such address",
    ]


def test_only_a_trusted_header_that_can_be_an_id_is_taken(client: Client, settings: Settings) -> None:
    def told(given: str) -> str:
        return str(client.get("/healthz", headers={"X-Request-Id": given}).headers["X-Request-Id"])

    assert len(told(GIVEN)) == 32  # nobody said that the header can be trusted
    settings.REQUEST_ID_HEADER = "X-Request-Id"
    assert told(GIVEN) == GIVEN
    assert {len(told(given)) for given in ("", "short", "x" * 65, "a b c d e f g", "line\\nline12", "é" * 10)} == {32}
    assert told("") != told("")


def test_an_answer_that_a_cache_may_repeat_names_no_request(client: Client) -> None:
    publish_now(make_cause(slug="rest"))
    for address in ("/api/v1/causes/", "/api/v1/causes/rest/"):
        answer = client.get(address)
        assert answer.headers["Cache-Control"].startswith("public")
        assert "X-Request-Id" not in answer.headers


@override_settings(ROOT_URLCONF="tests.healthkb.test_logs")
@pytest.mark.parametrize("start", ["/api/v1", ""])
def test_an_error_of_ours_is_told_by_its_place_and_the_answer_says_where(lines: Any, start: str) -> None:
    client = Client(raise_request_exception=False)
    answer = client.get(f"{start}/fails/zqhay/")
    request_id = answer.headers["X-Request-Id"]
    assert answer.status_code == 500
    assert request_id in answer.content.decode()
    told = [line for line in lines() if line["level"] == "ERROR"]
    assert [(line["message"], line["request_id"]) for line in told] == [
        (f"Internal Server Error: {start}/fails/<word>/", request_id)
    ]
    (error,) = told[0]["errors"]
    assert error["kind"] == "ValueError"
    assert error["at"][-1].endswith(" fail")
    assert __file__ in error["at"][-1]
    assert "zqhay" not in str(lines())


def test_what_an_error_came_from_is_told_too() -> None:
    try:
        try:
            int("zqhay")
        except ValueError as cause:
            raise KeyError("zqhay") from cause
    except KeyError:
        record = logging.LogRecord("a", logging.ERROR, __file__, 1, "It %s.", ("failed",), sys.exc_info())
    line = JsonLines().format(record)
    assert [each["kind"] for each in json.loads(line)["errors"]] == ["KeyError", "ValueError"]
    assert "zqhay" not in line


def refusals(lines: Any) -> list[Any]:
    told = [line for line in lines() if line["logger"] == "healthkb.refusals"]
    return [{name: value for name, value in line.items() if name not in ("time", "request_id")} for line in told]


def line_of(method: str, route: str, status: int, **who: Any) -> dict[str, Any]:
    to = " and ".join(f"{name} {value}" for name, value in who.items())
    fields = {"logger": "healthkb.refusals", "level": "WARNING", "method": method, "route": route, "status": status}
    return {**fields, "message": f"{method} {route} {status} to {to}", **who}


def test_a_refusal_in_the_admin_names_the_account_by_its_number(lines: Any) -> None:
    person = make_user(username="zqhay", first_name="Zqhay", is_staff=True)
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    client.get(f"/admin/healthkb/user/{person.pk}/change/?zqhay=1")
    client.post("/admin/articles/cause/add/", {"title": "zqhay"})  # without the token of a form
    client.get("/admin/")
    client.get("/admin/zqhay/")
    Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "zqhay"})  # nobody is signed in there
    assert refusals(lines) == [
        line_of("GET", "/admin/healthkb/user/<path:object_id>/change/", 403, account=person.pk),
        line_of("POST", "/admin/articles/cause/add/", 403, account=person.pk),
    ]
    assert "zqhay" not in str(lines()).lower()


def test_whoever_gave_only_the_password_is_told_too(lines: Any, settings: Settings) -> None:
    settings.SECOND_STEP = True
    person = make_user(is_staff=True, second_step_since="2026-03-03T10:00:00+00:00")
    client = Client()
    client.force_login(person)
    assert client.get("/admin/second-step/set-up/").status_code == 403
    assert refusals(lines) == [line_of("GET", "/admin/second-step/set-up/", 403, account=person.pk)]


def test_a_refused_key_is_told_by_what_is_public_of_it_where_there_is_one(client: Client, lines: Any) -> None:
    owner, at = make_user(), timezone.now()
    text = make_key(key=ApiKey(name="zqhay", scope=Scope.READ, expires_at=at + LONGEST), by=owner, at=at)
    key = ApiKey.objects.get()
    secret = text.removeprefix(f"hkb_{key.prefix}_")

    def ask(path: str, bearer: str) -> int:
        return client.get(f"/api/v1/{path}", headers={"Authorization": f"Bearer {bearer}"}).status_code

    assert ask("search/?q=zqhay", text) == 200
    assert ask("preview/article/zqhay/", text) == 401
    assert ask("search/?q=zqhay", text.replace(secret, "A" * 43)) == 401
    end_key(key=key, by=owner, at=at)
    assert ask("search/?q=zqhay", text) == 401
    for nothing in (f"hkb_{'Z' * 12}_{secret}", "zqhay", ""):
        assert ask("search/?q=zqhay", nothing) == 401
    routes = ("/api/v1/preview/<str:type>/<str:slug>/", "/api/v1/search/", "/api/v1/search/")
    assert refusals(lines) == [line_of("GET", route, 401, key=key.prefix) for route in routes]
    assert [word for word in ("zqhay", "A" * 43, secret) if word in str(lines())] == []


def test_lines_for_people_have_no_addresses_either(client: Client, capsys: Any) -> None:
    record = logging.LogRecord("django.request", logging.WARNING, "", 1, "Not Found: %s", ("/preview/secret/",), None)
    record.request = client.get("/preview/secret/").wsgi_request
    assert AboutRequest().filter(record)
    assert record.getMessage() == "Not Found: /preview/<str:token>/"
