"""Which parts of a public document are looked in, and how much each counts."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

LONGEST_TEXT = 200_000
# Who wrote and checked it, what it rests on and is made of, and the workings of triage: not what it is about.
SKIPPED = frozenset(
    """
    answered_by authors case_links cases cause_links causes_by_finding images included includes parts questions
    references reviewed_by rules topics triage
    """.split()  # noqa: SIM905
)
TITLES = ("title", "name", "question")
NAMES = frozenset(("name", "title", "question", "display", "code"))
LEADS = frozenset(("summary", "heading", "purpose"))


@dataclass
class Texts:
    title: str
    names: list[str] = field(default_factory=list)
    leads: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)


def texts_of(body: bytes) -> Texts:
    document = json.loads(body)
    found = Texts(next((document[name] for name in TITLES if document.get(name)), document["slug"]))
    for key, value in document.items():
        if key not in TITLES or isinstance(value, list):
            _collect(key, value, found)
    return found


def _collect(key: str, value: Any, into: Texts) -> None:
    if key in SKIPPED:
        return
    if isinstance(value, Mapping) and "markdown" in value:
        into.body.append(value["text"])
    elif isinstance(value, Mapping):
        for name, each in value.items():
            _collect(name, each, into)
    elif isinstance(value, list):
        for each in value:
            _collect(key, each, into)
    elif isinstance(value, str):
        into_list = _place(key, into)
        if into_list is not None and value:
            into_list.append(value)


def _place(key: str, into: Texts) -> list[str] | None:
    if key == "synonyms" or key in NAMES:
        return into.names
    return into.leads if key in LEADS else None


def lines_of(texts: Texts) -> Iterator[str]:
    """For excerpts: what sums it up comes first."""
    yield from dict.fromkeys(line.strip() for line in (*texts.leads, *texts.body) if line.strip())
