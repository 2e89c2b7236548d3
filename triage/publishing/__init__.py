"""A protocol goes through the same door as the text: here is what that door has to know about it."""

from .gates import register_triage_gates
from .kind import PROTOCOL, register_protocol
from .lowered import changes_against_live, working_protocol

__all__ = ["PROTOCOL", "changes_against_live", "register_protocol", "register_triage_gates", "working_protocol"]
