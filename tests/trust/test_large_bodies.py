"""Bodies as large as may be sent, each made as costly to refuse as can be thought of: little work, a short answer."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from tests.builders import after, publish_now
from tests.triage.builders import make_protocol
from triage.engine import answers

START = "/api/v1/triage/protocols/leg"
CODES = [format(number, "x") for number in range(190_000)]
FIELDS = dict.fromkeys(CODES, 1)


def item(code: str, times: int) -> dict[str, Any]:
    return {"linkId": code, "answer": [{"valueCoding": {"code": "face"}}] * times}


def bodies() -> Iterator[tuple[str, str, dict[str, Any]]]:
    yield "questions of nobody", f"{START}/assess/", {"answers": FIELDS}
    yield "nearly a question", f"{START}/assess/", {"answers": {f"swolen{code}": 1 for code in CODES[:110_000]}}
    yield "fields of nobody", f"{START}/assess/", FIELDS
    yield "one choice again and again", f"{START}/assess/", {"answers": {"sudden": ["face"] * 240_000}}
    yield "choices of nobody", f"{START}/assess/", {"answers": {"sudden": CODES}}
    yield "numbers for choices", f"{START}/assess/", {"answers": {"sudden": [1] * 650_000}}
    yield "a choice of 1.9 million letters", f"{START}/assess/", {"answers": {"sudden": ["f" * 1_900_000]}}
    yield "a question of 1.9 million letters", f"{START}/assess/", {"answers": {"f" * 1_900_000: 1}}
    response = {"resourceType": "QuestionnaireResponse", "status": "completed"}
    yield "a choice in FHIR", f"{START}/questionnaire-response/", {**response, "item": [item("sudden", 45_000)]}
    for name in ("triage/match", "questions", "questions/similar", "feedback", "problem-reports"):
        yield f"fields of nobody for {name}", f"/api/v1/{name}/", FIELDS


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "address", "body"), list(bodies()), ids=[name for name, _, _ in bodies()])
def test_at_most_a_hundred_mistakes_are_told(
    name: str, address: str, body: dict[str, Any], client: Client, time_machine: Any
) -> None:
    time_machine.move_to(after(60))
    publish_now(make_protocol())
    sent = json.dumps(body, separators=(",", ":"))
    assert 1_000_000 < len(sent) < 2 * 1024 * 1024
    answer = client.post(address, sent, content_type="application/json")
    assert answer.status_code in (400, 422)
    assert 1 <= len(answer.json()["errors"]) <= answers.MOST_FAULTS
    assert len(answer.content) < 50_000 + (len(sent) if "letters" in name else 0)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/api/v1/articles/", "/api/v1/search/", "/api/v1/triage/protocols/"])
def test_no_more_of_parameters(address: str, client: Client, settings: Settings) -> None:
    many = "&".join(f"{code}=1" for code in CODES[: settings.DATA_UPLOAD_MAX_NUMBER_FIELDS - 1])
    answer = client.get(f"{address}?{many}")
    assert (answer.status_code, len(answer.json()["errors"])) == (400, 100)
