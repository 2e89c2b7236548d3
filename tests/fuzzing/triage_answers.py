"""The body of a request for triage, as our own JSON, as FHIR and as words, up to the result."""

import json
from contextlib import suppress
from io import BytesIO
from types import SimpleNamespace
from typing import Any

from rest_framework.exceptions import APIException

from healthkb.api.parsers import BoundedJSONParser
from tests.triage.engine.examples import COMPILED
from triage.api.asking import answers_in, read_answers, text_in
from triage.api.errors import InvalidAnswers
from triage.engine import Answers, assess, explain
from triage.fhir import ResponseError, answers_from

PARSER = BoundedJSONParser()
PROTOCOL: Any = SimpleNamespace(compiled=COMPILED, version=1)
CASES = [{"answers": case.answers, "version": 1} for case in COMPILED.protocol.cases]
ITEMS = [
    {"linkId": "face", "answer": [{"valueBoolean": True}]},
    {"linkId": "weakness-unsure", "answer": [{"valueBoolean": True}]},
    {"linkId": "group", "item": [{"linkId": "child", "answer": [{"valueCoding": {"code": "limp"}}]}]},
    {"linkId": "age", "answer": [{"valueDecimal": 0.5}]},
]
RESPONSE = {"resourceType": "QuestionnaireResponse", "status": "completed", "item": ITEMS}
SEEDS = [json.dumps(each).encode() for each in (*CASES, RESPONSE, {"text": "weak legs"}, {"answers": {"age": 1e308}})]


def take(data: bytes) -> None:
    try:
        body = PARSER.parse(BytesIO(data), parser_context={"encoding": "utf-8"})
    except APIException:
        return
    for read in (answers_in, from_fhir):
        with suppress(APIException, ResponseError):
            assert all(explain(COMPILED, assess(COMPILED, read(body, PROTOCOL))))
    with suppress(InvalidAnswers):
        text_in(body)


def from_fhir(body: Any, protocol: Any) -> Answers:
    return read_answers(answers_from(body, COMPILED.known_questions), protocol)
