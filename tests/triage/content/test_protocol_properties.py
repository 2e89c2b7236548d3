"""What must hold for all answers to the shipped protocols."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.triage.content.shipped import CALM, SHIPPED, THIGH_COMPILED, any_answer, any_answers
from triage.engine import Level, Protocol, assess, compile_protocol, parse_answers
from triage.engine.answers import Value
from triage.engine.plain import level_of, present_findings

SLUGS = st.sampled_from(sorted(SHIPPED))
RANDOM = st.randoms(use_true_random=False)


@given(SLUGS, RANDOM)
@settings(max_examples=60, deadline=None)
def test_level_is_that_of_the_slow_way(slug: str, random: Random) -> None:
    answers = any_answers(SHIPPED[slug], random)

    assert assess(SHIPPED[slug], answers).lowest_possible == level_of(SHIPPED[slug].protocol, answers)


@given(SLUGS, RANDOM)
@settings(max_examples=60, deadline=None)
def test_more_findings_never_lower_the_level(slug: str, random: Random) -> None:
    compiled = SHIPPED[slug]
    answers = any_answers(compiled, random)
    question = random.choice(compiled.protocol.questions)
    raised = {**answers, question.code: any_answer(question, random)}

    if present_findings(compiled.protocol, answers) <= present_findings(compiled.protocol, raised):
        assert assess(compiled, answers).lowest_possible <= assess(compiled, raised).lowest_possible


@given(SLUGS, RANDOM)
@settings(max_examples=60, deadline=None)
def test_taking_answers_away_only_widens_the_bounds(slug: str, random: Random) -> None:
    compiled = SHIPPED[slug]
    answers = any_answers(compiled, random)
    fewer = {code: answer for code, answer in answers.items() if random.random() < 0.7}
    known, open_ = assess(compiled, answers), assess(compiled, fewer)

    assert open_.lowest_possible <= known.lowest_possible <= known.worst_possible <= open_.worst_possible
    assert known.progress.at_most <= open_.progress.at_most


@given(SLUGS, RANDOM)
@settings(max_examples=25, deadline=None)
def test_order_is_nothing_to_the_result(slug: str, random: Random) -> None:
    compiled = SHIPPED[slug]
    answers = any_answers(compiled, random)
    rules = random.sample(compiled.protocol.rules, len(compiled.protocol.rules))
    codes = random.sample(list(answers), len(answers))
    other = compile_protocol(replace(compiled.protocol, rules=tuple(rules)))
    one, two = assess(compiled, answers), assess(other, {code: answers[code] for code in codes})

    assert (one.level, one.worst_possible, one.causes, one.remedies) == (
        two.level,
        two.worst_possible,
        two.causes,
        two.remedies,
    )
    assert {each.rule for each in one.fired} == {each.rule for each in two.fired}


@given(SLUGS, RANDOM)
@settings(max_examples=50, deadline=None)
def test_the_answers_given_with_a_rule_are_reason_enough(slug: str, random: Random) -> None:
    compiled = SHIPPED[slug]

    for fired in assess(compiled, any_answers(compiled, random)).fired:
        alone = assess(compiled, {reason.question: reason.answer for reason in fired.because})
        assert (fired.rule, fired.level) in {(each.rule, each.level) for each in alone.fired}


@given(SLUGS, RANDOM)
@settings(max_examples=60, deadline=None)
def test_asking_what_comes_next_ends_in_a_decision(slug: str, random: Random) -> None:
    compiled = SHIPPED[slug]
    answers: dict[str, Value] = {}
    result = assess(compiled, answers)
    while result.next_question is not None:
        code = result.next_question.question
        assert code not in answers
        answers[code] = any_answer(compiled.by_code[code].question, random) if random.random() < 0.2 else CALM[code]
        result = assess(compiled, answers)

    assert result.decided
    assert len(answers) <= len(compiled.questions)


@given(RANDOM)
@settings(max_examples=50, deadline=None)
def test_self_care_is_never_said_while_something_is_open(random: Random) -> None:
    result = assess(THIGH_COMPILED, any_answers(THIGH_COMPILED, random))

    if result.level is Level.SELF_CARE:
        assert (result.worst_possible, result.decided) == (Level.SELF_CARE, True)


@given(RANDOM)
@settings(max_examples=50, deadline=None)
def test_everyday_triggers_change_nothing_about_the_level(random: Random) -> None:
    answers = any_answers(THIGH_COMPILED, random)
    triggers = THIGH_COMPILED.by_code["triggers"].question
    bare = assess(THIGH_COMPILED, {code: answer for code, answer in answers.items() if code != "triggers"})
    told = assess(THIGH_COMPILED, {**answers, "triggers": any_answer(triggers, random)})

    assert (bare.level, bare.worst_possible, bare.fired) == (told.level, told.worst_possible, told.fired)


@given(RANDOM)
@settings(max_examples=60, deadline=None)
def test_options_may_come_in_any_order(random: Random) -> None:
    answers = any_answers(THIGH_COMPILED, random)
    sent = {
        code: random.sample(answer, len(answer)) if isinstance(answer, tuple) else answer
        for code, answer in answers.items()
    }

    assert parse_answers(THIGH_COMPILED.known_questions, sent) == answers


@pytest.mark.parametrize("slug", SHIPPED)
def test_json_there_and_back(slug: str) -> None:
    protocol = SHIPPED[slug].protocol

    assert Protocol.from_json(protocol.to_json()) == protocol


def test_danger_signs_are_asked_first() -> None:
    asked = questions_asked({})

    assert asked[:4] == ["emergency_now", "lower_body", "sudden_signs", "worry"]
    assert len(asked) == 24


def test_an_emergency_ends_the_questions() -> None:
    assert questions_asked({"emergency_now": ("breathing",)}) == ["emergency_now"]


def questions_asked(strange: dict[str, Value]) -> list[str]:
    answers: dict[str, Value] = {}
    while (following := assess(THIGH_COMPILED, answers).next_question) is not None:
        answers[following.question] = {**CALM, **strange}[following.question]
    return list(answers)


def test_remedies_that_could_harm_are_withheld() -> None:
    thirsty = {**CALM, "triggers": ("low_fluid", "alcohol"), "conditions": ("kidney", "heavy_alcohol")}
    result = assess(THIGH_COMPILED, {code: answer for code, answer in thirsty.items() if code in applying(thirsty)})

    assert [each.remedy for each in result.withheld] == ["fluids", "salt-foods", "cut-alcohol"]
    assert {"fluids", "salt-foods", "cut-alcohol"} & set(result.remedies) == set()


def applying(answers: dict[str, Value]) -> set[str]:
    return set(answers) - set(assess(THIGH_COMPILED, answers).not_applicable)
