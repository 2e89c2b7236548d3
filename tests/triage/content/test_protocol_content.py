"""The shipped protocols and their test cases: complete, consistent with the library, and caught when they change."""

import json
from collections import Counter
from typing import Any

import pytest

from tests.triage.content.shipped import (
    CALM,
    CONTENT,
    LEVEL_OF_LETTER,
    OWN,
    PACK,
    PACK_COMPILED,
    SHIPPED,
    THIGH,
    THIGH_COMPILED,
    document,
    documents,
)
from triage.engine import Compiled, Level, TestCase, assess, parse_answers
from triage.engine.bands import causes_in_bands
from triage.engine.cases import run_cases
from triage.engine.condition import split
from triage.engine.lints import lint
from triage.engine.mutation import mutants, survivors
from triage.engine.result import MORE_LIKELY
from triage.engine.state import evaluate

CASES = {case.code: case for case in THIGH.cases}
WHOLE = [case for case in THIGH.cases if case.code[0] in "ADWBQ"]
STORIES = [case for case in THIGH.cases if case.code[0] in "ADVW"]
FLAGS = documents("red_flag")


def answers_of(case: TestCase) -> dict[str, Any]:
    return dict(parse_answers(THIGH_COMPILED.known_questions, case.answers))


def code_of(case: TestCase) -> str:
    return case.code


@pytest.mark.parametrize("slug", SHIPPED)
def test_every_case_passes(slug: str) -> None:
    assert [(run.case.code, run.failures) for run in run_cases(SHIPPED[slug]) if not run.passed] == []


@pytest.mark.parametrize(("slug", "count"), [("thigh-twitching", 254), ("universal-red-flags", 46)])
def test_every_mutant_is_caught(slug: str, count: int) -> None:
    assert len(mutants(SHIPPED[slug])) == count
    assert survivors(SHIPPED[slug]) == ()


def test_pack_has_no_lint() -> None:
    assert lint(PACK) == ()


def test_every_lint_has_been_looked_at() -> None:
    """E15 names the clot that E03 and E34 send to hospital as well; U09 is what other protocols get of E09."""
    assert [(each.code, each.words) for each in lint(THIGH)] == [("subsumed_rule", "U09"), ("subsumed_rule", "E15")]


def test_protocol_has_its_parts() -> None:
    stated = {letter: sum(rule.code[0] == letter for rule in OWN.rules) for letter in "ESNT"}

    assert stated == {"E": 36, "S": 42, "N": 25, "T": 15}
    assert (len(OWN.questions), len(OWN.cause_links), len(OWN.remedies)) == (32, 33, 8)
    assert len([remedy for remedy in OWN.remedies if remedy.exclude_when]) == 4
    assert THIGH.remedies_up_to.code == "soon"


@pytest.mark.parametrize("rule", OWN.rules, ids=lambda rule: str(rule.code))
def test_code_says_the_level(rule: Any) -> None:
    assert rule.level.code == LEVEL_OF_LETTER[rule.code[0]]


def test_pack_adds_answers_and_no_question() -> None:
    """Who answers all that the protocol asks has answered all that the pack asks."""
    assert {question.code for question in THIGH.questions} == {question.code for question in OWN.questions}
    assert [stage.code for stage in THIGH.stages if stage.first] == ["danger"]
    assert len(PACK.questions) == 7


def test_every_rule_has_two_cases() -> None:
    named = Counter(rule for case in THIGH.cases for rule in case.rules)

    assert {rule.code: named[rule.code] for rule in THIGH.rules if named[rule.code] < 2} == {}


def test_every_finding_of_a_rule_decides_a_case() -> None:
    """Named here are findings that give more than the rule does, so that no case at its level can have them."""
    answered = {code: [answers_of(CASES[case]) for case in cases] for code, cases in cases_by_rule().items()}
    missing = {
        f"{rule.code}: {question}.{code}"
        for rule in THIGH.rules
        for way in rule.any
        for question, codes in map(split, way)
        for code in codes
        if not any(has(THIGH_COMPILED, answers, question, code) for answers in answered[rule.code])
    }

    assert missing == {
        "N07: pain.severe",
        "S17: jerk_pattern.over_5_min",
        "T01: checked.changed",
        "T02: checked.changed",
        "T03: checked.changed",
    }


def cases_by_rule() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {rule.code: [] for rule in THIGH.rules}
    for case in THIGH.cases:
        for rule in case.rules:
            found[rule].append(case.code)
    return found


def has(compiled: Compiled, answers: dict[str, Any], question: str, code: str) -> bool:
    findings = compiled.by_code[question].findings
    return question in answers and bool(findings.of(answers[question]) & findings.bits[code])


@pytest.mark.parametrize("case", WHOLE, ids=code_of)
def test_whole_answers_leave_nothing_open(case: TestCase) -> None:
    result = assess(THIGH_COMPILED, answers_of(case))

    assert (result.level, result.worst_possible, result.decided) == (case.level, case.level, True)
    assert result.not_applicable == ()
    assert result.status == "complete"


@pytest.mark.parametrize("case", STORIES, ids=code_of)
def test_story_keeps_its_level_when_all_else_is_calm(case: TestCase) -> None:
    result = assess(THIGH_COMPILED, {**CALM, **answers_of(case)})

    assert (result.level, result.worst_possible) == (case.level, case.level)


@pytest.mark.parametrize("case", [case for case in THIGH.cases if case.code.startswith("M-")], ids=code_of)
def test_missing_answers_are_never_taken_for_a_no(case: TestCase) -> None:
    result = assess(THIGH_COMPILED, answers_of(case))

    assert result.worst_possible == case.worst_possible
    assert result.if_ended_now == case.worst_possible
    assert result.decided is (case.code == "M-emergency-first")
    assert result.status == ("decided" if case.code == "M-emergency-first" else "incomplete")


def test_stories_cover_every_level() -> None:
    assert Counter(case.level.code for case in STORIES if case.code[0] == "V") == {
        "emergency": 50,
        "same_day": 52,
        "soon": 40,
        "self_care": 32,
        "routine": 15,
    }


def test_every_urgent_red_flag_of_the_article_has_a_rule() -> None:
    placed = [row["slug"] for row in document("article", "thigh-twitching")["red_flags"]]
    urgent = {slug for slug in placed if FLAGS[slug]["urgency"] in ("emergency", "same_day")}

    assert urgent - {rule.red_flag for rule in THIGH.rules} == set()


def test_rule_and_red_flag_are_of_one_level() -> None:
    stated = {rule.code: (rule.red_flag, rule.level.code) for rule in THIGH.rules}

    assert stated == {rule.code: (rule.red_flag, FLAGS[rule.red_flag]["urgency"]) for rule in THIGH.rules}


@pytest.mark.parametrize("slug", SHIPPED)
def test_all_that_is_named_is_in_the_library(slug: str) -> None:
    stated = document("protocol", slug)
    sources = {source for rule in stated["rules"] for source in rule["sources"]} | set(stated["default"]["sources"])
    references = {row["slug"] for row in json.loads((CONTENT / "references.json").read_text("utf-8"))}

    assert sources - references == set()
    assert sorted(sources) == [row["slug"] for row in stated["references"]]
    assert {row["slug"] for row in stated.get("causes", [])} - set(documents("cause")) == set()
    assert {row["slug"] for row in stated.get("remedies", [])} - set(documents("remedy")) == set()
    assert {row["slug"] for row in stated.get("articles", [])} - set(documents("article")) == set()


@pytest.mark.parametrize("case", THIGH.cases, ids=code_of)
def test_motor_neurone_disease_is_never_called_likely(case: TestCase) -> None:
    causes = causes_in_bands(evaluate(THIGH_COMPILED, {**CALM, **answers_of(case)}))

    assert [each for each in causes if each.cause in ("als-mnd", "sma", "isaacs") and each.band == MORE_LIKELY] == []


def test_pack_alone_never_says_self_care() -> None:
    calm = {question.code: CALM[question.code] for question in PACK.questions}

    assert assess(PACK_COMPILED, calm).level == Level.ROUTINE
