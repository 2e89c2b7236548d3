"""A front end that knows nothing but the API description: it interviews people about every check that is offered.

Run with the address of a server and how many people to interview; prints what was asked, answered and told, as JSON.
"""

import json
import random
import sys
from typing import Any

from health_kb_api_client import Client
from health_kb_api_client.api.triage import assess, get_protocol, list_triage_protocols
from health_kb_api_client.models import Protocol, TriageAnswers, TriageQuestion, TriageQuestionKind, TriageResult

Kind = TriageQuestionKind


def offered(client: Client) -> list[Protocol]:
    found = []
    for summary in list_triage_protocols.sync(client=client).results:
        protocol = get_protocol.sync(summary.slug, client=client)
        assert isinstance(protocol, Protocol)
        found.append(protocol)
    return found


def interview(client: Client, protocol: Protocol, chance: random.Random) -> dict[str, Any]:
    questions = {question.code: question for question in protocol.questions}
    labels = {level.level: level.label for level in protocol.wordings[0].levels}
    answers: dict[str, Any] = {}
    told = []
    while True:
        body = TriageAnswers.from_dict({"answers": answers, "version": protocol.version})
        result = assess.sync(protocol.slug, client=client, body=body)
        assert isinstance(result, TriageResult)
        told.append(seen(result, labels))
        if result.decided or result.next_question is None:
            return {"protocol": protocol.slug, "answers": answers, "told": told}
        question = questions[result.next_question.question]
        answers[question.code] = answer(question, chance)


def answer(question: TriageQuestion, chance: random.Random) -> Any:
    codes = [option.code for option in question.options]
    alone = ["unsure"] * question.allows_unsure + ["none"] * question.allows_none
    if alone and chance.random() < 0.6:
        return alone[-1] if chance.random() < 0.8 else "unsure" if question.allows_unsure else alone[0]
    if question.kind == Kind.YES_NO:
        return chance.choice(["yes", "no", "no"])
    if question.kind == Kind.NUMBER:
        steps = (question.max_ - question.min_) / (question.step or 1)
        return question.min_ + chance.randint(0, int(steps)) * (question.step or 1)
    return chance.choice(codes) if question.kind == Kind.ONE_OF else chance.sample(codes, chance.randint(1, 2))


def seen(result: TriageResult, labels: dict[str, str]) -> dict[str, Any]:
    if result.advice:
        assert result.advice.label == labels[result.advice.level]
    return {
        "level": result.level.value if result.level else None,
        "worst": result.worst_possible.value,
        "next": result.next_question.question if result.next_question else None,
        "at_most": result.progress.at_most,
        "fired": [rule.rule for rule in result.fired_rules],
        "causes": [cause.cause for cause in result.causes],
    }


def main(address: str, people: int) -> None:
    client = Client(base_url=address, raise_on_unexpected_status=True)
    protocols = offered(client)
    found = [interview(client, each, random.Random(seed)) for each in protocols for seed in range(people)]
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
