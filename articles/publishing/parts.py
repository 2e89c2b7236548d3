"""The frozen versions that a publish works with: those going live now, and those that are live already."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence

from articles.models import Published, Version

from .composing import Part
from .errors import Refused
from .freezing import payload_from
from .registry import kind_named


class MissingParts(Refused):
    pass


def part_of(version: Version) -> Part:
    kind = kind_named(version.document.kind)
    return Part(str(version.document.uuid), kind.name, version.number, payload_from(version, kind))


def part_ids(part: Part) -> set[str]:
    return kind_named(part.kind).part_ids(part.payload)


def live_versions(uuids: Iterable[str], at: dt.datetime) -> dict[str, Version]:
    rows = Published.objects.live(at).filter(uuid__in=list(uuids)).defer("body", "summary")
    return {str(row.uuid): row.version for row in rows.select_related("version__document")}


class PartSet:
    """Every version that composing needs, loaded once: new ones first, then whatever of their parts is live."""

    def __init__(self, new: Sequence[Version], at: dt.datetime) -> None:
        self.at = at
        self.versions: dict[str, Version] = {str(each.document.uuid): each for each in new}
        self.parts: dict[str, Part] = {key: part_of(each) for key, each in self.versions.items()}
        self.add_live([part for each in self.parts.values() for part in part_ids(each)])

    def add_live(self, uuids: Iterable[str]) -> None:
        """Load these, what they use, and what that uses in turn (a cause's linked remedies, say)."""
        wanted = set(uuids)
        while missing := wanted - set(self.parts):
            found = self.find(missing)
            self.versions.update(found)
            self.parts.update({key: part_of(each) for key, each in found.items()})
            wanted = {part for key in found for part in part_ids(self.parts[key])}

    def find(self, uuids: Collection[str]) -> dict[str, Version]:
        return live_versions(uuids, self.at)

    def used_by(self, uuid: str) -> dict[str, Part]:
        """All that this document's public form depends on, itself left out."""
        reached: set[str] = set()
        waiting = {uuid}
        while waiting:
            reached |= waiting
            waiting = {part for key in waiting if key in self.parts for part in part_ids(self.parts[key])} - reached
        return {key: self.parts[key] for key in reached - {uuid} if key in self.parts}


def refuse_missing(new: Iterable[Part], known: Mapping[str, Part], titles: Mapping[str, str]) -> None:
    missing = sorted({titles.get(each, each) for part in new for each in part_ids(part) if each not in known})
    if missing:
        raise MissingParts(
            "These parts are not live and are not in this request: " + ", ".join(missing) + ". "
            "Submit again, so that they come along, or take them out of the page."
        )
