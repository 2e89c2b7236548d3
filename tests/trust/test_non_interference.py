"""What nobody published changes no answer: two bases that differ in it are asked the same, and nothing differs."""

import json
import re
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.test import Client

from articles.content.kept import forget_all
from tests.journeys.conftest import LONG
from tests.trust.asking import Asked, requests
from tests.trust.worlds import MARK, build_world

Answer = tuple[int, tuple[tuple[str, str], ...], bytes]
CSRF = re.compile(rb'(name="csrfmiddlewaretoken" value=")\w+')
CANARY = re.compile(rf"{MARK}[ab]\d{{5}}")
SIZES = {"a": 1, "b": 3}


def test_a_few_hundred_requests(now: None) -> None:
    assert compared(seed=1, count=500) == ([], [])


@LONG
def test_ten_thousand_requests(now: None) -> None:
    assert compared(seed=2, count=11_000) == ([], [])


def compared(*, seed: int, count: int) -> tuple[list[Any], list[Any]]:
    """The differences, and the canaries that were seen."""
    private = _private_words()
    asked = requests(private, seed=seed, count=count)
    assert len(asked) == count
    answers = {world: _answers(world, asked, private) for world in SIZES}
    pairs = list(zip(asked, answers["a"], answers["b"], strict=True))
    seen = [(each, leak) for each, *both in pairs for answer in both if (leak := _leaks(each, answer))]
    return [(each, _shown(one, other)) for each, one, other in pairs if one != other][:20], seen[:20]


def _private_words() -> list[str]:
    """Known in advance, as canaries are numbered: some of each world."""
    return [f"{MARK}{world}{number:05}" for number in range(0, 60, 3) for world in SIZES]


def _answers(world: str, asked: list[Asked], private: list[str]) -> list[Answer]:
    with transaction.atomic():
        canaries = build_world(world, size=SIZES[world])
        assert set(private) & set(canaries.given)
        forget_all()
        cache.clear()
        found = [_ask(each) for each in asked]
        transaction.set_rollback(True)
    return found


def _ask(asked: Asked) -> Answer:
    """With the headers, and what the same request with the answer's own ETag comes to."""
    client = Client(raise_request_exception=False)
    body = "" if asked.body is None else json.dumps(asked.body)
    with transaction.atomic():
        response: Any = client.generic(
            asked.method, asked.address, body, "application/json", headers=asked.headers or None
        )
        content = b"".join(response.streaming_content) if response.streaming else response.content
        headers = {**response.headers, "cookies": ",".join(response.cookies)}
        headers.pop("X-Request-Id", None)  # another one each time, for the log
        if "ETag" in headers:
            again = client.get(asked.address, headers={"If-None-Match": headers["ETag"]})
            headers["again"] = str(again.status_code)
        transaction.set_rollback(True)
    return response.status_code, tuple(sorted(headers.items())), CSRF.sub(rb"\1", content)


def _leaks(asked: Asked, answer: Answer) -> set[str]:
    """Canaries in an answer that its request did not hold."""
    return set(CANARY.findall(repr(answer))) - set(CANARY.findall(repr(asked)))


def _shown(one: Answer, other: Answer) -> Any:
    if one[0] != other[0]:
        return one[0], other[0]
    if one[1] != other[1]:
        return sorted(set(one[1]) ^ set(other[1]))
    start = next((at for at, (a, b) in enumerate(zip(one[2], other[2], strict=False)) if a != b), 0)
    return one[2][max(0, start - 60) : start + 60], other[2][max(0, start - 60) : start + 60]
