"""FILL-01: what a draft may leave open, and readers may not."""

from collections.abc import Iterable, Iterator
from typing import Any

from ..problems import Severity
from .registry import Finding, Gate, Subject, register_gate

# Path, what is missing, how to put it right. What other checks ask for anyway is theirs.
_EVERY = (("codes[].display", "This clinical code has no name.", "Write the name that its code system gives it."),)
_SOURCE = (
    ("sources[].publisher", "This reference has no publisher.", "Add a publisher."),
    ("sources[].grade", "This reference has no grade.", "Choose its grade."),
)
NEEDED: dict[str, tuple[tuple[str, str, str], ...]] = {
    "article": (
        ("sections[].heading", "This section has no heading.", "Write one, or take the section out."),
        ("sections[].aspect", "This section does not say what it is about.", "Choose it beside the heading."),
        ("scenarios[].title", "This scenario has no title.", "Write one, or take the scenario out."),
    ),
    "topic": (("topic_kind", "It does not say which kind of topic this is.", "Choose its kind."),),
    "wording": (
        ("country", "It does not say for which country this is.", "Write its two letters, for example GB."),
        ("emergency_number", "It has no emergency number.", "Write the number to call, for example 999."),
        ("levels[].action", "This level does not say what to do.", "Write what to do."),
    ),
    "protocol": (
        ("stages[].title", "This screen has no title.", "Write one."),
        ("questions[].text", "This question has no words.", "Write what is asked."),
        ("questions[].options[].label", "This option has no words.", "Write what can be chosen."),
        ("rules[].message", "This rule does not say why.", "Write what the reader is told."),
        *((f"{where}.{path}", words, fix) for where in ("default", "rules[]") for path, words, fix in _SOURCE),
    ),
}
_NAMES = ("heading", "title", "name", "text", "code", "slug", "urgency")


def left_open(subject: Subject) -> Iterable[Finding]:
    for path, message, fix in (*NEEDED.get(subject.kind, ()), *_EVERY):
        for field, row in _empty(subject.payload, path.split(".")):
            words = next((str(row[name]) for name in _NAMES if row.get(name)), "")
            yield field, words, message, fix


def _empty(row: Any, path: list[str]) -> Iterator[tuple[str, Any]]:
    """The fields on the path that hold nothing, each with the row that it is in."""
    name, *rest = path
    key = name.removesuffix("[]")
    if not rest:
        if not str(row.get(key) or "").strip():
            yield key, row
        return
    below = row.get(key) or ()
    for where, each in ((f"{key}[{at}]", each) for at, each in enumerate(below)) if key != name else ((key, below),):
        yield from ((f"{where}.{field}", found) for field, found in _empty(each, rest))


def register_completeness_gate() -> None:
    register_gate(Gate("FILL-01", "Nothing needed is left open", Severity.BLOCK, frozenset(), left_open))
