from dataclasses import replace
from typing import Any

import pytest

from tests.triage.engine.examples import SMALL, make_small, with_new_rule, with_question, with_rule
from triage.engine import Level, Protocol, ProtocolError, Rule, TestCase, compile_protocol
from triage.engine.lints import lint
from triage.engine.ways import MOST_WAYS

WEAKNESSES = SMALL["questions"][2]["options"]
NEW: dict[str, Any] = {"code": "X", "level": "soon"}
# What nobody can meet has no case, and of two equal rules neither decides anything.
COMES_WITH = {"impossible_condition": {"rule_without_case"}, "same_condition": {"subsumed_rule"}}


def found(protocol: Protocol, code: str) -> list[tuple[str, str, str]]:
    return [(each.severity, each.path, each.words) for each in lint(protocol) if each.code == code]


def and_case(protocol: Protocol, level: str = "soon", **answers: Any) -> Protocol:
    case = TestCase(code="new", answers=answers, level=Level.from_code(level))
    return replace(protocol, cases=(*protocol.cases, case))


def without_case(protocol: Protocol, code: str) -> Protocol:
    return replace(protocol, cases=tuple(case for case in protocol.cases if case.code != code))


def test_a_sound_protocol_has_no_lints() -> None:
    assert lint(make_small()) == ()


FAULTS = [
    (
        with_new_rule(**NEW, any=[["weakness.days", "weakness.months"]]),
        "impossible_condition",
        ("block", "rules[3].any[0]", "weakness.days and weakness.months"),
    ),
    (
        and_case(
            without_case(with_rule("E1", level="same_day", level_if_unsure="soon"), "droop"), "same_day", face="yes"
        ),
        "red_flag_without_rule",
        ("block", "questions[1]", "face.yes"),
    ),
    (
        and_case(
            without_case(with_rule("E1", any=[["face.yes", "heart.yes"]]), "droop"),
            "emergency",
            face="yes",
            heart="yes",
        ),
        "red_flag_without_rule",
        ("block", "questions[1]", "face.yes"),
    ),
    (
        with_question("weakness", options=[*WEAKNESSES[:2], {**WEAKNESSES[2], "red_flag": "same_day"}], help="Try it."),
        "red_flag_without_rule",
        ("block", "questions[2].options[2]", "weakness.days"),
    ),
    (
        with_rule("E1", level_if_unsure=None),
        "unsure_unhandled",
        ("block", "questions[1]", "face.unsure"),
    ),
    (
        with_question("heart", safety_critical=True, allows_unsure=False),
        "unsure_not_offered",
        ("warn", "questions[4].allows_unsure", "heart"),
    ),
    (
        and_case(with_new_rule(**NEW, any=[["heart.unsure"]]), heart="unsure"),
        "unsure_above_present",
        ("warn", "rules[3].any[0]", "heart"),
    ),
    (
        and_case(with_new_rule(**NEW, any=[["weakness.days", "heart.yes"]]), weakness="days", heart="yes"),
        "subsumed_rule",
        ("note", "rules[3]", "X"),
    ),
    (
        and_case(with_new_rule(**NEW, any=[["face.unsure"]]), "same_day", face="unsure"),  # E1 gives as much if unsure
        "subsumed_rule",
        ("note", "rules[3]", "X"),
    ),
    (
        with_new_rule(**NEW, any=[["weakness.days|unsure|months"]]),
        "same_condition",
        ("warn", "rules[3].any", "X"),
    ),
    (
        with_question("weakness", required=False),
        "optional_question",
        ("warn", "questions[2].required", "weakness"),
    ),
    (with_new_rule(**NEW, any=[["heart.yes"]]), "rule_without_case", ("block", "rules[3]", "X")),
    (
        make_small(cases=[{**SMALL["cases"][0], "level": "soon"}, *SMALL["cases"][1:]]),
        "failing_case",
        ("block", "cases[0]", "droop"),
    ),
    (with_rule("E1", sources=[]), "missing_source", ("block", "rules[0].sources", "E1")),
    (with_rule("E1", action=" "), "missing_action", ("warn", "rules[0].action", "E1")),
    (with_rule("S1", action=""), "missing_action", ("warn", "rules[1].action", "S1")),
    (
        with_question("face", help=""),
        "missing_help",
        ("warn", "questions[1].help", "Is one side of your face drooping?"),
    ),
    (
        with_question("face", help="", red_flag="same_day"),
        "missing_help",
        ("warn", "questions[1].help", "Is one side of your face drooping?"),
    ),
    (
        with_question("heart", text="Can't you lie flat?"),
        "negated_question",
        ("warn", "questions[4].text", "Can't"),
    ),
    (
        with_question("heart", text="Are you tired and thirsty?"),
        "double_question",
        ("note", "questions[4].text", "and"),
    ),
]


@pytest.mark.parametrize(("protocol", "code", "expected"), FAULTS)
def test_each_lint_finds_its_fault_and_nothing_else(
    protocol: Protocol, code: str, expected: tuple[str, str, str]
) -> None:
    assert found(protocol, code) == [expected]
    assert {each.code for each in lint(protocol)} - {code} == COMES_WITH.get(code, set())


@pytest.mark.parametrize(
    ("op", "value", "message"),
    [
        ("gt", 16, '"age": 16 itself is in neither of two bands.'),
        ("lt", 16, '"age": two thresholds mean the same.'),
        ("gte", 0, '"age": every number meets "new".'),
        ("lt", 0, '"age": no number can meet "new".'),
    ],
)
def test_thresholds_that_do_not_fit(op: str, value: int, message: str) -> None:
    thresholds = [*SMALL["questions"][0]["thresholds"], {"code": "new", "op": op, "value": value}]
    lints = lint(with_question("age", thresholds=thresholds))
    assert [each.message for each in lints if each.code == "bands"] == [message]


def test_a_number_in_two_bands() -> None:
    thresholds = [
        {"code": "under_1", "op": "lt", "value": 1},
        {"code": "under_16", "op": "lte", "value": 16},
        {"code": "from_16", "op": "gte", "value": 16},
    ]
    lints = lint(with_question("age", thresholds=thresholds))
    assert [each.message for each in lints if each.code == "bands"] == ['"age": 16 itself is in both of two bands.']


def test_of_a_number_nobody_can_be_sure_of_everything_that_it_offers() -> None:
    rule = Rule(code="X", level=Level.SOON, any=(("age.unsure",),), message="m")
    protocol = replace(with_question("age", allows_unsure=True), rules=(rule,))
    assert found(protocol, "unsure_above_present") == []


def test_self_care_said_too_early() -> None:
    protocol = make_small(
        rules=[{**SMALL["rules"][1], "any": [["weakness.days", "weakness.none"]]}], scope={}, cases=[]
    )
    assert found(protocol, "self_care_too_early") == [("block", "rules", "face")]


def weighed_by(*way: str) -> Protocol:
    """With one rule, of two questions that are each asked for any of 110 reasons."""
    first = [{"code": f"q{index}", "kind": "yes_no", "text": "?", "stage": "s"} for index in range(110)]
    any_of_them = [[f"q{index}.yes"] for index in range(110)]
    options = [{"code": code, "label": code} for code in ("here", "there")]
    where = {**first[0], "kind": "one_of", "options": options, "applies": any_of_them, "allows_unsure": True}
    then = [{**where, "code": code} for code in ["v", "w"]]
    rule = {"code": "X", "level": "soon", "any": [[*way]], "message": "m"}
    return make_small(questions=first + then, rules=[rule], scope={}, cause_links=[], remedies=[], cases=[])


@pytest.mark.parametrize("way", [("v.here", "w.here"), ("v.here", "v.there", "w.here")], ids=["sure", "only unsure"])
def test_too_many_combinations_are_refused_rather_than_guessed(way: tuple[str, ...]) -> None:
    assert MOST_WAYS < 110 * 111 // 2
    assert [(each.code, each.path, each.words) for each in lint(weighed_by(*way))] == [
        ("too_many_combinations", "rules[0].any", " and ".join(way))
    ]


def test_too_many_combinations_are_not_compiled() -> None:
    with pytest.raises(ProtocolError, match=r"^X: This comes to more than 5000 combinations"):
        compile_protocol(weighed_by("v.here", "w.here"))
