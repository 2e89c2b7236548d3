from __future__ import annotations

from collections.abc import Iterator

from triage.engine.condition import questions_in, split
from triage.engine.level import Level
from triage.engine.lints.coverage import Coverage
from triage.engine.lints.lint import BLOCK, NOTE, WARN, Lint
from triage.engine.problem import ProtocolError
from triage.engine.protocol import Protocol
from triage.engine.question import MANY_OF, NUMBER_KIND, UNSURE, YES, YES_NO, Question
from triage.engine.rule import Rule
from triage.engine.ways import Groups, Speller


def too_many_combinations(protocol: Protocol) -> Iterator[Lint]:
    """A condition that comes to more combinations than can be weighed exactly."""
    try:
        speller = Speller(protocol.questions)
        for path, ways in protocol.conditions():
            speller.spell_out(ways, with_unsure=True, path=path)
    except ProtocolError as error:
        for problem in error.problems:
            yield Lint("too_many_combinations", BLOCK, problem.path, problem.words, problem.message)


def impossible_condition(protocol: Protocol) -> Iterator[Lint]:
    """Two choices of a question that takes one, a number both over 30 and under 10, or a question never asked."""
    speller = Speller(protocol.questions)
    for path, ways in protocol.conditions():
        for index, way in enumerate(ways):
            if next(speller.spell_out_way(way), None) is None:
                words = " and ".join(way)
                yield Lint("impossible_condition", BLOCK, f"{path}[{index}]", words, "This can never be met.")


def same_condition(protocol: Protocol) -> Iterator[Lint]:
    first: dict[frozenset[frozenset[str]], Rule] = {}
    for index, rule in enumerate(protocol.rules):
        condition = frozenset(frozenset(_in_one_form(item) for item in way) for way in rule.any)
        if condition in first:
            message = f"Rules {first[condition].code} and {rule.code} have the same condition."
            yield Lint("same_condition", WARN, f"rules[{index}].any", rule.code, message)
        first.setdefault(condition, rule)


def subsumed_rule(protocol: Protocol) -> Iterator[Lint]:
    """Rules that never decide the level, since others give as much whenever they are met."""
    speller = Speller(protocol.questions)
    coverage = Coverage(speller, protocol.rules)
    for index, rule in enumerate(protocol.rules):
        ways = speller.spell_out(rule.any)
        covers = [_other(coverage, rule, groups) for groups in ways]
        if ways and all(covers):
            names = ", ".join(dict.fromkeys(cover.code for cover in covers if cover))
            message = f"Rule {rule.code} never decides the level: whenever it is met, {names} gives as much."
            yield Lint("subsumed_rule", NOTE, f"rules[{index}]", rule.code, message)


def red_flag_without_rule(protocol: Protocol) -> Iterator[Lint]:
    """A red flag must give its level on its own, every other answer being calm."""
    speller = Speller(protocol.questions)
    coverage = Coverage(speller, protocol.rules)
    for index, question in enumerate(protocol.questions):
        for path, code, level in _red_flags(question):
            item = f"{question.code}.{code}"
            alone = speller.spell_out(((item,),))
            if any(next(coverage.covering(groups, level), None) is None for groups in alone):
                message = f'"{item}" is marked {level.code}, but no rule gives that for it alone.'
                yield Lint("red_flag_without_rule", BLOCK, f"questions[{index}]{path}", item, message)


def unsure_unhandled(protocol: Protocol) -> Iterator[Lint]:
    """On a question that matters to safety, "not sure" must be offered and must lead somewhere."""
    handled = {question for rule in protocol.rules for question in _handles_unsure(rule)}
    for index, question in enumerate(protocol.questions):
        if not question.safety_critical or question.kind == NUMBER_KIND:
            continue
        if not question.allows_unsure:
            message = f'"{question.code}" matters to safety but doesn\'t offer "not sure".'
            yield Lint("unsure_not_offered", WARN, f"questions[{index}].allows_unsure", question.code, message)
        elif question.code not in handled:
            message = f'"Not sure" about "{question.code}" leads nowhere. Give a level if unsure, or a rule of its own.'
            yield Lint("unsure_unhandled", BLOCK, f"questions[{index}]", f"{question.code}.unsure", message)


def unsure_above_present(protocol: Protocol) -> Iterator[Lint]:
    """Where being sure of everything that a question offers gives less than not being sure."""
    speller = Speller(protocol.questions)
    coverage = Coverage(speller, protocol.rules)
    for index, rule in enumerate(protocol.rules):
        for place, groups in enumerate(speller.spell_out(rule.any)):
            for code, raised in _raised(protocol, speller, groups):
                if next(coverage.covering(raised, rule.level), None) is None:
                    message = f'Rule {rule.code}: being sure about "{code}" gives less than not being sure.'
                    yield Lint("unsure_above_present", WARN, f"rules[{index}].any[{place}]", code, message)


def optional_question(protocol: Protocol) -> Iterator[Lint]:
    """Left out, such a question keeps the level open."""
    used = {code: rule.code for rule in protocol.rules for code in questions_in(rule.any)}
    for index, question in enumerate(protocol.questions):
        if not question.required and question.code in used:
            message = f'"{question.code}" may be skipped, but rule {used[question.code]} rests on it.'
            yield Lint("optional_question", WARN, f"questions[{index}].required", question.code, message)


def _in_one_form(item: str) -> str:
    question, codes = split(item)
    return f"{question}.{'|'.join(sorted(codes))}"


def _other(coverage: Coverage, rule: Rule, groups: Groups) -> Rule | None:
    return next((other for other in coverage.covering(groups, rule.level) if other.code != rule.code), None)


def _red_flags(question: Question) -> Iterator[tuple[str, str, Level]]:
    if question.red_flag is not None:
        yield "", YES, question.red_flag
    for index, option in enumerate(question.options):
        if option.red_flag is not None:
            yield f".options[{index}]", option.code, option.red_flag


def _handles_unsure(rule: Rule) -> set[str]:
    if rule.level_if_unsure is not None:
        return questions_in(rule.any)
    return {question for way in rule.any for question, codes in map(split, way) if UNSURE in codes}


def _raised(protocol: Protocol, speller: Speller, groups: Groups) -> Iterator[tuple[str, Groups]]:
    """For each question that these groups let be unsure: the same with everything that it offers present."""
    for index, atoms in groups.items():
        question, findings = protocol.questions[index], speller.findings[index]
        bit = findings.bits.get(UNSURE, 0)
        if question.kind in (YES_NO, MANY_OF) and all(atom & bit for atom in atoms):
            every = frozenset(other for code, other in findings.bits.items() if code != UNSURE)
            yield question.code, {**groups, index: every}
