"""One look at a protocol, shared by all of its gates."""

import json
from dataclasses import dataclass
from functools import lru_cache

from articles.content.canonical import canonical_json
from articles.publishing import Subject
from triage.compiler import full_form, protocol_of
from triage.engine import Problem, Protocol, ProtocolError, compile_protocol
from triage.engine.cases import CaseRun, run_cases
from triage.engine.lints import Lint, lint
from triage.engine.mutation import Mutant, survivors
from triage.engine.properties import Broken, broken_properties


@dataclass(frozen=True, slots=True)
class Analysis:
    """``problems`` say why a protocol cannot run at all; with any, the rest is empty.

    ``protocol`` is the one that was looked at, with what it includes: the paths of ``lints`` are paths in it.
    """

    problems: tuple[Problem, ...] = ()
    protocol: Protocol | None = None
    lints: tuple[Lint, ...] = ()
    runs: tuple[CaseRun, ...] = ()
    survivors: tuple[Mutant, ...] = ()
    broken: tuple[Broken, ...] = ()


def analyse(subject: Subject) -> Analysis:
    try:
        protocol = protocol_of(subject.payload, subject.parts)
    except ProtocolError as error:
        return Analysis(problems=error.problems)
    return _analyse(canonical_json(full_form(protocol)))


@lru_cache(maxsize=16)
def _analyse(form: str) -> Analysis:
    """By content, since submitting and publishing ask the same of the same protocol several times."""
    protocol = Protocol.from_json(json.loads(form))
    lints = lint(protocol)
    try:
        compiled = compile_protocol(protocol)
    except ProtocolError as error:
        return Analysis(problems=error.problems)
    runs = run_cases(compiled)
    return Analysis((), protocol, lints, runs, survivors(compiled, runs), broken_properties(protocol))
