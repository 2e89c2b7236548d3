"""Whether the audit log is whole, and if not, where it was touched."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from articles.models import AuditEntry, AuditHead
from articles.models.audit import FIRST_PREVIOUS

from .auditing import hash_of


@dataclass(frozen=True, slots=True)
class Anchor:
    """An entry's number and hash, kept where whoever can write to this database cannot."""

    number: int
    sha256: str


def anchor_now() -> Anchor:
    head = AuditHead.objects.get(pk=1)
    return Anchor(head.number, head.sha256)


def faults_in_audit(anchors: Iterable[Anchor] = ()) -> list[str]:
    """A sentence for each place where entries were edited, taken out, put in or cut off. Empty when it is whole."""
    last = Anchor(0, FIRST_PREVIOUS)
    hashes: dict[int, str] = {}
    wanted = {anchor.number for anchor in anchors}
    found: list[str] = []
    for entry in AuditEntry.objects.order_by("number").iterator(chunk_size=2000):
        found += _faults_of(entry, last)
        last = Anchor(entry.number, entry.sha256)
        if entry.number in wanted:
            hashes[entry.number] = entry.sha256
    return [*found, *_faults_at_end(last), *_faults_of_anchors(anchors, hashes)]


def _faults_of(entry: AuditEntry, last: Anchor) -> Iterator[str]:
    if entry.number > last.number + 1:
        yield f"Entries are missing between {last.number} and {entry.number}."
    elif entry.previous_sha256 != last.sha256:
        yield f"Entry {entry.number} does not follow entry {last.number}: one of the two was put in or rewritten."
    if hash_of(entry) != entry.sha256:
        yield f"Entry {entry.number} was edited: its content does not have its hash."


def _faults_at_end(last: Anchor) -> Iterator[str]:
    head = AuditHead.objects.filter(pk=1).first()
    if head is None:
        yield "The row that knows the last entry is missing."
    elif head.number > last.number:
        yield f"The log was cut: it ends at entry {last.number}, and {head.number} were written."
    elif head.number < last.number:
        yield f"Entries after {head.number} were put in: the log did not write them."
    elif head.sha256 != last.sha256:
        yield f"Entry {last.number}, the last one, is not the one that the log wrote."


def _faults_of_anchors(anchors: Iterable[Anchor], hashes: dict[int, str]) -> Iterator[str]:
    for anchor in anchors:
        if anchor.number and anchor.number not in hashes:
            yield f"The log was cut: entry {anchor.number} is in an anchor and not in the log."
        elif anchor.number and hashes[anchor.number] != anchor.sha256:
            yield f"The log up to entry {anchor.number} was rewritten: its hash is not the one in the anchor."
