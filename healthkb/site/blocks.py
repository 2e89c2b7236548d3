"""The body of an article: its sections in the editors' order, each with the library entries that belong to it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from healthkb.site.public_api import Json
from healthkb.site.wording import html_of

FREQUENCIES = {"common": "Common", "uncommon": "Less common", "rare": "Rare"}


@dataclass(slots=True)
class Block:
    """One part of the page under one heading."""

    id: str
    heading: str
    html: str = ""
    reference_ids: list[str] = field(default_factory=list)
    causes: list[tuple[str, list[Json]]] = field(default_factory=list)
    remedies: list[Json] = field(default_factory=list)
    tests: list[Json] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Attached:
    """Entries that go under the first section of an aspect, or under a heading of their own where there is none."""

    aspect: str
    heading: str
    put: Callable[[Block, Json], None]
    is_in: Callable[[Json], bool]


def blocks_of(article: Json) -> list[Block]:
    blocks = [_block(section) for section in article["sections"]]
    first = {section["aspect"]: blocks[at] for at, section in reversed(list(enumerate(article["sections"])))}
    for attached in ATTACHED:
        if not attached.is_in(article):
            continue
        if attached.aspect not in first:
            blocks.append(Block(attached.aspect.replace("_", "-"), attached.heading))
        attached.put(first.get(attached.aspect, blocks[-1]), article)
    return blocks


def by_frequency(causes: Iterable[Json]) -> list[tuple[str, list[Json]]]:
    """Common ones first: the rare ones are the frightening ones, and least often what it is."""
    listed = list(causes)
    groups = [
        (words, [each for each in listed if each["frequency"] == frequency]) for frequency, words in FREQUENCIES.items()
    ]
    return [(words, group) for words, group in groups if group]


def _block(section: Json) -> Block:
    return Block(section["slug"], section["heading"], html_of(section["body"]), section["reference_ids"])


def _put_causes(block: Block, article: Json) -> None:
    block.causes = by_frequency(article["causes"])


def _put_tests(block: Block, article: Json) -> None:
    block.tests = article["tests"]


def _remedies(kind: str, heading: str) -> Attached:
    def of_kind(article: Json) -> list[Json]:
        return [each for each in article["remedies"] if each["kind"] == kind]

    def put(block: Block, article: Json) -> None:
        block.remedies = of_kind(article)

    aspect = {"treatment": "treatments"}.get(kind, kind)
    return Attached(aspect, heading, put, lambda article: bool(of_kind(article)))


ATTACHED = (
    Attached("causes", "What may cause it", _put_causes, lambda article: bool(article["causes"])),
    _remedies("self_care", "What you can do at home"),
    _remedies("prevention", "How to help stop it coming back"),
    Attached("tests", "Tests you may have", _put_tests, lambda article: bool(article["tests"])),
    _remedies("treatment", "Treatment"),
)
