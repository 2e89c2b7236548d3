from collections.abc import Sequence

from .problems import Problem


class Refused(Exception):
    """A transition that cannot be made. The message tells an editor what happened and what to do."""

    def __init__(self, message: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.problems = list(problems)


class NotAllowed(Refused):
    """The person has no right to do this."""
