"""Writes to triage's own rows, each one plain function."""

from .switch_protocol import switch_protocol

__all__ = ["switch_protocol"]
