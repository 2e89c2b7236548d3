"""Asking, reading answers, sessions and feedback. Anybody may, without an account."""
