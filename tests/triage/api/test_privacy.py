"""Nothing of what a reader answers is stored, logged or put into a cookie."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from django.test import Client

from tests.builders import after, publish_now
from tests.triage.builders import CALM, make_protocol

pytestmark = pytest.mark.django_db
MARK = "zq-secret-words-of-a-reader"
ADDRESSES: dict[str, list[Any]] = {
    "/api/v1/triage/protocols/leg/assess/": [
        {"answers": {**CALM, "age": 77}},
        {"answers": {MARK: MARK}},
        {"answers": {"sudden": [MARK]}, "version": 9},
    ],
    "/api/v1/triage/match/": [{"text": f"{MARK} face droop"}, {"text": MARK}],
    "/api/v1/triage/protocols/leg/questionnaire-response/": [
        {"resourceType": "QuestionnaireResponse", "item": [{"linkId": "age", "answer": [{"valueString": MARK}]}]},
        {"resourceType": MARK},
    ],
}


@pytest.fixture(autouse=True)
def _protocol(time_machine: Any) -> None:
    time_machine.move_to(after(60))
    publish_now(make_protocol())


def everything_in_the_database() -> dict[str, str]:
    return {
        model._meta.label: serializers.serialize("json", model._base_manager.order_by("pk"))
        for model in apps.get_models()
        if model._meta.managed
    }


def test_no_table_changes(client: Client) -> None:
    before = everything_in_the_database()

    statuses = {_post(client, address, body).status_code for address, body in _all()}

    assert statuses == {200, 409, 422}
    assert everything_in_the_database() == before


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    caplog.set_level(logging.DEBUG)
    loggers = [logging.getLogger(name) for name in ("django", "django.request", "django.server", "healthkb")]
    for each in loggers:
        each.addHandler(caplog.handler)
    yield caplog
    for each in loggers:
        each.removeHandler(caplog.handler)


def test_no_answer_reaches_a_log(client: Client, logged: pytest.LogCaptureFixture) -> None:
    for address, body in _all():
        _post(client, address, body)

    # The statements of the database are not logged in production either, but they must not hold an answer at all.
    text = "\n".join(record.getMessage() + str(record.args) for record in logged.records)
    assert "Unprocessable" in text
    assert MARK not in text
    assert "77" not in text.replace("leg", "")


def test_a_fault_of_ours_is_logged_without_what_the_reader_wrote(
    client: Client, logged: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise ValueError(MARK)

    monkeypatch.setattr("triage.api.assessing.result_for", fail)
    client.raise_request_exception = False
    refused = _post(client, "/api/v1/triage/protocols/leg/assess/", {"answers": CALM})

    assert (refused.status_code, MARK in refused.content.decode()) == (500, False)
    assert "TriageFault: ValueError" in logged.text
    assert MARK not in logged.text


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_cookie_and_no_cache(client: Client, address: str) -> None:
    client.cookies["sessionid"] = "a" * 32
    response = _post(client, address, ADDRESSES[address][0])

    assert response.cookies.output() == ""
    assert response["Cache-Control"] == "no-store"
    assert response["Vary"] == "Accept-Encoding"
    assert response["Access-Control-Allow-Origin"] == "*"


def test_an_error_names_the_question_and_does_not_repeat_the_answer(client: Client) -> None:
    for code in CALM:
        refused = _post(client, "/api/v1/triage/protocols/leg/assess/", {"answers": {**CALM, code: MARK}})
        assert (refused.status_code, code in refused.content.decode()) == (422, True)
        assert MARK not in refused.content.decode()


def test_another_site_may_ask(client: Client) -> None:
    response = client.options("/api/v1/triage/match/", headers={"Origin": "https://example.org"})

    assert response.status_code == 204
    assert response["Access-Control-Allow-Methods"] == "POST, OPTIONS"


def _all() -> list[tuple[str, Any]]:
    return [(address, body) for address, bodies in ADDRESSES.items() for body in bodies]


def _post(client: Client, address: str, body: Any) -> Any:
    return client.post(address, body, content_type="application/json")
