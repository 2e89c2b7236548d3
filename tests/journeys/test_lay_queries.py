"""Readers' own words, misspelt as people misspell them, over the demonstration, on the database of the run."""

import json
import urllib.parse
import urllib.request
from pathlib import Path

from .conftest import Server

QUERIES = Path(__file__).with_name("lay_queries.txt")
FIRST = 3
# Seen on SQLite and on PostgreSQL: see docs/performance.md. A little less, so that one page more or less does not fail.
AT_LEAST = 0.8


def queries() -> dict[str, set[str]]:
    lines = [line for line in QUERIES.read_text().splitlines() if line and not line.startswith("#")]
    asked = (line.rpartition(":") for line in lines)
    return {query: {slug.strip() for slug in wanted.split(",")} for query, _, wanted in asked}


def found(server: Server, query: str) -> list[str]:
    with urllib.request.urlopen(f"{server.url}/api/v1/search/?{urllib.parse.urlencode({'q': query})}") as answer:
        return [each["slug"] for each in json.load(answer)["results"]]


def test_lay_words_find_the_page_among_the_first_three(server: Server) -> None:
    missed = {query: wanted for query, wanted in queries().items() if wanted.isdisjoint(found(server, query)[:FIRST])}
    share = 1 - len(missed) / len(queries())
    assert share >= AT_LEAST, f"{share:.0%} of {len(queries())}; not {', '.join(missed)}"
