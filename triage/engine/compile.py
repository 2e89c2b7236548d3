"""A protocol made ready for quick answers; done once per published version.

Every spelled-out way of every condition is one bit. An answer kills the ways that it contradicts; what is left alive
is possible, and what is alive and waits for no answer is met. Rules come first, the most urgent at the lowest bits, so
the level is that of the lowest bit. Each rule's ways are followed by a guard bit that is never set: adding `fill`
carries into the guard of just those rules that have a way left, which counts rules in one addition.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from triage.engine.answers import Value
from triage.engine.cause import CauseLink
from triage.engine.condition import questions_in
from triage.engine.level import Level
from triage.engine.problem import refuse
from triage.engine.protocol import OUT_OF_SCOPE, Protocol
from triage.engine.question import MANY_OF, NUMBER_KIND, Question
from triage.engine.remedy import Remedy
from triage.engine.result import Change, OpenRule
from triage.engine.rule import Rule
from triage.engine.ways import FindingBits, Groups, Speller


@dataclass(frozen=True, slots=True)
class Span:
    """The ways by which one rule gives one level."""

    rule: Rule
    level: Level
    mask: int
    open: OpenRule


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: `touches` are the ways that wait for it, `opens` those by which it applies (0: always)."""

    index: int
    question: Question
    code: str
    findings: FindingBits
    touches: int
    needs: tuple[tuple[int, int], ...]
    killed_by: dict[Value, int]
    killed_with: dict[int, int]
    opens: int
    first: bool

    def kills(self, value: Value) -> int:
        """The ways that this answer contradicts; those in `killed_by` need not be worked out again."""
        present = self.findings.of(value)
        known = self.killed_with.get(present)
        return self._kills(present) if known is None else known

    def _kills(self, present: int) -> int:
        dead = 0
        for atom, mask in self.needs:
            if not atom & present:
                dead |= mask
        return dead


@dataclass(frozen=True, slots=True)
class LinkBits:
    link: CauseLink
    mask: int
    questions: tuple[str, ...]
    speaks_if_absent: bool


@dataclass(frozen=True, slots=True)
class RemedyBits:
    remedy: Remedy
    excluded: int


@dataclass(frozen=True, slots=True)
class Compiled:
    """`waits` has of each question what `evaluate` reads: its code, what it touches, what its answers kill, itself.

    By the place of a way: `groups` and `wanted` are the questions in it and what each must have, `changes_at` what is
    said when one of them alone is missing, `open_at` what is said of its rule.
    """

    protocol: Protocol
    questions: tuple[Asked, ...]
    waits: tuple[tuple[str, int, dict[Value, int], Asked], ...]
    conditional: tuple[Asked, ...]
    by_code: dict[str, Asked]
    groups: tuple[Groups, ...]
    wanted: tuple[tuple[tuple[int, int], ...], ...]
    changes_at: dict[int, tuple[Change, ...]]
    spans: tuple[Span, ...]
    span_at: dict[int, Span]
    open_at: tuple[OpenRule, ...]
    guards_of_both: tuple[tuple[int, int], ...]
    fill: int
    guards: int
    all_ways: int
    rule_ways: int
    scope_ways: int
    at_level: dict[Level, int]
    above: dict[Level, int]
    links: tuple[LinkBits, ...]
    remedies: tuple[RemedyBits, ...]

    @property
    def known_questions(self) -> dict[str, Question]:
        return {code: asked.question for code, asked in self.by_code.items()}

    def top(self, ways: int) -> Level:
        """The most urgent level among some rules' ways, or the default level when there are none."""
        if not ways:
            return self.protocol.default.level
        return max(self.span_at[(ways & -ways).bit_length() - 1].level, self.protocol.default.level)

    def spans_of(self, ways: int) -> Iterator[Span]:
        """The spans that have any of these ways, most urgent first."""
        return map(self.span_at.__getitem__, places_in(self.guards_of(ways & self.rule_ways)))

    def guards_of(self, ways: int) -> int:
        """The guards of the rules that have any of these ways, which must all be of rules."""
        return (ways + self.fill) & self.guards


class _Table:
    """Hands out one bit per way."""

    def __init__(self) -> None:
        self.groups: list[Groups] = []

    def add(self, ways: list[Groups], *, guarded: bool = False) -> int:
        start = len(self.groups)
        self.groups += ways
        mask = (1 << len(self.groups)) - (1 << start)
        self.groups += [{}] * guarded
        return mask


def compile_protocol(protocol: Protocol) -> Compiled:
    """Raises ProtocolError when a protocol still includes others, or when a condition has too many combinations."""
    if protocol.includes:
        raise refuse("includes", protocol.includes[0], "Merge the included protocols first, with include().")
    speller = Speller(protocol.questions)
    table = _Table()
    spans = [_span(rule, level, table.add(ways, guarded=True)) for level, rule, ways in _rule_ways(protocol, speller)]
    rule_ways = _union(span.mask for span in spans)
    opens = [table.add(speller.spell_out(question.applies)) for question in protocol.questions]
    links = [_link(link, table.add(speller.spell_out(link.any))) for link in protocol.cause_links]
    remedies = [RemedyBits(each, table.add(_exclusions(speller, each))) for each in protocol.remedies]
    guards = _union(_guard(span.mask) for span in spans)
    asked = _asked(protocol, speller, table.groups, opens)
    return Compiled(
        protocol=protocol,
        questions=asked,
        waits=tuple((each.code, each.touches, each.killed_by, each) for each in asked),
        conditional=tuple(each for each in asked if each.question.applies),
        by_code={each.code: each for each in asked},
        groups=tuple(table.groups),
        wanted=tuple(tuple((index, _union(iter(atoms))) for index, atoms in groups.items()) for groups in table.groups),
        changes_at=_changes(protocol, speller, table.groups, spans),
        spans=tuple(spans),
        span_at={place: span for span in spans for place in places_in(span.mask | _guard(span.mask))},
        open_at=tuple(span.open for span in spans for _ in range(span.mask.bit_count() + 1)),
        guards_of_both=tuple(_guards_of_both(spans)),
        fill=rule_ways,
        guards=guards,
        all_ways=((1 << len(table.groups)) - 1) & ~guards,
        rule_ways=rule_ways,
        scope_ways=_union(span.mask for span in spans if span.rule.code == OUT_OF_SCOPE),
        at_level={level: _union(span.mask for span in spans if span.level == level) for level in Level},
        above={level: _union(span.mask for span in spans if span.level > level) for level in Level},
        links=tuple(links),
        remedies=tuple(remedies),
    )


def places_in(mask: int) -> list[int]:
    """Where a mask has its bits, lowest first. It has few, so taking each off is quicker than reading all."""
    found = []
    while mask:
        lowest = mask & -mask
        found.append(lowest.bit_length() - 1)
        mask ^= lowest
    return found


def bits_of(mask: int) -> bytes:
    """A byte for each bit, lowest first: for masks that have many, `compress` is then quicker than `places_in`."""
    return f"{mask:b}"[::-1].encode().translate(_DIGITS)


_DIGITS = bytes.maketrans(b"01", bytes((0, 1)))


def rules_with_scope(protocol: Protocol) -> tuple[Rule, ...]:
    """The rules, with the scope as one more, so that being outside it is reasoned about like anything else."""
    scope = protocol.scope
    if not scope.outside:
        return protocol.rules
    return (*protocol.rules, Rule(code=OUT_OF_SCOPE, level=scope.level, any=scope.outside, message=scope.message))


def _rule_ways(protocol: Protocol, speller: Speller) -> list[tuple[Level, Rule, list[Groups]]]:
    found = []
    for rule in rules_with_scope(protocol):
        found.append((rule.level, rule, speller.spell_out(rule.any, path=rule.code)))
        if rule.level_if_unsure is not None:
            found.append((rule.level_if_unsure, rule, speller.spell_out(rule.any, with_unsure=True)))
    return sorted((row for row in found if row[2]), key=lambda row: -row[0])


def _exclusions(speller: Speller, remedy: Remedy) -> list[Groups]:
    """With "not sure" counted as present: a remedy that might do harm is withheld."""
    return speller.spell_out(remedy.exclude_when, with_unsure=True)


def _span(rule: Rule, level: Level, mask: int) -> Span:
    return Span(rule, level, mask, OpenRule(rule.code, level))


def _guard(mask: int) -> int:
    return 1 << mask.bit_length()


def _guards_of_both(spans: list[Span]) -> Iterator[tuple[int, int]]:
    """The two guards of each rule that also has a level if unsure, the more urgent first."""
    surely: dict[str, int] = {}
    for span in spans:
        guard = _guard(span.mask)
        if span.rule.code in surely:
            yield surely[span.rule.code], guard
        surely[span.rule.code] = guard


def _link(link: CauseLink, mask: int) -> LinkBits:
    return LinkBits(link, mask, tuple(sorted(questions_in(link.any))), link.if_absent != "0")


def _union(masks: Iterator[int]) -> int:
    found = 0
    for mask in masks:
        found |= mask
    return found


def _asked(protocol: Protocol, speller: Speller, groups: list[Groups], opens: list[int]) -> tuple[Asked, ...]:
    needs: list[dict[int, int]] = [{} for _ in protocol.questions]
    for place, group in enumerate(groups):
        for index, atoms in group.items():
            for atom in atoms:
                needs[index][atom] = needs[index].get(atom, 0) | 1 << place
    firsts = {stage.code for stage in protocol.stages if stage.first}
    found = []
    for index, question in enumerate(protocol.questions):
        asked = Asked(
            index=index,
            question=question,
            code=question.code,
            findings=speller.findings[index],
            touches=_union(iter(needs[index].values())),
            needs=tuple(needs[index].items()),
            killed_by={},
            killed_with={},
            opens=opens[index],
            first=question.stage in firsts,
        )
        asked.killed_by.update(_kills_known(asked))
        asked.killed_with.update({present: asked._kills(present) for present in asked.findings.widest})
        found.append(asked)
    return tuple(found)


def _kills_known(asked: Asked) -> dict[Value, int]:
    """What each answer kills, where the answers can be listed."""
    values: list[Value] = ["unsure", "none", "no"]
    if asked.question.kind == MANY_OF:
        values += [(option.code,) for option in asked.question.options]
    elif asked.question.kind != NUMBER_KIND:
        values += list(asked.question.finding_codes)
    return {value: asked._kills(asked.findings.of(value)) for value in values}


def _changes(
    protocol: Protocol, speller: Speller, groups: list[Groups], spans: list[Span]
) -> dict[int, tuple[Change, ...]]:
    """For each way of a rule and each question in it: what is said of the answer when it alone is missing."""
    same: dict[Change, Change] = {}
    found: dict[int, tuple[Change, ...]] = {}
    for span in spans:
        for place in places_in(span.mask):
            rows = []
            for index, atoms in groups[place].items():
                change = Change(protocol.questions[index].code, _named(speller.findings[index], atoms), span.open)
                rows.append(same.setdefault(change, change))
            found[place] = tuple(rows)
    return found


def _named(findings: FindingBits, atoms: frozenset[int]) -> tuple[tuple[str, ...], ...]:
    rows = (tuple(code for code, bit in findings.bits.items() if atom & bit) for atom in atoms)
    return tuple(sorted(rows))
