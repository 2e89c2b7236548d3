"""A small protocol with one of everything."""

from typing import Any

from triage.engine import Protocol, compile_protocol
from triage.engine.answers import parse_answers
from triage.engine.assess import assess
from triage.engine.compile import Compiled
from triage.engine.result import Result

SMALL: dict[str, Any] = {
    "slug": "small",
    "title": "Small",
    "stages": [{"code": "s", "title": "S"}],
    "questions": [
        {
            "code": "age",
            "kind": "number",
            "text": "How old are you?",
            "stage": "s",
            "min": 0,
            "max": 120,
            "unit": "years",
            "thresholds": [
                {"code": "under_1", "op": "lt", "value": 1, "label": "under 1"},
                {"code": "under_16", "op": "lt", "value": 16, "label": "under 16"},
            ],
        },
        {
            "code": "face",
            "kind": "yes_no",
            "text": "Is one side of your face drooping?",
            "help": "Smile in a mirror.",
            "stage": "s",
            "red_flag": "emergency",
            "allows_unsure": True,
            "safety_critical": True,
        },
        {
            "code": "weakness",
            "kind": "one_of",
            "text": "Is any part of your body weaker?",
            "stage": "s",
            "allows_unsure": True,
            "options": [
                {"code": "none", "label": "No"},
                {"code": "months", "label": "Yes, over months"},
                {"code": "days", "label": "Yes, over days"},
            ],
        },
        {
            "code": "child",
            "kind": "many_of",
            "text": "Has the child had any of these?",
            "stage": "s",
            "allows_unsure": True,
            "allows_none": True,
            "options": [{"code": "limp", "label": "A limp"}, {"code": "late", "label": "Late skills"}],
            "applies": [["age.under_16"]],
        },
        {
            "code": "heart",
            "kind": "yes_no",
            "text": "Do you have heart failure?",
            "stage": "s",
            "allows_unsure": True,
        },
    ],
    "rules": [
        {
            "code": "E1",
            "level": "emergency",
            "any": [["face.yes"]],
            "level_if_unsure": "same_day",
            "message": "A drooping face can be a stroke.",
            "action": "Call for help.",
            "red_flag": "stroke-signs",
            "sources": ["nhs-stroke"],
        },
        {
            "code": "S1",
            "level": "same_day",
            "any": [["child.limp"], ["weakness.days", "child.late"]],
            "message": "A limp needs a check.",
            "action": "Ring today.",
            "sources": ["limp"],
        },
        {
            "code": "N1",
            "level": "soon",
            "any": [["weakness.months|days|unsure"]],
            "message": "New weakness needs a check.",
            "sources": ["ng127"],
        },
    ],
    "scope": {"outside": [["age.under_1"]], "level": "same_day", "message": "Babies need a nurse."},
    "causes": [{"slug": "stress"}, {"slug": "nerve"}, {"slug": "fluid"}],
    "cause_links": [
        {"cause": "stress", "any": [["weakness.none"]], "if_present": "+"},
        {"cause": "nerve", "any": [["weakness.months"]], "if_present": "++", "if_absent": "--"},
        {"cause": "fluid", "any": [["heart.yes"]], "if_present": "++", "if_absent": "0"},
    ],
    "remedies": [
        {"slug": "drink", "causes": ["stress"], "exclude_when": [["heart.yes"]], "exclude_text": "Ask your team."},
        {"slug": "walk"},
        {"slug": "brace", "causes": ["nerve"]},
    ],
    "disclaimer": "General information only.",
    "cases": [
        {"code": "droop", "answers": {"face": "yes"}, "level": "emergency", "rules": ["E1"]},
        {"code": "limp", "answers": {"age": 5, "child": ["limp"]}, "level": "same_day", "rules": ["S1"]},
        {"code": "weak", "answers": {"weakness": "months"}, "level": "soon", "rules": ["N1"], "causes": ["nerve"]},
        {"code": "baby", "answers": {"age": 0.5}, "level": "same_day", "rules": ["out_of_scope"]},
    ],
}


def make_small(**values: Any) -> Protocol:
    return Protocol.from_json({**SMALL, **values})


def with_question(code: str, **values: Any) -> Protocol:
    """The small protocol with one question changed."""
    return make_small(questions=[{**row, **values} if row["code"] == code else row for row in SMALL["questions"]])


def with_rule(code: str, **values: Any) -> Protocol:
    return make_small(rules=[{**row, **values} if row["code"] == code else row for row in SMALL["rules"]])


def with_new_rule(**values: Any) -> Protocol:
    return make_small(rules=[*SMALL["rules"], {"message": "m", "action": "a", "sources": ["s"], **values}])


COMPILED: Compiled = compile_protocol(make_small())


def assessed(**answers: Any) -> Result:
    return assess(COMPILED, parse_answers(COMPILED.known_questions, answers))
