"""Files that nobody here made: their columns become those of a sheet."""

from .matching import FIRST, NUMBER, STOP, Matching, MatchingProblem
from .rewriting import matched
from .slugs import make_slug
from .suggesting import likely_columns, likely_sheet

__all__ = [
    "FIRST",
    "NUMBER",
    "STOP",
    "Matching",
    "MatchingProblem",
    "likely_columns",
    "likely_sheet",
    "make_slug",
    "matched",
]
