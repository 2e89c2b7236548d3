from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from triage.engine import Question
from triage.engine.question import MANY_OF, UNSURE

from .questionnaire import UNSURE_SUFFIX

_PLAIN = ("valueBoolean", "valueDecimal", "valueInteger", "valueString")
DEEPEST = 10


@dataclass(frozen=True, slots=True)
class ResponseError(Exception):
    """A response that cannot be read. ``pointer`` is a JSON pointer into it."""

    pointer: str
    message: str


def answers_from(resource: Any, questions: Mapping[str, Question]) -> dict[str, Any]:
    """Answers as the API takes them, still to be checked against the questions. Raises ResponseError."""
    if not isinstance(resource, Mapping) or resource.get("resourceType") != "QuestionnaireResponse":
        raise ResponseError("/resourceType", "Send a FHIR R4 QuestionnaireResponse.")
    found: dict[str, Any] = {}
    for pointer, link, values in _answered(resource, "", 0):
        code = link.removesuffix(UNSURE_SUFFIX)
        is_unsure = code != link and code in questions
        if is_unsure and values != [True]:
            continue
        code = code if is_unsure else link
        if code in found:
            raise ResponseError(pointer, f'"{code}" is there twice.')
        question = questions.get(code)
        many = question is not None and question.kind == MANY_OF
        if len(values) > 1 and not many:
            raise ResponseError(pointer, f'"{code}" takes one answer.')
        found[code] = UNSURE if is_unsure else values if many else values[0]
    return found


def _answered(item: Mapping[str, Any], pointer: str, depth: int) -> Iterator[tuple[str, str, list[Any]]]:
    """Every item with answers, at whatever depth: pointer, linkId and values."""
    if depth > DEEPEST:
        raise ResponseError(pointer, "The items are nested too deeply.")
    for index, child in enumerate(_list(item, "item", pointer)):
        at = f"{pointer}/item/{index}"
        if not isinstance(child, Mapping) or not isinstance(child.get("linkId"), str):
            raise ResponseError(at, "Each item needs a linkId.")
        answers = _list(child, "answer", at)
        if answers:
            yield at, child["linkId"], [_value(each, f"{at}/answer/{place}") for place, each in enumerate(answers)]
        yield from _answered(child, at, depth + 1)


def _list(item: Mapping[str, Any], name: str, pointer: str) -> list[Any]:
    found = item.get(name, [])
    if not isinstance(found, list):
        raise ResponseError(f"{pointer}/{name}", "Send a list.")
    return found


def _value(answer: Any, pointer: str) -> Any:
    if isinstance(answer, Mapping):
        coding = answer.get("valueCoding")
        if isinstance(coding, Mapping) and isinstance(coding.get("code"), str):
            return coding["code"]
        for name in _PLAIN:
            if name in answer:
                return answer[name]
    raise ResponseError(pointer, "Send a valueCoding, valueBoolean, valueDecimal, valueInteger or valueString.")
