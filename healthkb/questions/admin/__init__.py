"""Where moderators and experts work."""

from . import expert, question, report, session

__all__ = ["expert", "question", "report", "session"]
