"""Gates: checks that every submission and every publish must pass."""

from .registry import Gate, Subject, all_gates, blocking, register_gate, run_gates
from .safety import register_safety_gates

__all__ = ["Gate", "Subject", "all_gates", "blocking", "register_gate", "register_safety_gates", "run_gates"]
