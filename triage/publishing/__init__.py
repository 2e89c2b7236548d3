"""A protocol goes through the same door as the text: here is what that door has to know about it."""

from .gates import register_triage_gates
from .kind import PROTOCOL, register_protocol
from .lowered import LEVEL_NAMES, changes_against_live, changes_between, in_words, working_protocol

__all__ = [
    "LEVEL_NAMES",
    "PROTOCOL",
    "changes_against_live",
    "changes_between",
    "in_words",
    "register_protocol",
    "register_triage_gates",
    "working_protocol",
]
