"""Golden paths: every sentence of every rule, and every finding, without anybody writing them."""

from dataclasses import replace

from hypothesis import given, settings

from tests.triage.engine.examples import SMALL, with_question
from tests.triage.engine.strategies import protocols
from triage.engine import Level, LevelChange, Protocol, compile_protocol, golden_paths, level_changes, mutants, run_case

PROTOCOL = Protocol.from_json(SMALL)


def test_a_path_has_just_what_a_sentence_asks_for() -> None:
    paths = {path.code: path for path in golden_paths(compile_protocol(PROTOCOL))}

    assert {code: (dict(path.answers), path.level.code) for code, path in paths.items()} == EXPECTED


def test_a_finding_that_is_asked_for_in_two_ways_has_one_path() -> None:
    asked_twice = with_question("child", applies=[["age.under_16"], ["face.yes"]])
    codes = [path.code for path in golden_paths(compile_protocol(asked_twice))]

    assert "path-child-late" in codes
    assert sorted(codes) == sorted(set(codes))


@given(protocols())
@settings(max_examples=40, deadline=None)
def test_every_rule_that_can_be_met_is_met_on_a_path_of_its_own(protocol: Protocol) -> None:
    compiled = compile_protocol(protocol)
    met = {rule.rule for path in golden_paths(compiled) for rule in run_case(compiled, path).met}

    assert met == {mutant.rule for mutant in mutants(compiled)}


def test_the_level_of_a_path_is_the_one_that_the_protocol_gives() -> None:
    compiled = compile_protocol(PROTOCOL)

    assert level_changes(compiled, compiled, golden_paths(compiled)) == ()
    assert all(run_case(compiled, path).level is path.level for path in golden_paths(compiled))


def test_a_rule_that_is_gone_shows_on_its_paths() -> None:
    before = compile_protocol(PROTOCOL)
    after = compile_protocol(replace(PROTOCOL, rules=PROTOCOL.rules[1:]))

    changes = level_changes(before, after, golden_paths(before))

    assert {each.case.code: (each.before, each.after) for each in changes if each.is_lowered} == {
        "path-E1-1": (Level.EMERGENCY, Level.SELF_CARE),
        "path-E1-3": (Level.SAME_DAY, Level.SELF_CARE),
    }


def test_what_gave_nothing_may_go() -> None:
    case = golden_paths(compile_protocol(PROTOCOL))[0]

    assert not LevelChange(case, Level.SELF_CARE, None).is_lowered
    assert LevelChange(case, Level.ROUTINE, None).is_lowered


EXPECTED: dict[str, tuple[dict[str, object], str]] = {
    "path-E1-1": ({"face": "yes"}, "emergency"),
    "path-E1-3": ({"face": "unsure"}, "same_day"),
    "path-N1-1": ({"weakness": "months"}, "soon"),
    "path-N1-2": ({"weakness": "days"}, "soon"),
    "path-N1-3": ({"weakness": "unsure"}, "soon"),
    "path-S1-1": ({"age": 1, "child": ["limp"]}, "same_day"),
    "path-S1-3": ({"age": 1, "child": ["late"], "weakness": "days"}, "same_day"),
    "path-age-under_16": ({"age": 1}, "self_care"),
    "path-child-late": ({"age": 1, "child": ["late"]}, "self_care"),
    "path-child-unsure": ({"age": 1, "child": "unsure"}, "self_care"),
    "path-heart-unsure": ({"heart": "unsure"}, "self_care"),
    "path-heart-yes": ({"heart": "yes"}, "self_care"),
    "path-out_of_scope-1": ({"age": 0}, "same_day"),
    "path-weakness-none": ({"weakness": "none"}, "self_care"),
}
