"""Gates: checks that every submission and every publish must pass. ``docs/quality-checks.md`` lists them all."""

from .access import register_access_gates
from .complete import register_completeness_gate
from .evidence import register_evidence_gates
from .governance import register_governance_gates
from .language import page_grade, register_language_gates
from .registry import Gate, all_gates, blocking, gates_for, register_gate, run_gates
from .safety import register_safety_gates
from .sources import oldest_check
from .subject import KNOWN_NAMES, Approval, Background, Facts, SourceMarks, Subject

__all__ = [
    "KNOWN_NAMES",
    "Approval",
    "Background",
    "Facts",
    "Gate",
    "SourceMarks",
    "Subject",
    "all_gates",
    "blocking",
    "gates_for",
    "oldest_check",
    "page_grade",
    "register_gate",
    "register_gates",
    "run_gates",
]


def register_gates() -> None:
    register_safety_gates()
    register_evidence_gates()
    register_governance_gates()
    register_language_gates()
    register_access_gates()
    register_completeness_gate()
