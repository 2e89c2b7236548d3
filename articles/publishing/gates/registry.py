from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ..problems import Problem, Severity
from .subject import Subject, texts_of

__all__ = [
    "Finding",
    "Gate",
    "Subject",
    "all_gates",
    "blocking",
    "gates_for",
    "only_other_pages",
    "only_symptom_pages",
    "register_gate",
    "run_gates",
    "texts_of",
]

Finding = tuple[str, str, str, str]  # field, words at fault, message, fix

Check = Callable[[Subject], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Gate:
    """One check. ``kinds`` are the kinds of document it reads; empty means all of them.

    A check with two limits is two gates of one id, one for each severity; so is one that kinds are asked differently.
    """

    id: str
    name: str
    severity: Severity
    kinds: frozenset[str]
    check: Check

    def run(self, subject: Subject) -> list[Problem]:
        if self.kinds and subject.kind not in self.kinds:
            return []
        return [
            Problem(self.id, self.severity, subject.kind, subject.id, subject.title, *finding)
            for finding in self.check(subject)
        ]


_gates: dict[tuple[str, Severity, frozenset[str]], Gate] = {}


def register_gate(gate: Gate) -> None:
    _gates[gate.id, gate.severity, gate.kinds] = gate


def all_gates() -> list[Gate]:
    return sorted(_gates.values(), key=lambda gate: (gate.id, _rank(gate.severity)))


def gates_for(kind: str) -> set[str]:
    """The ids of the checks that a document of this kind goes through."""
    return {gate.id for gate in all_gates() if not gate.kinds or kind in gate.kinds}


def run_gates(subjects: Iterable[Subject]) -> list[Problem]:
    """Blocks first, then warnings, then notes."""
    gates = all_gates()
    problems = [problem for subject in subjects for gate in gates for problem in gate.run(subject)]
    return sorted(problems, key=lambda problem: _rank(problem.severity))


def blocking(problems: Iterable[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.severity is Severity.BLOCK]


def only_symptom_pages(check: Check) -> Check:
    """For what a page about a symptom must have. Other articles are only warned."""
    return lambda subject: () if _is_other_page(subject) else check(subject)


def only_other_pages(check: Check) -> Check:
    return lambda subject: check(subject) if _is_other_page(subject) else ()


def _is_other_page(subject: Subject) -> bool:
    return subject.kind == "article" and not subject.is_symptom_page


def _rank(severity: Severity) -> int:
    return list(Severity).index(severity)
