import random

from tests.triage.engine.examples import SMALL
from triage.engine import Protocol, compile_protocol
from triage.engine.answers import parse_answers
from triage.engine.people import people_for


def test_whoever_is_made_up_gives_answers_that_can_be_sent() -> None:
    data = {**SMALL, "questions": [{**each, "allows_none": False} for each in SMALL["questions"]]}
    for each in (SMALL, data):
        compiled = compile_protocol(Protocol.from_json(each))
        for answers in people_for(compiled, 100, random.Random(1)):
            sent = {code: list(value) if isinstance(value, tuple) else value for code, value in answers.items()}
            assert parse_answers(compiled.known_questions, sent) == answers
