from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..problems import Problem, Severity
from ..registry import Payload

Finding = tuple[str, str, str, str]  # field, words at fault, message, fix


@dataclass(frozen=True, slots=True)
class Subject:
    """One document as it will be, with the documents that it uses. ``parts`` are by uuid, in the same form."""

    id: str
    kind: str
    title: str
    payload: Payload
    parts: Mapping[str, "Subject"]

    def used(self, field: str) -> list["Subject"]:
        """The documents that a field of placements or links names, those not found left out."""
        return [self.parts[each["id"]] for each in self.payload.get(field, []) if each["id"] in self.parts]


@dataclass(frozen=True, slots=True)
class Gate:
    """One check. ``kinds`` are the kinds of document it reads; empty means all of them."""

    id: str
    name: str
    severity: Severity
    kinds: frozenset[str]
    check: Callable[[Subject], Iterable[Finding]]

    def run(self, subject: Subject) -> list[Problem]:
        if self.kinds and subject.kind not in self.kinds:
            return []
        return [
            Problem(self.id, self.severity, subject.kind, subject.id, subject.title, *finding)
            for finding in self.check(subject)
        ]


_gates: dict[str, Gate] = {}


def register_gate(gate: Gate) -> None:
    _gates[gate.id] = gate


def all_gates() -> list[Gate]:
    return sorted(_gates.values(), key=lambda gate: gate.id)


def run_gates(subjects: Iterable[Subject]) -> list[Problem]:
    """Blocks first, then warnings, then notes."""
    gates = all_gates()
    problems = [problem for subject in subjects for gate in gates for problem in gate.run(subject)]
    order = list(Severity)
    return sorted(problems, key=lambda problem: order.index(problem.severity))


def blocking(problems: Iterable[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.severity is Severity.BLOCK]


def texts_of(payload: Mapping[str, Any], path: str = "") -> Iterable[tuple[str, str]]:
    """Every piece of text in a payload with the path to it, for example ``sections[2].body``."""
    for name, value in payload.items():
        if name in _NOT_PROSE:
            continue
        yield from _texts(value, f"{path}{name}")


_NOT_PROSE = {"id", "kind", "slug", "locale", "references", "codes", "authors", "images", "synonyms"}


def _texts(value: Any, path: str) -> Iterable[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        yield from texts_of(value, f"{path}.")
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _texts(each, f"{path}[{index}]")
