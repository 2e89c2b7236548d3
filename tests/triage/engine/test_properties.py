"""What holds for every protocol and all answers."""

import json
from dataclasses import replace
from itertools import islice
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.triage.engine.brute_force import completions, possible_answers
from tests.triage.engine.strategies import protocols, protocols_and_answers
from triage.engine import Level, Protocol
from triage.engine.answers import Value, parse_answers
from triage.engine.assess import assess
from triage.engine.compile import compile_protocol
from triage.engine.explain import explain
from triage.engine.plain import level_of, present_findings

Case = tuple[Protocol, dict[str, Value]]
MOST = 3_000


@given(protocols_and_answers())
@settings(max_examples=80, deadline=None)
def test_the_bounds_are_those_of_every_completion_tried_out(case: Case) -> None:
    protocol, answers = case
    result = assess(compile_protocol(protocol), answers)
    levels = [level_of(protocol, each) for each in islice(completions(protocol, answers), MOST + 1)]
    if len(levels) <= MOST:
        assert result.worst_possible == max(levels)
    assert result.lowest_possible == level_of(protocol, answers)
    assert result.lowest_possible <= min(levels)
    assert result.decided == (result.lowest_possible == result.worst_possible)


@given(protocols_and_answers(), st.data())
@settings(max_examples=50, deadline=None)
def test_more_findings_never_lower_the_level(case: Case, data: st.DataObject) -> None:
    protocol, answers = case
    question = data.draw(st.sampled_from(protocol.questions))
    raised = {**answers, question.code: data.draw(st.sampled_from(possible_answers(question)))}
    if present_findings(protocol, answers) <= present_findings(protocol, raised):
        compiled = compile_protocol(protocol)
        assert assess(compiled, answers).lowest_possible <= assess(compiled, raised).lowest_possible


@given(protocols_and_answers(), st.data())
@settings(max_examples=50, deadline=None)
def test_answering_only_narrows(case: Case, data: st.DataObject) -> None:
    protocol, answers = case
    left = [question for question in protocol.questions if question.code not in answers]
    if not left:
        return
    question = data.draw(st.sampled_from(left))
    compiled = compile_protocol(protocol)
    before = assess(compiled, answers)
    after = assess(compiled, {**answers, question.code: data.draw(st.sampled_from(possible_answers(question)))})
    assert before.lowest_possible <= after.lowest_possible <= after.worst_possible <= before.worst_possible
    assert after.progress.at_most <= before.progress.at_most


@given(protocols_and_answers(), st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_the_order_of_rules_and_answers_is_nothing_to_the_level(case: Case, random: Random) -> None:
    protocol, answers = case
    rules = list(protocol.rules)
    random.shuffle(rules)
    codes = list(answers)
    random.shuffle(codes)
    one = assess(compile_protocol(protocol), answers)
    other = assess(compile_protocol(replace(protocol, rules=tuple(rules))), {code: answers[code] for code in codes})
    assert (one.level, one.worst_possible, one.next_question and one.next_question.question) == (
        other.level,
        other.worst_possible,
        other.next_question and other.next_question.question,
    )
    assert {each.rule for each in one.fired} == {each.rule for each in other.fired}
    assert set(one.not_ruled_out) == set(other.not_ruled_out)


@given(protocols_and_answers())
@settings(max_examples=50, deadline=None)
def test_the_answers_given_with_a_rule_are_reason_enough(case: Case) -> None:
    protocol, answers = case
    compiled = compile_protocol(protocol)
    for fired in assess(compiled, answers).fired:
        alone = assess(compiled, {reason.question: reason.answer for reason in fired.because})
        assert (fired.rule, fired.level) in {(each.rule, each.level) for each in alone.fired}


@given(protocols_and_answers())
@settings(max_examples=30, deadline=None)
def test_what_would_change_the_level_does(case: Case) -> None:
    protocol, answers = case
    compiled = compile_protocol(protocol)
    result = assess(compiled, answers)
    for change in result.what_would_change:
        question = compiled.by_code[change.question].question
        levels = [
            assess(compiled, {**answers, question.code: answer}).lowest_possible
            for answer in possible_answers(question)
            if all(
                any(f"{question.code}.{code}" in _findings(protocol, question.code, answers, answer) for code in row)
                for row in change.findings
            )
        ]
        assert levels
        assert min(levels) >= change.to.level > result.lowest_possible


def _findings(protocol: Protocol, code: str, answers: dict[str, Value], answer: Value) -> set[str]:
    return present_findings(protocol, {**answers, code: answer})


@given(protocols_and_answers(), st.data())
@settings(max_examples=30, deadline=None)
def test_asking_what_comes_next_ends_in_a_decision(case: Case, data: st.DataObject) -> None:
    protocol, answers = case
    compiled = compile_protocol(protocol)
    result = assess(compiled, answers)
    for _ in range(result.progress.at_most):
        if result.next_question is None:
            break
        question = compiled.by_code[result.next_question.question].question
        assert question.code not in answers
        answers = {**answers, question.code: data.draw(st.sampled_from(possible_answers(question)))}
        result = assess(compiled, answers)
    assert (result.decided, result.next_question) == (True, None)


@given(protocols_and_answers())
@settings(max_examples=30, deadline=None)
def test_self_care_is_never_said_while_something_is_open(case: Case) -> None:
    protocol, answers = case
    result = assess(compile_protocol(protocol), answers)
    if result.level is Level.SELF_CARE:
        assert result.worst_possible is Level.SELF_CARE
    if result.level is None:
        assert result.not_ruled_out != ()


@given(protocols_and_answers())
@settings(max_examples=30, deadline=None)
def test_the_same_question_gets_the_same_answer(case: Case) -> None:
    protocol, answers = case
    one, other = compile_protocol(protocol), compile_protocol(Protocol.from_json(protocol.to_json()))
    assert assess(one, answers) == assess(other, answers)
    assert explain(one, assess(one, answers)) == explain(other, assess(other, answers))


@given(protocols())
@settings(max_examples=30, deadline=None)
def test_json_there_and_back(protocol: Protocol) -> None:
    text = json.dumps(protocol.to_json())
    again = Protocol.from_json(json.loads(text))
    assert again == protocol
    assert json.dumps(again.to_json()) == text


@given(protocols_and_answers())
@settings(max_examples=30, deadline=None)
def test_every_answer_that_is_offered_can_be_sent(case: Case) -> None:
    protocol, answers = case
    sent = json.loads(json.dumps(answers))
    assert parse_answers({question.code: question for question in protocol.questions}, sent) == answers
