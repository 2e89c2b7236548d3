"""Requests that a stranger can think of, made from the API's own description: the same ones for every base."""

import itertools
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

from drf_spectacular.generators import SchemaGenerator

PUBLIC_SLUGS: tuple[str, ...] = (
    "twitching",
    "tired-muscles",
    "rest",
    "weakness",
    "blood-test",
    "is-it-bad",
    "legs",
    "thighs",
    "gb",
)
PUBLIC_SLUGS += ("leg", "gone", "clinic", "nobody")
WORDS = ("twitching", "tired", "rest", "legs", "T", "icd-10:R25.2", "emergency", "overview", "2026-11-02", "true")
ODD = ("", "0", "-1", "1.5", "NaN", "null", "%", "*", "a,b", "'", "(", "\u202e", "é", "x" * 1001, "a\x00b")
# What an editor's tables hold and no reader may ask by.
PRIVATE_NAMES: tuple[str, ...] = (
    "owner",
    "created_by",
    "updated_by",
    "edit_number",
    "review_interval_months",
    "no_emergency_reason",
)
PRIVATE_NAMES += ("status", "state", "email", "username", "password", "comment", "change_note", "translated_from")
LOOKUPS = ("", "__exact", "__icontains", "__startswith", "__regex", "__gt", "__isnull", "__in", "__username", "__id")
SITE = (
    "",
    "search/",
    "topics/",
    "questions/",
    "questions/ask/",
    "sessions/",
    "problems/",
    "feedback/report/",
    "healthz",
)
SITE_FOLDERS = ("topics", "articles", "triage", "sessions", "causes", "remedies", "red-flags", "tests", "faqs")


@dataclass(frozen=True)
class Asked:
    method: str
    address: str
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)


@cache
def description() -> Any:
    return SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]


def requests(private: Sequence[str], *, seed: int, count: int) -> list[Asked]:
    """``private`` are words that stand in drafts of one base or another, so that a stranger who guesses one can ask."""
    chance = random.Random(seed)
    found = [*_plain(private), *_site(private), *_posts(private, chance)]
    chance.shuffle(found)
    found = found[: count // 2]
    reads = _reads(private)
    while len(found) < count:
        found.append(_one(reads, private, chance))
    return found


def _reads(private: Sequence[str]) -> list[tuple[str, list[Any]]]:
    return [(path, _parameters(each["get"])) for path, each in description()["paths"].items() if "get" in each]


def _parameters(operation: Any) -> list[Any]:
    return [each for each in operation.get("parameters", []) if each["in"] == "query"]


def _one(reads: Any, private: Sequence[str], chance: random.Random) -> Asked:
    path, parameters = chance.choice(reads)
    chosen = chance.sample(parameters, min(len(parameters), chance.choice((0, 1, 1, 2, 2, 3))))
    query = {each["name"]: chance.choice(_values(each["schema"], private, chance)) for each in chosen}
    if chance.random() < 0.15:
        query[chance.choice(PRIVATE_NAMES) + chance.choice(LOOKUPS)] = chance.choice([*private, *WORDS])
    address = _filled(path, chance.choice([*PUBLIC_SLUGS, *PUBLIC_SLUGS, *private]))
    headers = {} if chance.random() < 0.9 else chance.choice(CONDITIONS)
    method = chance.choice(("GET", "GET", "GET", "GET", "GET", "GET", "HEAD", "OPTIONS"))
    return Asked(method, _with(address, query), headers=headers)


CONDITIONS: list[dict[str, str]] = [
    {"If-None-Match": "*"},
    {"If-None-Match": '"nothing"'},
    {"If-Modified-Since": "Mon, 02 Nov 2026 09:05:00 GMT"},
    {"If-Modified-Since": "Mon, 02 Nov 2026 08:00:00 GMT"},
    {"If-Match": '"nothing"'},
    {"Accept": "text/html"},
    {"Accept-Language": "vi"},
    {"Range": "bytes=0-10"},
]


def _values(schema: Any, private: Sequence[str], chance: random.Random) -> list[str]:
    named = _enumerated(schema)
    guessed = [chance.choice(private), chance.choice(private)[:5], chance.choice(WORDS), chance.choice(ODD)]
    both = [",".join(chance.sample(named, 2))] if len(named) > 1 else []
    return [*named, *both, *guessed, chance.choice(PUBLIC_SLUGS), chance.choice(PRIVATE_NAMES), "1", "2", "100"]


def _enumerated(schema: Any) -> list[str]:
    inner = schema.get("items", schema)
    if "$ref" in inner:
        inner = description()["components"]["schemas"][inner["$ref"].rpartition("/")[2]]
    return [str(each) for each in inner.get("enum", ())]


def _filled(path: str, slug: str) -> str:
    return re.sub(r"\{(\w+)\}", lambda part: "article" if part[1] == "type" else quote(slug, safe=""), path)


def _with(address: str, query: dict[str, str]) -> str:
    return f"{address}?{urlencode(query)}" if query else address


def _plain(private: Sequence[str]) -> Iterator[Asked]:
    """Every address with every slug; every parameter with every value that is named; every private name."""
    for path, parameters in _reads(private):
        slugs = [*PUBLIC_SLUGS, *private[:40]] if "{" in path else [""]
        yield from (Asked("GET", _filled(path, slug)) for slug in slugs)
        first = _filled(path, "twitching")
        for each in parameters:
            values = [*_enumerated(each["schema"]), *WORDS, *private[:5]]
            yield from (Asked("GET", _with(first, {each["name"]: value})) for value in values)
        for name, lookup in itertools.product(PRIVATE_NAMES, LOOKUPS[:3]):
            yield Asked("GET", _with(first, {name + lookup: private[0]}))


def _site(private: Sequence[str]) -> Iterator[Asked]:
    yield from (Asked("GET", f"/{page}") for page in SITE)
    for folder, slug in itertools.product(SITE_FOLDERS, [*PUBLIC_SLUGS, *private[:30]]):
        yield Asked("GET", f"/{folder}/{slug}/")
    yield from (Asked("GET", f"/search/?q={word}") for word in [*WORDS, *private])
    yield from (Asked("GET", f"/media/images/{word}.png") for word in private)
    yield from (Asked("GET", f"/preview/{word}/") for word in private[:10])


def _posts(private: Sequence[str], chance: random.Random) -> Iterator[Asked]:
    start = "/api/v1/triage/protocols"
    for slug, answers in itertools.product(["leg", "nobody", *private[:10]], ANSWERS):
        yield Asked("POST", f"{start}/{slug}/assess/", {"answers": answers})
    for word in [*WORDS, *private]:
        yield Asked("POST", "/api/v1/triage/match/", {"text": f"I have {word}"})
        yield Asked("POST", "/api/v1/questions/similar/", {"text": f"Is {word} bad for me?", "lang": "en"})
        yield Asked("POST", "/api/v1/feedback/", {"type": "article", "slug": word, "lang": "en", "helpful": True})


ANSWERS: list[dict[str, Any]] = [
    {},
    {"sudden": ["face"]},
    {"sudden": ["none"], "swollen": "yes"},
    {"age": 40, "sudden": ["none"], "swollen": "no", "pain": "mild", "kidneys": "no"},
    {"nobody": "yes"},
]
