from __future__ import annotations

import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from triage.engine.level import Level
from triage.engine.problem import Problem, ProtocolError, refuse
from triage.engine.protocol import Protocol, Stage
from triage.engine.question import Option, Question, Threshold
from triage.engine.rule import Rule


class Coded(typing.Protocol):
    @property
    def code(self) -> str: ...


T = TypeVar("T", bound=Coded)


def include(protocol: Protocol, packs: Mapping[str, Protocol]) -> Protocol:
    """The protocol with the packs it names merged in, so that `includes` is empty in what comes back.

    The packs' questions come first, in stages marked `first`. A question that both ask is asked once, where the
    pack asks it and with the protocol's wording, and offers the options of both. Test cases stay with their owner.
    Raises ProtocolError when a pack is missing or the two can't be united.
    """
    merged = replace(protocol, includes=())
    for slug in reversed(protocol.includes):
        if slug not in packs:
            raise refuse("includes", slug, f'There is no protocol "{slug}" to include.')
        merged = _merge(merged, include(packs[slug], {k: v for k, v in packs.items() if k != slug}))
    return merged


def _merge(host: Protocol, pack: Protocol) -> Protocol:
    stages = tuple(replace(stage, first=True) for stage in pack.stages)
    return replace(
        host,
        stages=_first_then(stages, host.stages),
        questions=_in_stage_order(_questions(host, pack), _first_then(stages, host.stages)),
        rules=_rules(host, pack),
        safety_net=tuple(dict.fromkeys(host.safety_net + pack.safety_net)),
    )


def _first_then(first: Sequence[T], then: Sequence[T]) -> tuple[T, ...]:
    """All of both; where both have a code, the first's."""
    codes = {each.code for each in first}
    return (*first, *(each for each in then if each.code not in codes))


def _in_stage_order(questions: Sequence[Question], stages: Sequence[Stage]) -> tuple[Question, ...]:
    order = {stage.code: index for index, stage in enumerate(stages)}
    return tuple(sorted(questions, key=lambda question: order[question.stage]))


def _questions(host: Protocol, pack: Protocol) -> tuple[Question, ...]:
    hosts = {question.code: question for question in host.questions}
    firsts = [_united(hosts[each.code], each) if each.code in hosts else each for each in pack.questions]
    return _first_then(firsts, host.questions)


def _rules(host: Protocol, pack: Protocol) -> tuple[Rule, ...]:
    hosts = {rule.code: rule for rule in host.rules}
    clashes = [rule.code for rule in pack.rules if hosts.get(rule.code, rule) != rule]
    if clashes:
        words = f'Another rule of "{pack.slug}" has the same code.'
        raise ProtocolError(Problem("rules", code, f"{code}: {words}") for code in clashes)
    return _first_then(pack.rules, host.rules)


def _united(host: Question, pack: Question) -> Question:
    if host.kind != pack.kind:
        words = f'"{host.code}" is {host.kind} here and {pack.kind} in the included protocol.'
        raise refuse(f"questions.{host.code}.kind", host.kind, words)
    return replace(
        host,
        stage=pack.stage,
        options=_united_options(host, pack),
        thresholds=_united_thresholds(host, pack),
        allows_unsure=host.allows_unsure or pack.allows_unsure,
        allows_none=host.allows_none or pack.allows_none,
        red_flag=_stronger(host.red_flag, pack.red_flag),
        min=_pick(min, host.min, pack.min),
        max=_pick(max, host.max, pack.max),
        step=None if None in (host.step, pack.step) else _pick(min, host.step, pack.step),
        synonyms=tuple(dict.fromkeys(host.synonyms + pack.synonyms)),
        required=host.required or pack.required,
        safety_critical=host.safety_critical or pack.safety_critical,
        applies=tuple(dict.fromkeys(pack.applies + host.applies)) if pack.applies and host.applies else (),
    )


def _united_options(host: Question, pack: Question) -> tuple[Option, ...]:
    hosts = {option.code: option for option in host.options}
    firsts = []
    for option in pack.options:
        own = hosts.get(option.code, option)
        synonyms = tuple(dict.fromkeys(own.synonyms + option.synonyms))
        firsts.append(replace(own, red_flag=_stronger(own.red_flag, option.red_flag), synonyms=synonyms))
    return _first_then(firsts, host.options)


def _united_thresholds(host: Question, pack: Question) -> tuple[Threshold, ...]:
    hosts = {threshold.code: threshold for threshold in host.thresholds}
    for each in pack.thresholds:
        own = hosts.get(each.code, each)
        if (own.op, own.value) != (each.op, each.value):
            words = f'"{host.code}.{each.code}" is {own.op} {own.value} here and {each.op} {each.value} when included.'
            raise refuse(f"questions.{host.code}.thresholds", each.code, words)
    return _first_then(pack.thresholds, host.thresholds)


def _stronger(one: Level | None, other: Level | None) -> Level | None:
    return max((level for level in (one, other) if level is not None), default=None)


def _pick(choose: Callable[[list[float]], float], one: float | None, other: float | None) -> float | None:
    values = [value for value in (one, other) if value is not None]
    return choose(values) if values else None
