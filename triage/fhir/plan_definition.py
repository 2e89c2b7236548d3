from collections.abc import Mapping
from typing import Any

from triage.engine import Level, Protocol, Question, Rule
from triage.engine.condition import Way, split
from triage.engine.question import NUMBER_KIND

from .questionnaire import OPERATORS, UNSURE_SUFFIX, Resource

PRIORITY = {
    Level.EMERGENCY: "stat",
    Level.SAME_DAY: "asap",
    Level.SOON: "urgent",
    Level.ROUTINE: "routine",
    Level.SELF_CARE: "routine",
}
TYPE_SYSTEM = "http://terminology.hl7.org/CodeSystem/plan-definition-type"


def plan_definition(
    protocol: Protocol, *, url: str, version: int, locale: str, date: str, references: Mapping[str, Any]
) -> Resource:
    """Each rule is an action whose condition is FHIRPath over the response to the Questionnaire."""
    questions = {question.code: question for question in protocol.questions}
    return {
        "resourceType": "PlanDefinition",
        "id": protocol.slug,
        "language": locale,
        "url": f"{url}plan-definition/",
        "version": str(version),
        "name": protocol.slug.replace("-", "_"),
        "title": protocol.title,
        "type": {"coding": [{"system": TYPE_SYSTEM, "code": "eca-rule"}]},
        "status": "active",
        "date": date,
        **({"description": protocol.purpose} if protocol.purpose else {}),
        "action": [_action(rule, questions, url, references) for rule in protocol.rules],
    }


def _action(rule: Rule, questions: dict[str, Question], system: str, references: Mapping[str, Any]) -> Resource:
    sources = [references[each] for each in rule.sources if each in references]
    return {
        "id": rule.code,
        "title": rule.message,
        **({"description": rule.action} if rule.action else {}),
        "priority": PRIORITY[rule.level],
        "code": [{"coding": [{"system": f"{system}#level", "code": rule.level.code}]}],
        **({"documentation": [_citation(each) for each in sources]} if sources else {}),
        "condition": [
            {
                "kind": "applicability",
                "expression": {
                    "language": "text/fhirpath",
                    "expression": " or ".join(f"({_way(way, questions)})" for way in rule.any),
                },
            }
        ],
    }


def _citation(reference: dict[str, Any]) -> Resource:
    url = {"url": reference["url"]} if reference["url"] else {}
    return {"type": "citation", "label": reference["publisher"], "display": reference["title"], **url}


def _way(way: Way, questions: dict[str, Question]) -> str:
    return " and ".join(_item(item, questions) for item in way)


def _item(item: str, questions: dict[str, Question]) -> str:
    code, findings = split(item)
    question = questions[code]
    tests = [_test(question, finding) for finding in findings]
    return tests[0] if len(tests) == 1 else f"({' or '.join(tests)})"


def _test(question: Question, finding: str) -> str:
    answer = f"%resource.descendants().where(linkId = '{question.code}').answer.value"
    threshold = next((each for each in question.thresholds if each.code == finding), None)
    if threshold is not None:
        return f"{answer}.where($this {OPERATORS[threshold.op]} {threshold.value}).exists()"
    if question.kind == NUMBER_KIND:
        return f"%resource.descendants().where(linkId = '{question.code}{UNSURE_SUFFIX}').answer.value.exists($this)"
    return f"{answer}.where(code = '{finding}').exists()"
