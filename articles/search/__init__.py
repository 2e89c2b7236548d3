"""Finding what is published, by readers' own words. SQLite and PostgreSQL find the same."""

from .facets import NAMES as FACETS
from .facets import Choice, Facets, facets_of
from .finding import MOST_HITS, Found, find
from .indexing import index_rows, rebuild, tidy
from .naming import Named, named
from .reading_ahead import read_ahead
from .rows import Among, Row
from .snippets import marked, snippet

__all__ = [
    "FACETS",
    "MOST_HITS",
    "Among",
    "Choice",
    "Facets",
    "Found",
    "Named",
    "Row",
    "facets_of",
    "find",
    "index_rows",
    "marked",
    "named",
    "read_ahead",
    "rebuild",
    "snippet",
    "tidy",
]
