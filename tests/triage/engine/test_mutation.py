from typing import Any

import pytest

from tests.triage.engine.examples import COMPILED, SMALL, make_small, with_rule
from triage.engine import Level, TestCase, compile_protocol
from triage.engine.cases import run_case, run_cases
from triage.engine.golden import LevelChange, level_changes
from triage.engine.mutation import Mutant, mutants, survivors


def make_case(**values: Any) -> TestCase:
    return TestCase(**{"code": "c", "answers": {}, "level": Level.SELF_CARE, **values})


def test_all_cases_of_the_example_pass() -> None:
    assert [run.failures for run in run_cases(COMPILED)] == [(), (), (), ()]


@pytest.mark.parametrize(
    ("case", "failures"),
    [
        (make_case(level=Level.SOON), ("The level is self_care, not soon.",)),
        (make_case(answers={"face": "yes"}, level=Level.EMERGENCY, worst_possible=Level.EMERGENCY), ()),
        (make_case(worst_possible=Level.SOON), ("The worst possible level is emergency, not soon.",)),
        (
            make_case(answers={"face": "yes", "weakness": "days"}, level=Level.EMERGENCY, rules=("N1",)),
            ("Rule N1 is not among the rules that reach emergency.",),
        ),
        (make_case(causes=("nerve",)), ("The cause nerve is not listed as possible or more likely.",)),
        (
            make_case(answers={"weakness": "none"}, causes=("nerve",)),
            ("The cause nerve is not listed as possible or more likely.",),
        ),
        (make_case(answers={"nope": 1}), ('/nope: There is no question "nope".',)),
    ],
)
def test_a_case_says_how_it_fails(case: TestCase, failures: tuple[str, ...]) -> None:
    assert run_case(COMPILED, case).failures == failures


def test_each_rule_has_two_mutants_and_the_scope_counts_as_one() -> None:
    assert [(mutant.rule, mutant.change) for mutant in mutants(COMPILED)] == [
        (rule, change) for rule in ["E1", "S1", "out_of_scope", "N1"] for change in ["deleted", "lowered"]
    ]


def test_good_cases_leave_no_survivors() -> None:
    assert survivors(COMPILED) == ()


def test_a_rule_without_its_case_survives_both_ways() -> None:
    compiled = compile_protocol(make_small(cases=SMALL["cases"][:2] + SMALL["cases"][3:]))
    found = survivors(compiled)
    assert found == (Mutant("N1", "deleted", Level.SOON), Mutant("N1", "lowered", Level.SOON))
    assert [str(mutant) for mutant in found] == [
        "No test case notices when rule N1 is deleted.",
        "No test case notices when rule N1 gives routine, not soon.",
    ]


def test_a_failing_case_catches_nothing() -> None:
    case = {**SMALL["cases"][2], "causes": ["fluid"]}
    compiled = compile_protocol(make_small(cases=[*SMALL["cases"][:2], case, SMALL["cases"][3]]))
    assert {mutant.rule for mutant in survivors(compiled)} == {"N1"}


def test_a_rule_in_the_shadow_of_another_is_caught_only_when_it_is_named() -> None:
    rules = [*SMALL["rules"], {"code": "E2", "level": "emergency", "any": [["face.yes", "heart.yes"]], "message": "m"}]
    case = {"code": "both", "answers": {"face": "yes", "heart": "yes"}, "level": "emergency"}
    unnamed = compile_protocol(make_small(rules=rules, cases=[*SMALL["cases"], case]))
    named = compile_protocol(make_small(rules=rules, cases=[*SMALL["cases"], {**case, "rules": ["E2"]}]))
    assert [mutant.rule for mutant in survivors(unnamed)] == ["E2", "E2"]
    assert survivors(named) == ()


def test_a_bound_can_catch_a_mutant_too() -> None:
    case = {"code": "start", "answers": {"age": 40}, "level": "self_care", "worst_possible": "emergency"}
    compiled = compile_protocol(make_small(cases=[case]))
    caught = set(mutants(compiled)) - set(survivors(compiled))
    assert {mutant.rule for mutant in caught} == {"E1"}


def test_levels_that_change_are_listed_with_both_levels() -> None:
    before, after = COMPILED, compile_protocol(with_rule("N1", level="routine"))
    (change,) = level_changes(before, after, before.protocol.cases)
    assert change == LevelChange(before.protocol.cases[2], Level.SOON, Level.ROUTINE)
    assert change.is_lowered


def test_answers_that_no_longer_fit_are_listed() -> None:
    after = compile_protocol(make_small(questions=SMALL["questions"][:4], cause_links=[], remedies=[]))
    (change,) = level_changes(COMPILED, after, [make_case(answers={"heart": "yes"})])
    assert (change.before, change.after, change.is_lowered) == (Level.SELF_CARE, None, False)
