"""Documents as the gates read them."""

from collections.abc import Iterable

from articles.models import Document

from .composing import Part
from .freezing import Frozen, freeze
from .gates import Subject, run_gates
from .live import documents_named
from .problems import Problem
from .registry import kind_named


def check_gates(documents: Iterable[Document]) -> list[Problem]:
    """What the gates say of the working rows as they stand now."""
    frozen = list(freeze(documents).values())
    return check_frozen(frozen)


def check_frozen(frozen: Iterable[Frozen]) -> list[Problem]:
    frozen = list(frozen)
    own = {str(each.document.uuid): each for each in frozen}
    others = {part for each in frozen for part in each.part_ids} - set(own)
    used = freeze(documents_named(others).values())
    everything = {**own, **{str(each.document.uuid): each for each in used.values()}}
    parts = {key: _subject(key, each) for key, each in everything.items()}
    subjects = [Subject(key, each.document.kind, each.document.title, each.payload, parts) for key, each in own.items()]
    return run_gates(subjects)


def check_parts(parts: Iterable[Part], using: dict[str, Part]) -> list[Problem]:
    """What the gates say of frozen versions, as they are about to be published."""
    known = {key: Subject(part.id, part.kind, title_of(part), part.payload, {}) for key, part in using.items()}
    subjects = [Subject(part.id, part.kind, title_of(part), part.payload, known) for part in parts]
    return run_gates(subjects)


def title_of(part: Part) -> str:
    """The name of a frozen document, whatever its kind calls it."""
    key = next(field.key for field in kind_named(part.kind).fields if field.attribute == "title")
    return str(part.payload[key])


def _subject(key: str, frozen: Frozen) -> Subject:
    return Subject(key, frozen.document.kind, frozen.document.title, frozen.payload, {})
