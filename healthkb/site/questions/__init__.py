"""Asking, the private links, expert sessions, and what readers say of a page."""
