from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from triage.engine.case import TestCase
from triage.engine.cause import Cause, CauseLink
from triage.engine.codec import (
    CODE,
    CODES,
    FLAG,
    LEVEL,
    TEXT,
    TEXTS,
    WAYS,
    WHOLE,
    check_fields,
    decode_record,
    encode_record,
    list_of,
    optional,
    record,
    stored,
)
from triage.engine.condition import Ways, problems_with_findings, problems_with_shape, questions_in
from triage.engine.level import Level
from triage.engine.problem import Problem, ProtocolError, did_you_mean, refuse
from triage.engine.question import Question
from triage.engine.remedy import Remedy
from triage.engine.rule import Rule

OUT_OF_SCOPE = "out_of_scope"


@dataclass(frozen=True, slots=True)
class Stage:
    """One screen of questions. Those of a `first` stage are asked before all others at the same level."""

    code: str = stored(CODE)
    title: str = stored(TEXT)
    first: bool = stored(FLAG, default=False)

    def __post_init__(self) -> None:
        check_fields(self)


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom the protocol is not for. `outside` is a condition such as `[["age.under_1"]]`."""

    outside: Ways = stored(WAYS, default=())
    level: Level = stored(LEVEL, default=Level.SOON)
    message: str = stored(TEXT, default="This check was not made for you. Talk to a health professional instead.")

    def __post_init__(self) -> None:
        check_fields(self)
        if problems := [problem.under("outside") for problem in problems_with_shape(self.outside)]:
            raise ProtocolError(problems)
        if self.level is Level.SELF_CARE:
            raise refuse("level", "self_care", "People outside the scope are never told self-care.")


@dataclass(frozen=True, slots=True)
class Default:
    """What is said when no rule is met and none can be."""

    level: Level = stored(LEVEL, default=Level.SELF_CARE)
    message: str = stored(TEXT, default="")
    action: str = stored(TEXT, default="")
    sources: tuple[str, ...] = stored(TEXTS, default=())

    def __post_init__(self) -> None:
        check_fields(self)


@dataclass(frozen=True, slots=True)
class Protocol:
    """Everything that triage of one complaint rests on. Lists are in the order in which they are asked or shown."""

    slug: str = stored(CODE)
    title: str = stored(TEXT)
    stages: tuple[Stage, ...] = stored(list_of(record(Stage)))
    questions: tuple[Question, ...] = stored(list_of(record(Question)))
    rules: tuple[Rule, ...] = stored(list_of(record(Rule)))
    purpose: str = stored(TEXT, default="")
    scope: Scope = stored(record(Scope), default=Scope())
    default: Default = stored(record(Default), default=Default())
    includes: tuple[str, ...] = stored(CODES, default=())
    causes: tuple[Cause, ...] = stored(list_of(record(Cause)), default=())
    cause_links: tuple[CauseLink, ...] = stored(list_of(record(CauseLink)), default=())
    remedies: tuple[Remedy, ...] = stored(list_of(record(Remedy)), default=())
    remedies_up_to: Level = stored(LEVEL, default=Level.SOON)
    disclaimer: str = stored(TEXT, default="")
    safety_net: tuple[str, ...] = stored(TEXTS, default=())
    recheck_after_days: int | None = stored(optional(WHOLE), default=None)
    cases: tuple[TestCase, ...] = stored(list_of(record(TestCase)), default=())

    def __post_init__(self) -> None:
        check_fields(self)
        if problems := list(self._problems()):
            raise ProtocolError(problems)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Protocol:
        """Raises ProtocolError, which lists every problem with its place and the words at fault."""
        return decode_record(cls, data)

    def to_json(self) -> dict[str, Any]:
        return encode_record(self)

    @property
    def findings(self) -> dict[str, frozenset[str]]:
        return {question.code: frozenset(question.finding_codes) for question in self.questions}

    def conditions(self) -> Iterator[tuple[str, Ways]]:
        """Every condition with its path."""
        yield "scope.outside", self.scope.outside
        for index, question in enumerate(self.questions):
            yield f"questions[{index}].applies", question.applies
        for index, rule in enumerate(self.rules):
            yield f"rules[{index}].any", rule.any
        for index, link in enumerate(self.cause_links):
            yield f"cause_links[{index}].any", link.any
        for index, remedy in enumerate(self.remedies):
            yield f"remedies[{index}].exclude_when", remedy.exclude_when

    def _problems(self) -> Iterator[Problem]:
        yield from _twice("stages", "code", [stage.code for stage in self.stages])
        yield from _twice("questions", "code", [question.code for question in self.questions])
        yield from _twice("rules", "code", [rule.code for rule in self.rules])
        yield from _twice("causes", "slug", [cause.slug for cause in self.causes])
        yield from _twice("remedies", "slug", [remedy.slug for remedy in self.remedies])
        yield from _twice("cases", "code", [case.code for case in self.cases])
        yield from self._problems_with_conditions()
        yield from self._problems_with_order()
        yield from self._problems_with_names()

    def _problems_with_conditions(self) -> Iterator[Problem]:
        known = self.findings
        for path, ways in self.conditions():
            for problem in problems_with_findings(ways, known):
                yield problem.under(path)

    def _problems_with_order(self) -> Iterator[Problem]:
        """Questions follow their stages, and rest on earlier questions only, so that no two wait for each other."""
        stages = [stage.code for stage in self.stages]
        earlier: set[str] = set()
        reached = 0
        for index, question in enumerate(self.questions):
            path = f"questions[{index}]"
            if question.stage not in stages:
                yield _unknown(f"{path}.stage", question.stage, "stage", stages)
            elif stages.index(question.stage) < reached:
                yield Problem(f"{path}.stage", question.stage, f'"{question.code}" comes after a later stage.')
            else:
                reached = stages.index(question.stage)
            for late in sorted((questions_in(question.applies) & set(self.findings)) - earlier):
                words = f'"{question.code}" can\'t wait for "{late}", which is not asked before it.'
                yield Problem(f"{path}.applies", late, words)
            earlier.add(question.code)

    def _problems_with_names(self) -> Iterator[Problem]:
        causes = [cause.slug for cause in self.causes]
        for index, rule in enumerate(self.rules):
            if rule.code == OUT_OF_SCOPE:
                yield Problem(f"rules[{index}].code", rule.code, f'"{OUT_OF_SCOPE}" is kept for the scope.')
        for index, link in enumerate(self.cause_links):
            if link.cause not in causes:
                yield _unknown(f"cause_links[{index}].cause", link.cause, "cause", causes)
        for index, remedy in enumerate(self.remedies):
            for place, slug in enumerate(remedy.causes):
                if slug not in causes:
                    yield _unknown(f"remedies[{index}].causes[{place}]", slug, "cause", causes)


def _twice(part: str, key: str, codes: list[str]) -> Iterator[Problem]:
    for index, code in enumerate(codes):
        if code in codes[:index]:
            yield Problem(f"{part}[{index}].{key}", code, f'"{code}" is there twice.')


def _unknown(path: str, code: str, what: str, known: Iterable[str]) -> Problem:
    return Problem(path, code, f'There is no {what} "{code}".{did_you_mean(code, known)}')
