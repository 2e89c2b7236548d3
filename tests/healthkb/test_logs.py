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
from pytest_django import Settings

from healthkb.logs import AboutRequest, JsonLines
from tests.builders import make_cause, publish_now

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


def test_lines_for_people_have_no_addresses_either(client: Client, capsys: Any) -> None:
    record = logging.LogRecord("django.request", logging.WARNING, "", 1, "Not Found: %s", ("/preview/secret/",), None)
    record.request = client.get("/preview/secret/").wsgi_request
    assert AboutRequest().filter(record)
    assert record.getMessage() == "Not Found: /preview/<str:token>/"
