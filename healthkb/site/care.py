"""Warning signs as cards, most urgent first. Nothing calmer ever stands above an emergency."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.safestring import SafeString
from django.utils.text import capfirst

from healthkb.site.public_api import Json
from healthkb.site.wording import CareLevel, ReaderWording, html_of

URGENCIES = ("emergency", "same_day", "soon", "routine", "self_care")


@dataclass(frozen=True, slots=True)
class Sign:
    slug: str
    name: str
    text: SafeString
    action: SafeString
    note: SafeString


@dataclass(slots=True)
class SignGroup:
    """Signs of one part of the body, say. ``heading`` is empty where the card needs none."""

    heading: str
    signs: list[Sign] = field(default_factory=list)


@dataclass(slots=True)
class CareCard:
    level: CareLevel
    groups: list[SignGroup] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Signs of an emergency are never folded away, and neither is a short list."""
        return self.level.is_emergency or len(self.groups) < 2

    @property
    def count(self) -> int:
        return sum(len(group.signs) for group in self.groups)


def care_cards(red_flags: Iterable[Json], wording: ReaderWording) -> list[CareCard]:
    cards = {urgency: CareCard(wording.levels[urgency]) for urgency in URGENCIES}
    groups: dict[tuple[str, str], SignGroup] = {}
    for red_flag in red_flags:
        key = (red_flag["urgency"], red_flag.get("group") or "")
        if key not in groups:
            groups[key] = SignGroup(short_heading(key[1]))
            cards[key[0]].groups.append(groups[key])
        groups[key].signs.append(_sign(red_flag))
    return [card for card in cards.values() if card.groups]


def short_heading(group: str) -> str:
    """ "Get help today: legs and muscles" stands in a card that says how soon already."""
    return capfirst(group.partition(": ")[2] or group)


def _sign(red_flag: Json) -> Sign:
    return Sign(
        slug=red_flag["slug"],
        name=red_flag["name"],
        text=html_of(red_flag["text"]),
        action=html_of(red_flag["action"]),
        note=html_of(red_flag["note"]),
    )
