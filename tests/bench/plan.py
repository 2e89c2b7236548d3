"""What is asked of whom. Every target of one operation gives its readers the same."""

import json
import random
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import combinations, permutations

from .loader import Asked
from .names import NAMES, name_of

KEYS = 500
ANSWERS = {"answers": {"age": 40, "sudden": ["none"], "swollen": "no", "pain": "mild"}}
API = "/api/v1"
FILTERS = ("", "&type=article", "&type=article,cause")


@dataclass(frozen=True)
class Target:
    name: str
    server: str
    asked: list[Asked] = field(repr=False)
    at_once: int = 8
    never_twice: int = 0  # so many in each round, the same for every size, and none of them twice
    documents: int = 0  # in one answer, which then counts as so many


def plan(size: int, product: str, *, with_naive: bool) -> dict[str, list[Target]]:
    """By operation, the product first. ``product`` is its address, for the ETags of what it has."""
    chosen = random.Random(7)
    slugs = [name_of(number)[0] for number in chosen.sample(range(1, size), min(KEYS, size - 1))]
    details = [f"{API}/articles/{slug}/" for slug in slugs]
    pages = [f"{API}/articles/?page={page}" for page in range(2, max(3, min(40, size // 20)))]
    filtered = [f"{API}/articles/?topic=topic-{name}" for name in NAMES[:20]]
    # No search is made twice, as an answer that was kept costs next to nothing. But words come in both orders and with
    # filters, as readers ask.
    words = [f"{one}%20{other}" for one, other in permutations(NAMES, 2)]
    searches = [f"{API}/search/?q={each}{more}" for each in words for more in FILTERS]
    chosen.shuffle(searches)
    unused = [f"{API}/search/?q={one}%20{other}" for one, other in combinations(NAMES, 2)]
    chosen.shuffle(unused)
    found: dict[str, list[Target]] = {
        "detail": [_target("HealthKB", "product", details), *_limits()],
        "not modified": [Target("HealthKB", "product", list(_with_etags(product, details[:100]))), _raw()],
        "first page of a list": [_target("HealthKB", "product", [f"{API}/articles/"])],
        "other pages": [_target("HealthKB", "product", pages)],
        "filtered list": [_target("HealthKB", "product", filtered)],
        # First the words that nobody has used since something was published, then in the main such as somebody has.
        "new search, two words": [replace(_target("HealthKB", "product", unused), never_twice=300)],
        "search, two words": [replace(_target("HealthKB", "product", searches), never_twice=1000)],
        "export, each document": [
            replace(_target("HealthKB", "product", [f"{API}/export/?type=article"]), documents=size)
        ],
        "triage assess": [
            Target("HealthKB", "product", [_post(f"{API}/triage/protocols/leg/assess/")]),
            Target("constant in DRF", "naive", [_post("/naive/constant/")]),
        ],
    }
    if with_naive:
        naive = [f"/naive/articles/{slug}/" for slug in slugs]
        found["detail"].append(_target("naive DRF", "naive", naive))
        found["not modified"].append(_target("naive DRF", "naive", naive))
        found["first page of a list"].append(_target("naive DRF", "naive", ["/naive/articles/"]))
        found["other pages"].append(_target("naive DRF", "naive", [_naive(each) for each in pages]))
        found["filtered list"].append(_target("naive DRF", "naive", [_naive(each) for each in filtered]))
        # In the text that HealthKB looks in, and in less of it.
        for name, parameter in {"naive DRF": "q", "naive DRF, titles and sections": "less"}.items():
            asked = [f"/naive/articles/?{parameter}={each}" for each in words]
            found["search, two words"].append(replace(_target(name, "naive", asked), at_once=2))
    return found


def _target(name: str, server: str, paths: list[str]) -> Target:
    return Target(name, server, [Asked(path) for path in paths])


def _raw() -> Target:
    return _target("raw WSGI bytes", "raw", ["/"])


def _limits() -> list[Target]:
    return [_raw(), _target("Django, bytes", "naive", ["/bytes/"])]


def _naive(path: str) -> str:
    return path.replace(API, "/naive")


def _post(path: str) -> Asked:
    return Asked(path, "POST", body=json.dumps(ANSWERS))


def _with_etags(product: str, paths: list[str]) -> Iterator[Asked]:
    for path in paths:
        with urllib.request.urlopen(product + path, timeout=30) as answer:
            yield Asked(path, etag=answer.headers["ETag"])
