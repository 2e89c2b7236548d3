from typing import Any

import pytest
from django.test import Client

from tests.builders import after, publish_now
from tests.triage.builders import make_protocol

pytestmark = pytest.mark.django_db
URL = "/api/v1/triage/match/"


@pytest.fixture(autouse=True)
def _protocol(time_machine: Any) -> None:
    time_machine.move_to(after(60))
    publish_now(make_protocol())


def match(client: Client, text: Any) -> Any:
    return client.post(URL, {"text": text}, content_type="application/json").json()


def test_a_complaint_finds_its_protocol(client: Client) -> None:
    body = match(client, "My leg is sore after football")

    assert body["covered"] is True
    assert [(each["protocol"], each["about"], each["version"]) for each in body["protocols"]] == [("leg", True, 1)]


def test_misspelt_words_are_found(client: Client) -> None:
    body = match(client, "sore legg, and it is swolen")

    assert body["protocols"][0]["about"] is True
    assert [each["question"] for each in body["protocols"][0]["to_confirm"]] == ["swollen", "pain"]


def test_a_denied_red_flag_is_asked_about_first_and_never_taken_for_absent(client: Client) -> None:
    body = match(client, "just a very sore leg, definitely no face droop, it is probably nothing")

    found = body["protocols"][0]
    assert found["ask_first"][0] == "sudden"
    assert next(each for each in found["to_confirm"] if each["is_red_flag"]) == {
        "question": "sudden",
        "finding": "face",
        "label": "Face droop",
        "words": ["face", "droop"],
        "is_red_flag": True,
    }
    for word in ("absent", "level", "self_care"):
        assert f"'{word}'" not in str(found)


def test_nothing_found_is_not_covered_with_how_to_get_help(client: Client) -> None:
    body = match(client, "my goldfish looks sad")

    assert (body["covered"], body["protocols"]) == (False, [])
    assert body["help"]["emergency_number"] == "999"


@pytest.mark.parametrize("text", ["", "   ", 5, None, ["x"], "x" * 2001])
def test_only_some_text_is_read(client: Client, text: Any) -> None:
    response = client.post(URL, {"text": text}, content_type="application/json")

    assert (response.status_code, response.json()["errors"][0]["pointer"]) == (422, "#/text")
