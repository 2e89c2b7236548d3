from collections.abc import Iterator
from typing import Any

from triage.engine import Protocol, Question
from triage.engine.condition import Way, Ways, split
from triage.engine.question import MANY_OF, NO, NONE, NUMBER_KIND, UNSURE, YES, YES_NO

Resource = dict[str, Any]
UNSURE_SUFFIX = f".{UNSURE}"
OPERATORS = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}


def questionnaire(protocol: Protocol, *, url: str, version: int, locale: str, date: str) -> Resource:
    """One group for each stage. The codes of options are those of the API, in the code system of the protocol."""
    return {
        "resourceType": "Questionnaire",
        "id": protocol.slug,
        "language": locale,
        "url": url,
        "version": str(version),
        "name": protocol.slug.replace("-", "_"),
        "title": protocol.title,
        "status": "active",
        "subjectType": ["Patient"],
        "date": date,
        **({"description": protocol.purpose} if protocol.purpose else {}),
        "item": [
            {
                "linkId": f"stage.{stage.code}",
                "text": stage.title,
                "type": "group",
                "item": [
                    item
                    for question in protocol.questions
                    if question.stage == stage.code
                    for item in _items(protocol, question, url)
                ],
            }
            for stage in protocol.stages
            if any(question.stage == stage.code for question in protocol.questions)
        ],
    }


def _items(protocol: Protocol, question: Question, system: str) -> Iterator[Resource]:
    item: Resource = {"linkId": question.code, "text": question.text, "type": _type(question), "required": False}
    if question.kind == MANY_OF:
        item["repeats"] = True
    if question.kind != NUMBER_KIND:
        item["answerOption"] = [
            {"valueCoding": {"system": system, "code": code, "display": label}} for code, label in _choices(question)
        ]
    item.update(_enable_when(protocol, question.applies, system))
    yield item
    if question.kind == NUMBER_KIND and question.allows_unsure:
        yield {"linkId": question.code + UNSURE_SUFFIX, "text": question.unsure_label, "type": "boolean"}


def _type(question: Question) -> str:
    if question.kind != NUMBER_KIND:
        return "choice"
    return "integer" if question.step is not None and float(question.step).is_integer() else "decimal"


def _choices(question: Question) -> Iterator[tuple[str, str]]:
    if question.kind == YES_NO:
        yield from ((YES, "Yes"), (NO, "No"))
    yield from ((option.code, option.label) for option in question.options)
    if question.allows_none:
        yield NONE, question.none_label
    if question.allows_unsure:
        yield UNSURE, question.unsure_label


def _enable_when(protocol: Protocol, applies: Ways, system: str) -> Resource:
    """Where FHIR's one level of any or all can say it; otherwise the server says which answers did not apply."""
    questions = {question.code: question for question in protocol.questions}
    if len(applies) == 1 and all(len(split(item)[1]) == 1 for item in applies[0]):
        behaviour, items = "all", list(applies[0])
    elif applies and all(len(way) == 1 for way in applies):
        behaviour, items = "any", list(_single(applies))
    else:
        return {}
    conditions = [_condition(questions[split(item)[0]], code, system) for item in items for code in split(item)[1]]
    return {"enableWhen": conditions, **({"enableBehavior": behaviour} if len(conditions) > 1 else {})}


def _single(ways: tuple[Way, ...]) -> Iterator[str]:
    for way in ways:
        yield way[0]


def _condition(question: Question, code: str, system: str) -> Resource:
    threshold = next((each for each in question.thresholds if each.code == code), None)
    if threshold is not None:
        value = "answerInteger" if _type(question) == "integer" else "answerDecimal"
        return {"question": question.code, "operator": OPERATORS[threshold.op], value: threshold.value}
    if question.kind == NUMBER_KIND:
        return {"question": question.code + UNSURE_SUFFIX, "operator": "=", "answerBoolean": True}
    return {"question": question.code, "operator": "=", "answerCoding": {"system": system, "code": code}}
