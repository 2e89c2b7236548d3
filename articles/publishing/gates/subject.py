"""What gates are given to judge. They read no clock and no row: everything they need is in here."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from articles.content.markdown import to_text
from articles.content.phrases import PhraseList
from articles.content.readability import sentences

from ..registry import Payload

_NO_WORDS = PhraseList()


@dataclass(frozen=True, slots=True)
class SourceMarks:
    """What is kept of a text that must not be copied. ``reference`` is a slug; empty means every page is compared."""

    name: str
    reference: str
    runs: frozenset[str]
    short_runs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Approval:
    """One approval of what is about to be published."""

    clinical: bool
    name: str
    job: str
    credentials: str
    demonstration: bool
    of_this_text: bool = True


@dataclass(frozen=True, slots=True)
class Background:
    """What all documents of one run share. ``approvals`` is None until there is something to approve.

    ``linked`` are the kind, slug and language of those pages that texts link to and readers have, or get with this.
    """

    on: dt.date | None = None
    words: Mapping[tuple[str, str], PhraseList] = field(default_factory=dict)
    last_checked: Mapping[str, dt.date | None] = field(default_factory=dict)
    broken: frozenset[str] = frozenset()
    source_marks: Sequence[SourceMarks] = ()
    approvals: Sequence[Approval] | None = None
    linked: frozenset[tuple[str, str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Facts:
    """What is true of a document beside its text."""

    is_used: bool = True
    has_owner: bool = True
    next_review: dt.date | None = None
    source_version_known: bool = True
    people_checks: frozenset[str] = frozenset()
    edited_since_submitted: bool = False
    missing_versions: int = 0


@dataclass(frozen=True)
class Subject:
    """One document as it will be, with the documents that it uses. ``parts`` are by uuid, in the same form."""

    id: str
    kind: str
    title: str
    payload: Payload
    parts: Mapping[str, "Subject"] = field(repr=False)
    facts: Facts = Facts()
    background: Background = field(default_factory=Background, compare=False)

    def used(self, field: str) -> list["Subject"]:
        """The documents that a field of placements or links names, those not found left out."""
        return [self.parts[each["id"]] for each in self.payload.get(field) or [] if each["id"] in self.parts]

    @property
    def language(self) -> str:
        return str(self.payload.get("locale", "en")).split("-")[0]

    @property
    def is_english(self) -> bool:
        return self.language == "en"

    def words(self, key: str) -> PhraseList:
        """A word list in the document's language. Without one there is nothing to look for."""
        return self.background.words.get((key, self.language), _NO_WORDS)

    @cached_property
    def texts(self) -> Sequence[tuple[str, str]]:
        """Each text as a reader hears it, with its field: one line for each paragraph or list item."""
        return [(path, to_text(text)) for path, text in self.markdown]

    @cached_property
    def markdown(self) -> Sequence[tuple[str, str]]:
        return [(path, text) for path, text in texts_of(self.payload) if text.strip()]

    @cached_property
    def sentences(self) -> Sequence[tuple[str, str]]:
        return [(path, sentence) for path, text in self.texts for sentence in sentences(text)]

    @property
    def known_names(self) -> re.Pattern[str] | None:
        """Hard names that the glossary explains, or that readers know: reading grades leave them out."""
        return self.words(KNOWN_NAMES).pattern

    @property
    def everything(self) -> Iterator[tuple[str, str]]:
        """Own texts and those of the documents placed in it: what the reader of the page sees."""
        yield from self.texts
        for name in PLACED:
            for index, part in enumerate(self.used(name)):
                for path, text in part.texts:
                    yield f"{name}[{index}].{path}", text

    @property
    def is_symptom_page(self) -> bool:
        """Articles about a symptom have a set of parts that readers rely on."""
        return any(topic.payload.get("topic_kind") == "symptom" for topic in self.used("topics"))


# Made of the lists ``glossary`` and ``names`` when the lists are read.
KNOWN_NAMES = "known names"
PLACED = ("causes", "remedies", "red_flags", "tests", "faqs")

_NOT_PROSE = {
    *("id", "kind", "slug", "locale", "references", "sources", "codes", "authors", "images", "topics", "synonyms"),
    "answered",
    *("aspect", "frequency", "remedy_kind", "evidence_status", "cautions", "urgency", "topic_kind", "country"),
    # Of protocols: keys, links and answers, and what only clinicians read.
    *("code", "stage", "level", "level_if_unsure", "any", "applies", "op", "unit", "red_flag", "cause", "if_present"),
    *("if_absent", "includes", "wordings", "articles", "remedies_up_to", "exclude_when", "cases", "rationale"),
}


def texts_of(payload: Mapping[str, Any], path: str = "") -> Iterable[tuple[str, str]]:
    """Every piece of text in a payload with the path to it, for example ``sections[2].body``."""
    for name, value in payload.items():
        if name not in _NOT_PROSE:
            yield from _texts(value, f"{path}{name}")


def _texts(value: Any, path: str) -> Iterable[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        yield from texts_of(value, f"{path}.")
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _texts(each, f"{path}[{index}]")
