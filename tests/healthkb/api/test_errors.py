from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import OperationalError
from django.http import Http404
from django.test import Client, RequestFactory
from pytest_django import Settings
from rest_framework import exceptions
from rest_framework.request import Request

from healthkb.api import errors
from healthkb.api.problems import PROBLEMS


def answer_to(error: Exception, method: str = "get") -> Any:
    request = Request(getattr(RequestFactory(), method)("/api/v1/articles/"))
    return errors.problem_response(error, {"request": request})


def test_a_wrong_parameter_is_named() -> None:
    response = answer_to(exceptions.ValidationError({"page_size": ["Use a whole number from 1 to 100."]}))
    assert (response.status_code, response.content_type) == (400, "application/problem+json")
    assert response.data == {
        "type": "/problems/invalid",
        "title": "A value is not valid",
        "status": 400,
        "detail": "Use a whole number from 1 to 100.",
        "errors": [{"parameter": "page_size", "detail": "Use a whole number from 1 to 100."}],
    }


def test_a_wrong_value_in_a_body_has_a_pointer() -> None:
    detail: Any = {"answers": [{}, {"code": ["Choose one."]}], "a/b": ["No."], "non_field_errors": ["Too few."]}
    response = answer_to(exceptions.ValidationError(detail), method="post")
    assert response.data["errors"] == [
        {"pointer": "#/answers/1/code", "detail": "Choose one."},
        {"pointer": "#/a~1b", "detail": "No."},
        {"pointer": "#", "detail": "Too few."},
    ]


class Unprocessable(exceptions.APIException):
    status_code = 422
    default_code = "unprocessable"
    default_detail = "These answers are not known."

    def __init__(self) -> None:
        super().__init__()
        self.errors = [{"pointer": "#/answers/0", "detail": "Not known."}]
        self.extra = {"valid_codes": ["a", "b"]}


def test_an_exception_may_bring_its_own_errors_and_members() -> None:
    assert answer_to(Unprocessable(), method="post").data == {
        "type": "/problems/unprocessable",
        "title": "The values do not fit together",
        "status": 422,
        "detail": "These answers are not known.",
        "errors": [{"pointer": "#/answers/0", "detail": "Not known."}],
        "valid_codes": ["a", "b"],
    }


@pytest.mark.parametrize(
    ("error", "status", "name"),
    [
        (Http404(), 404, "not-found"),
        (PermissionDenied(), 403, "permission-denied"),
        (exceptions.NotAuthenticated(), 401, "not-authenticated"),
        (exceptions.MethodNotAllowed("POST"), 405, "method-not-allowed"),
        (exceptions.NotAcceptable(), 406, "not-acceptable"),
        (exceptions.UnsupportedMediaType("text/csv"), 415, "unsupported-media-type"),
        (exceptions.ParseError(), 400, "parse-error"),
        (RequestDataTooBig(), 413, "too-large"),
        (OperationalError("disk I/O error"), 503, "unavailable"),
    ],
)
def test_every_expected_error_has_its_problem(error: Exception, status: int, name: str) -> None:
    response = answer_to(error)
    assert (response.status_code, response.data["status"]) == (status, status)
    assert response.data["type"] == f"/problems/{name}"
    assert response.headers["Cache-Control"] == "no-store"


def test_a_body_without_its_length_is_not_taken_for_an_empty_one(client: Client) -> None:
    """The web server hands on a body in chunks without a length, and so without a body."""
    address = "/api/v1/triage/match/"
    answer = client.post(address, b"", content_type="application/json", headers={"Transfer-Encoding": "chunked"})
    assert (answer.status_code, answer.json()["type"]) == (411, "/problems/length-required")
    assert "Content-Length" in answer.json()["detail"]


def test_waiting_times_are_told() -> None:
    assert answer_to(exceptions.Throttled(wait=7)).headers["Retry-After"] == "7"
    assert answer_to(OperationalError()).headers["Retry-After"] == "5"


def test_a_fault_of_ours_is_left_to_the_site() -> None:
    assert answer_to(ZeroDivisionError()) is None


def test_no_address_of_the_api_answers_with_html(client: Client, settings: Settings) -> None:
    response = client.get("/api/v1/nothing/")
    assert (response.status_code, response.headers["Content-Type"]) == (404, "application/problem+json")
    assert response.json()["type"] == "/problems/not-found"
    factory = RequestFactory()
    for answer, name in (
        (errors.bad_request(factory.get("/api/v1/"), ValueError()), "bad-request"),
        (errors.bad_request(factory.get("/api/v1/"), RequestDataTooBig()), "too-large"),
        (errors.permission_denied(factory.get("/api/v1/"), PermissionDenied()), "permission-denied"),
        (errors.server_error(factory.get("/api/v1/")), "error"),
    ):
        assert (answer.status_code, answer.headers["Content-Type"]) == (
            PROBLEMS[name].status,
            "application/problem+json",
        )


def test_other_addresses_keep_their_pages(client: Client) -> None:
    assert client.get("/nothing/").headers["Content-Type"] == "text/html; charset=utf-8"


def test_every_problem_is_explained_at_its_type(client: Client) -> None:
    everything = client.get("/problems/").content.decode()
    for name, problem in PROBLEMS.items():
        page = client.get(f"/problems/{name}").content.decode()
        assert problem.title in page.replace("&#x27;", "'")
        assert f'href="/problems/{name}"' in everything
    assert client.get("/problems/no-such").status_code == 404
