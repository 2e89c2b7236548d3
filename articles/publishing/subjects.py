"""Documents as the gates read them."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from django.utils import timezone

from articles.models import Document, Review, Version

from .composing import Part
from .freezing import Frozen, freeze
from .gate_facts import background_for, facts_of
from .gates import Facts, Subject, run_gates
from .gates.subject import Background
from .live import documents_named
from .problems import Problem
from .registry import kind_named


def check_gates(documents: Iterable[Document], *, at: dt.datetime, submitted: Iterable[Version] = ()) -> list[Problem]:
    """What the gates say of the working rows as they stand now. ``submitted`` is what reviewers are reading of them."""
    expected = {each.document_id: each.sha256 for each in submitted}
    frozen = list(freeze(documents).values())
    edited = {each.document.pk for each in frozen if expected.get(each.document.pk, each.sha256) != each.sha256}
    subjects = subjects_of_frozen(frozen, at=at)
    return run_gates(_told_of_edits(each, frozen, edited) for each in subjects)


def _told_of_edits(subject: Subject, frozen: Sequence[Frozen], edited: set[int]) -> Subject:
    if not any(str(each.document.uuid) == subject.id and each.document.pk in edited for each in frozen):
        return subject
    return replace(subject, facts=replace(subject.facts, edited_since_submitted=True))


def subject_of(document: Document, *, at: dt.datetime) -> Subject:
    """One document with what it uses, for a report about it."""
    return subjects_of_frozen(list(freeze([document]).values()), at=at)[0]


def check_frozen(frozen: Sequence[Frozen], *, at: dt.datetime) -> list[Problem]:
    return run_gates(subjects_of_frozen(frozen, at=at))


def subjects_of_frozen(frozen: Sequence[Frozen], *, at: dt.datetime) -> list[Subject]:
    own = {str(each.document.uuid): each for each in frozen}
    others = {part for each in frozen for part in each.part_ids} - set(own)
    used = {str(each.document.uuid): each for each in freeze(documents_named(others).values()).values()}
    background = background_for([each.payload for each in frozen], on=timezone.localdate(at))
    facts = facts_of([each.document for each in frozen], at=at)
    parts: dict[str, Subject] = {}
    for key, each in {**own, **used}.items():
        document = each.document
        known = facts.get(key, Facts())
        parts[key] = Subject(key, document.kind, document.title, each.payload, parts, known, background)
    return [parts[key] for key in own]


def check_parts(
    parts: Iterable[Part],
    using: Mapping[str, Part],
    documents: Iterable[Document],
    *,
    approvals: Sequence[Review] | None,
    at: dt.datetime,
) -> list[Problem]:
    """What the gates say of frozen versions, as they are about to be published.

    ``approvals`` is None for an emergency, which nobody has approved yet.
    """
    new = list(parts)
    background = background_for([part.payload for part in new], on=timezone.localdate(at), approvals=approvals)
    facts = facts_of(list(documents), at=at)
    known: dict[str, Subject] = {}
    known.update({key: _subject(part, known, facts.get(key, Facts()), background) for key, part in using.items()})
    return run_gates(known[part.id] for part in new)


def _subject(part: Part, known: Mapping[str, Subject], facts: Facts, background: Background) -> Subject:
    return Subject(part.id, part.kind, title_of(part), part.payload, known, facts, background)


def title_of(part: Part) -> str:
    """The name of a frozen document, whatever its kind calls it."""
    key = next(field.key for field in kind_named(part.kind).fields if field.attribute == "title")
    return str(part.payload[key])
