"""From people's own words to the protocols and findings that may fit, to be confirmed by asking."""

from .match import Match, MatchedFinding, match

__all__ = ["Match", "MatchedFinding", "match"]
