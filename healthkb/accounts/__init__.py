"""Signing in: how often a password may be tried, the second step, and proving again who is there."""
