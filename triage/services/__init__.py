"""Writes to triage's own rows, each one plain function."""

from .add_test_case import add_test_case
from .switch_protocol import switch_protocol

__all__ = ["add_test_case", "switch_protocol"]
