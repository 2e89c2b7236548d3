from typing import Any

import pytest

from tests.triage.engine.examples import COMPILED, SMALL, assessed, make_small, with_new_rule, with_rule
from triage.engine import Level, ProtocolError, Question, Threshold, compile_protocol
from triage.engine.answers import Value, parse_answers
from triage.engine.assess import assess
from triage.engine.explain import explain, name_answer
from triage.engine.result import Because, CauseInBand, Change, Evidence, OpenRule, Progress, Withheld

EMERGENCY, SAME_DAY, SOON, SELF_CARE = Level.EMERGENCY, Level.SAME_DAY, Level.SOON, Level.SELF_CARE
CALM: dict[str, Any] = {"age": 40, "face": "no", "weakness": "none"}


@pytest.mark.parametrize(
    ("answers", "level", "worst", "status"),
    [
        ({}, None, EMERGENCY, "incomplete"),
        ({"face": "yes"}, EMERGENCY, EMERGENCY, "decided"),
        ({"face": "unsure"}, SAME_DAY, SAME_DAY, "decided"),
        ({"face": "no"}, None, SAME_DAY, "incomplete"),
        ({"face": "no", "age": 40}, None, SOON, "incomplete"),
        (CALM, SELF_CARE, SELF_CARE, "decided"),
        ({**CALM, "heart": "no"}, SELF_CARE, SELF_CARE, "complete"),
        ({**CALM, "age": 5}, None, SAME_DAY, "incomplete"),
        ({**CALM, "age": 5, "child": ["limp"]}, SAME_DAY, SAME_DAY, "decided"),
        ({**CALM, "age": 5, "child": ["late"]}, SELF_CARE, SELF_CARE, "decided"),
        ({"age": 5, "child": ["late"], "face": "no"}, None, SAME_DAY, "incomplete"),
        ({"age": 5, "child": ["late"], "face": "no", "weakness": "days"}, SAME_DAY, SAME_DAY, "decided"),
        ({"age": 40, "weakness": "unsure", "face": "no"}, SOON, SOON, "decided"),
        ({"age": 0.5, "face": "no"}, SAME_DAY, SAME_DAY, "out_of_scope"),
        ({"age": 0.5}, SAME_DAY, EMERGENCY, "out_of_scope"),
    ],
)
def test_levels(answers: dict[str, Any], level: Level | None, worst: Level, status: str) -> None:
    result = assessed(**answers)
    assert (result.level, result.worst_possible, result.status) == (level, worst, status)
    assert result.if_ended_now is worst


def test_an_answer_that_does_not_apply_is_ignored_and_said_so() -> None:
    result = assessed(**CALM, child=["limp"])
    assert (result.level, result.not_applicable) == (SELF_CARE, ("child",))


def test_an_answer_that_waits_for_another_counts_as_possible() -> None:
    result = assessed(face="no", weakness="none", child=["limp"])
    assert (result.level, result.worst_possible, result.not_applicable) == (None, SAME_DAY, ())
    assert result.next_question is not None
    assert result.next_question.question == "age"


def test_a_fired_rule_names_just_the_answers_it_rests_on() -> None:
    (fired,) = assessed(**{**CALM, "age": 5, "child": ["limp", "late"]}).fired
    assert (fired.rule, fired.level, fired.unsure) == ("S1", SAME_DAY, False)
    assert fired.because == (Because("age", 5), Because("child", ("limp",)))


def test_a_choice_that_stands_first_is_no_reason_by_that() -> None:
    compiled = compile_protocol(with_rule("S1", any=[["child.late"]]))
    (fired,) = assess(compiled, {**CALM, "age": 5, "child": ("limp", "late")}).fired
    assert fired.because == (Because("age", 5), Because("child", ("late",)))


def test_a_rule_that_fires_for_not_sure_says_so() -> None:
    (fired,) = assessed(face="unsure").fired
    assert (fired.rule, fired.level, fired.unsure, fired.because) == (
        "E1",
        SAME_DAY,
        True,
        (Because("face", "unsure"),),
    )


def test_a_rule_met_for_sure_is_given_once_at_its_full_level() -> None:
    assert [(fired.rule, fired.level) for fired in assessed(face="yes").fired] == [("E1", EMERGENCY)]


def test_what_is_still_open_and_what_would_change_it() -> None:
    result = assessed(age=40, weakness="months")
    assert result.not_ruled_out == (OpenRule("E1", EMERGENCY),)
    assert result.what_would_change == (
        Change("face", (("yes",),), OpenRule("E1", EMERGENCY)),
        Change("face", (("yes", "unsure"),), OpenRule("E1", SAME_DAY)),
    )


def test_nothing_more_is_asked_once_decided() -> None:
    result = assessed(face="yes")
    assert (result.next_question, result.what_would_change, result.progress) == (None, (), Progress(1, 0))


def test_the_next_question_is_about_the_worst_that_is_possible() -> None:
    asked = assessed().next_question
    assert asked is not None
    assert (asked.question, asked.level, asked.rules, asked.missing) == ("face", EMERGENCY, ("E1",), 1)


def test_rules_that_share_a_question_go_before_the_order_of_questions() -> None:
    protocol = make_small(
        rules=[
            {"code": "A", "level": "soon", "any": [["age.under_16"]], "message": "m"},
            {"code": "B", "level": "soon", "any": [["heart.yes"]], "message": "m"},
            {"code": "C", "level": "soon", "any": [["heart.unsure"]], "message": "m"},
        ],
        scope={},
    )
    asked = assess(compile_protocol(protocol), {}).next_question
    assert asked is not None
    assert (asked.question, asked.rules) == ("heart", ("B", "C"))


def test_fewest_missing_answers_go_before_shared_rules() -> None:
    protocol = make_small(
        rules=[
            {"code": "A", "level": "soon", "any": [["age.under_16"]], "message": "m"},
            {"code": "B", "level": "soon", "any": [["heart.yes", "face.yes"]], "message": "m"},
            {"code": "C", "level": "soon", "any": [["heart.unsure", "face.yes"]], "message": "m"},
        ],
        scope={},
    )
    asked = assess(compile_protocol(protocol), {}).next_question
    assert asked is not None
    assert (asked.question, asked.missing) == ("age", 1)


def test_how_many_answers_are_missing_until_a_rule_is_met() -> None:
    way = ["face.yes", "weakness.days", "heart.yes"]
    compiled = compile_protocol(
        make_small(rules=[{"code": "A", "level": "soon", "any": [way], "message": "m"}], scope={}, cases=[])
    )
    answers: dict[str, Value] = {}
    for missing, asked in ((3, "face"), (2, "weakness"), (1, "heart")):
        found = assess(compiled, answers).next_question
        assert found is not None
        assert (found.question, found.missing) == (asked, missing)
        answers[asked] = way[3 - missing].partition(".")[2]
    assert assess(compiled, answers).next_question is None


def test_a_rule_that_only_unsure_people_can_still_meet_is_not_ruled_out() -> None:
    rule = {"code": "A", "level": "emergency", "any": [["face.yes", "heart.yes"]], "level_if_unsure": "same_day"}
    compiled = compile_protocol(make_small(rules=[{**rule, "message": "m", "action": "a"}], scope={}, cases=[]))
    assert assess(compiled, {}).not_ruled_out == (OpenRule("A", EMERGENCY),)
    assert assess(compiled, {"face": "unsure"}).not_ruled_out == (OpenRule("A", SAME_DAY),)
    assert assess(compiled, {"face": "no"}).not_ruled_out == ()


def test_questions_of_a_first_stage_go_before_all_others_at_the_level() -> None:
    stages = [{"code": "s", "title": "S"}, {"code": "t", "title": "T", "first": True}]
    questions = [row.copy() for row in make_small().to_json()["questions"]]
    questions[4]["stage"] = "t"
    rules = [
        {"code": "A", "level": "soon", "any": [["face.yes"]], "message": "m"},
        {"code": "B", "level": "soon", "any": [["heart.yes", "face.unsure"]], "message": "m"},
    ]
    protocol = make_small(stages=stages, questions=questions, rules=rules, scope={})
    asked = assess(compile_protocol(protocol), {}).next_question
    assert asked is not None
    assert (asked.question, asked.missing) == ("heart", 2)


def test_a_question_is_not_asked_before_it_is_known_to_apply() -> None:
    """Not even in a first stage: a child's limp is nothing to ask somebody about whose age is not known."""
    stages = [{"code": "s", "title": "S"}, {"code": "t", "title": "T", "first": True}]
    questions = [{**row, "stage": "t" if row["code"] in ("child", "heart") else "s"} for row in SMALL["questions"]]
    rules = [{"code": "A", "level": "soon", "any": [["child.limp"]], "message": "m"}]
    compiled = compile_protocol(make_small(stages=stages, questions=questions, rules=rules, scope={}, cases=[]))
    asked = [assess(compiled, answers).next_question for answers in ({}, {"age": 5})]
    assert [each and each.question for each in asked] == ["age", "child"]


def test_what_does_not_apply_speaks_neither_for_nor_against_a_cause() -> None:
    link = {"cause": "nerve", "any": [["child.late"]], "if_absent": "--"}
    compiled = compile_protocol(make_small(cause_links=[link]))
    calm = {**CALM, "child": "none"}
    causes = [assess(compiled, {**calm, "age": age}).causes for age in (5, 40)]
    assert [[each.cause for each in those] for those in causes] == [["nerve"], []]


def test_causes_come_in_bands_with_what_speaks_for_and_against() -> None:
    result = assessed(**CALM, heart="yes")
    none = Because("weakness", "none")
    assert result.causes == (
        CauseInBand("fluid", "more_likely", (Evidence((Because("heart", "yes"),), "++", ""),), ()),
        CauseInBand("stress", "possible", (Evidence((none,), "+", ""),), ()),
        CauseInBand("nerve", "less_likely", (), (Evidence((none,), "--", ""),)),
    )


def test_not_sure_is_never_evidence_of_absence() -> None:
    result = assessed(**{**CALM, "weakness": "unsure"})
    assert [cause.cause for cause in result.causes] == []


def test_no_cause_is_named_before_the_level_is_decided() -> None:
    assert assessed(weakness="months").causes == ()


@pytest.mark.parametrize(
    ("answers", "offered", "withheld"),
    [
        ({**CALM, "heart": "no"}, ("drink", "walk"), ()),
        ({**CALM, "heart": "yes"}, ("walk",), (Withheld("drink", "Ask your team."),)),
        ({**CALM, "heart": "unsure"}, ("walk",), (Withheld("drink", "Ask your team."),)),
        (CALM, ("walk",), (Withheld("drink", "Ask your team."),)),
        ({**CALM, "weakness": "months", "heart": "no"}, ("walk", "brace"), ()),
        ({"face": "yes"}, (), ()),
        ({"face": "no"}, (), ()),
    ],
)
def test_remedies(answers: dict[str, Any], offered: tuple[str, ...], withheld: tuple[Withheld, ...]) -> None:
    result = assessed(**answers)
    assert (result.remedies, result.withheld) == (offered, withheld)


def test_two_choices_of_one_question_are_never_both_possible() -> None:
    protocol = with_new_rule(code="X", level="emergency", any=[["weakness.months", "weakness.days"]])
    assert assess(compile_protocol(protocol), {"face": "no"}).worst_possible is SAME_DAY


def test_thresholds_that_contradict_each_other_are_never_both_possible() -> None:
    questions = make_small().to_json()["questions"]
    questions[0]["thresholds"].append({"code": "over_20", "op": "gt", "value": 20})
    rules = [{"code": "X", "level": "emergency", "any": [["age.over_20", "age.under_16"]], "message": "m"}]
    protocol = make_small(questions=questions, rules=rules, scope={}, cases=[])
    result = assess(compile_protocol(protocol), {})
    assert (result.level, result.worst_possible) == (SELF_CARE, SELF_CARE)


def test_a_result_carries_what_it_was_made_from() -> None:
    result = assess(COMPILED, {}, version="3", content_hash="abc")
    assert (result.protocol, result.version, result.content_hash) == ("small", "3", "abc")
    assert result.disclaimer == "General information only."


def test_included_protocols_must_be_merged_first() -> None:
    with pytest.raises(ProtocolError, match="Merge the included protocols first"):
        compile_protocol(make_small(includes=["universal"]))


def test_an_explanation_in_words() -> None:
    assert explain(COMPILED, assessed(age=40, weakness="months")) == (
        "So far: see a GP in the next few days. If you stop here: get emergency help now.",
        "New weakness needs a check. You answered: Is any part of your body weaker? Yes, over months.",
        '"Is one side of your face drooping?" Yes: get emergency help now.',
        '"Is one side of your face drooping?" Yes or I\'m not sure: get medical advice today.',
        'Next: "Is one side of your face drooping?" Some answers to this mean getting emergency help now.',
    )


def test_an_explanation_of_a_number_and_a_list() -> None:
    lines = explain(COMPILED, assessed(**{**CALM, "age": 5, "child": ["limp"]}))
    assert lines == (
        "Advice: get medical advice today.",
        "A limp needs a check. You answered: How old are you? 5 years; Has the child had any of these? A limp.",
    )


def test_a_threshold_is_named_by_its_label_or_by_what_it_compares() -> None:
    thresholds = (Threshold("child", "lt", 16, "Under 16"), Threshold("old", "gte", 65))
    age = Question(code="age", kind="number", text="Age?", stage="s", min=0, max=120, thresholds=thresholds)
    assert [name_answer(age, code) for code in ("child", "old", "unsure")] == ["Under 16", "gte 65", "I'm not sure"]


@pytest.mark.parametrize(
    ("answers", "band"),
    [
        ({"face": "yes"}, "possible"),
        ({"face": "yes", "weakness": "days"}, "more_likely"),
        ({"face": "yes", "heart": "yes"}, "possible"),
    ],
)
def test_weights_are_added_up_to_a_band(answers: Any, band: str) -> None:
    weights = {"face.yes": "+", "weakness.days": "+", "heart.yes": "-"}
    links = [{"cause": "stress", "any": [[finding]], "if_present": weight} for finding, weight in weights.items()]
    compiled = compile_protocol(make_small(cause_links=links, remedies=[], cases=[]))
    (cause,) = assess(compiled, parse_answers(compiled.known_questions, answers)).causes
    assert cause.band == band
