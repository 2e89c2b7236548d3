"""Checks that every protocol must pass before it is submitted and again before it goes live."""

from articles.publishing import Gate, Severity, register_gate

from .danger_signs import danger_signs_first
from .integrity import integrity, notes, safety_net, warnings, wording
from .privacy import asks_nothing_personal
from .vignettes import promises, vignettes

PROTOCOL = frozenset({"protocol"})

GATES = (
    Gate("SAFE-10", "Protocol integrity", Severity.BLOCK, PROTOCOL, integrity),
    Gate("SAFE-11", "Vignettes pass and would notice a lost rule", Severity.BLOCK, PROTOCOL, vignettes),
    Gate("GOV-09", "Nothing personal is asked", Severity.BLOCK, PROTOCOL, asks_nothing_personal),
    Gate("TRIAGE-01", "Protocol says when to get help again", Severity.BLOCK, PROTOCOL, safety_net),
    Gate("TRIAGE-02", "Every level has its words", Severity.BLOCK, PROTOCOL, wording),
    Gate("TRIAGE-03", "Protocol is easy to get right", Severity.WARN, PROTOCOL, warnings),
    Gate("TRIAGE-05", "Result keeps its promises", Severity.BLOCK, PROTOCOL, promises),
    Gate("TRIAGE-06", "Danger signs are asked first", Severity.BLOCK, PROTOCOL, danger_signs_first),
    Gate("TRIAGE-04", "Protocol could be simpler", Severity.NOTE, PROTOCOL, notes),
)


def register_triage_gates() -> None:
    for gate in GATES:
        register_gate(gate)
