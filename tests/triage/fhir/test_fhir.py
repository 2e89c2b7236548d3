"""What goes out is FHIR R4 by the judgement of another library, and what comes in gives the same result."""

from typing import Any

import pytest
from django.test import Client
from fhir.resources.R4B.plandefinition import PlanDefinition
from fhir.resources.R4B.questionnaire import Questionnaire
from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse

from tests.builders import after, publish_now
from tests.triage.builders import CALM, make_protocol

pytestmark = pytest.mark.django_db
NUMBER = {"linkId": "age", "answer": [{"valueDecimal": 41}]}
NOT_SURE = {"linkId": "age.unsure", "answer": [{"valueBoolean": True}]}
BASE = "/api/v1/triage/protocols/leg/"


@pytest.fixture(autouse=True)
def _protocol(time_machine: Any) -> None:
    time_machine.move_to(after(60))
    publish_now(make_protocol())


def test_the_questionnaire_is_valid_and_offers_every_code(client: Client) -> None:
    response = client.get(f"{BASE}questionnaire/")
    resource = response.json()

    assert response["Content-Type"] == "application/fhir+json"
    Questionnaire.model_validate(resource)
    items = {item["linkId"]: item for group in resource["item"] for item in group["item"]}
    assert list(items) == ["age", "sudden", "swollen", "breathless", "pain", "kidneys"]
    assert [option["valueCoding"]["code"] for option in items["sudden"]["answerOption"]] == [
        "face",
        "speech",
        "none",
        "unsure",
    ]
    assert items["breathless"]["enableWhen"] == [
        {
            "question": "swollen",
            "operator": "=",
            "answerCoding": {"system": "http://testserver/api/v1/triage/protocols/leg/", "code": "yes"},
        }
    ]
    assert (items["age"]["type"], items["sudden"]["repeats"]) == ("decimal", True)


def test_the_plan_definition_is_valid_and_states_every_rule(client: Client) -> None:
    resource = client.get(f"{BASE}plan-definition/").json()

    PlanDefinition.model_validate(resource)
    assert [(action["id"], action["priority"]) for action in resource["action"]] == [
        ("E01", "stat"),
        ("E02", "stat"),
        ("S01", "asap"),
        ("T01", "routine"),
    ]
    assert resource["action"][3]["condition"][0]["expression"]["expression"] == (
        "(%resource.descendants().where(linkId = 'pain').answer.value.where(code = 'bad').exists())"
    )


@pytest.mark.parametrize("answers", [CALM, {"sudden": ["face", "speech"]}, {"swollen": "unsure", "age": 1}, {}])
def test_a_response_gives_the_same_result(client: Client, answers: dict[str, Any]) -> None:
    resource = response_of(answers)
    QuestionnaireResponse.model_validate({**resource, "questionnaire": f"http://testserver{BASE}"})

    by_fhir = client.post(f"{BASE}questionnaire-response/", resource, content_type="application/json")
    plain = client.post(f"{BASE}assess/", {"answers": answers}, content_type="application/json")

    assert (by_fhir.status_code, by_fhir.json()) == (200, plain.json())


@pytest.mark.parametrize(
    ("item", "pointer"),
    [
        ({"linkId": "pain", "answer": [{"valueDate": "2026-01-01"}]}, "#/item/0/answer/0"),
        ({"linkId": "pain", "answer": [{"valueString": "bad"}, {"valueString": "mild"}]}, "#/item/0"),
        ({"answer": []}, "#/item/0"),
        ({"linkId": "pain", "answer": {}}, "#/item/0/answer"),
        ({"linkId": "now", "item": [NUMBER, NOT_SURE]}, "#/item/0/item/1"),
        ({"linkId": "now", "item": [NOT_SURE, NUMBER]}, "#/item/0/item/1"),
        ({"linkId": "pane", "answer": [{"valueString": "bad"}]}, "#/answers/pane"),
    ],
)
def test_what_cannot_be_read_is_pointed_at(client: Client, item: Any, pointer: str) -> None:
    resource = {"resourceType": "QuestionnaireResponse", "status": "completed", "item": [item]}

    response = client.post(f"{BASE}questionnaire-response/", resource, content_type="application/json")

    assert (response.status_code, response.json()["errors"][0]["pointer"]) == (422, pointer)


def response_of(answers: dict[str, Any]) -> dict[str, Any]:
    return {
        "resourceType": "QuestionnaireResponse",
        "status": "in-progress",
        "item": [
            {
                "linkId": "stage.now",
                "item": [{"linkId": code, "answer": _answers(value)} for code, value in answers.items()],
            }
        ]
        if answers
        else [],
    }


def _answers(value: Any) -> list[dict[str, Any]]:
    values = value if isinstance(value, list) else [value]
    return [{"valueDecimal": each} if isinstance(each, int) else {"valueCoding": {"code": each}} for each in values]
