"""``python -m tests.bench.alone``, after ``make bench``: the CPU of one request without a server, in one process.

What it says holds on a busy machine too. Each target is asked for other documents in turn, in three rounds.
"""

import argparse
import statistics
import time
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import django

from articles.content.packing import CODINGS

from .bases import add_base, use_base
from .names import NAMES, name_of
from .processes import megabytes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    add_base(parser)
    asked = parser.parse_args()
    use_base(asked)
    django.setup()
    from healthkb.wsgi import application
    from healthkb.wsgi import django as behind

    targets = {name: (application if "HealthKB" in name else behind, paths) for name, paths in addresses(asked.size)}
    found: dict[str, list[float]] = {name: [] for name in targets}
    for _ in range(3):
        for name, (target, paths) in targets.items():
            coding = name.rpartition(", ")[2]
            coding = coding if coding in CODINGS else ""
            found[name].append(microseconds(target, paths, coding, is_again="again" in name))
    for name, each in found.items():
        print(f"{name}: {statistics.median(each):,.0f} µs")
    before = megabytes()
    took = microseconds(application, ["/api/v1/export/?type=article"], "")
    print(f"HealthKB: export, each document: {took / asked.size:,.0f} µs, {megabytes() - before:,.0f} MB more memory")


def addresses(size: int) -> Iterator[tuple[str, list[str]]]:
    slugs = [name_of(number)[0] for number in range(1, min(size, 401))]
    yield "HealthKB: a document", [f"/api/v1/articles/{slug}/" for slug in slugs]
    for coding in CODINGS:
        yield f"HealthKB: a document, {coding}", [f"/api/v1/articles/{slug}/" for slug in slugs]
    yield "HealthKB: a document, again", [f"/api/v1/articles/{slug}/" for slug in slugs]
    yield "HealthKB: a list", ["/api/v1/articles/"] * 200
    words = [f"{one}%20{other}" for one, other in zip(NAMES[:12], reversed(NAMES), strict=False)]
    yield "HealthKB: search, not kept", [f"/api/v1/search/?q={each}" for each in words]
    yield "Django: the view of a document", [f"/api/v1/articles/{slug}/" for slug in slugs[:60]]
    yield "Django: a list", [f"/api/v1/articles/?page={page}" for page in range(1, 13)]
    yield "Django: bytes", ["/bytes/"] * 100
    yield "naive DRF: a document", [f"/naive/articles/{slug}/" for slug in slugs[:8]]
    yield "naive DRF: a list", [f"/naive/articles/?page={page}" for page in range(1, 7)]
    yield "naive DRF: search", [f"/naive/articles/?q={each}" for each in words[:4]]
    yield "naive DRF: search in titles and sections", [f"/naive/articles/?less={each}" for each in words[:4]]


def microseconds(application: Any, paths: list[str], coding: str, *, is_again: bool = False) -> float:
    from articles.content.kept import forget_all

    forget_all()
    if len(paths) > 1:
        ask(application, paths[0], coding)
    if is_again:
        for path in paths:
            ask(application, path, coding)
    began = time.process_time()
    for path in paths:
        ask(application, path, coding)
    return (time.process_time() - began) * 1e6 / len(paths)


def ask(application: Any, address: str, coding: str) -> None:
    path, _, query = address.partition("?")
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "SCRIPT_NAME": ""}
    environ |= {"HTTP_HOST": "127.0.0.1", "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80"}
    environ["HTTP_ACCEPT_ENCODING"] = coding
    answer = application({**environ, "wsgi.url_scheme": "http", "wsgi.input": BytesIO()}, lambda *started: None)
    for _ in answer:
        pass
    if hasattr(answer, "close"):
        answer.close()


if __name__ == "__main__":
    main()
