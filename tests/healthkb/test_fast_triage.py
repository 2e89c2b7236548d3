"""Whatever is assessed before Django is, to the header and the byte, what the view would have sent."""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import Error, connection
from pytest_django import Settings

from articles.content.vocabulary import WithdrawalKind
from articles.models import Published
from articles.publishing import withdraw
from healthkb.fast_triage import LONGEST_BODY, FastTriage
from tests import served
from tests.builders import after, edit, make_publisher, publish_now
from tests.served import Sent, ask
from tests.triage.builders import CALM, make_protocol
from triage.models import Protocol

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("served_an_hour_later")]
ASSESS = "/api/v1/triage/protocols/leg/assess/"


class Site(served.Site):
    def __init__(self) -> None:
        super().__init__(FastTriage)

    def both(
        self, data: Any = None, address: Any = ASSESS, method: Any = "POST", /, *asked: Any, **headers: str
    ) -> tuple[Sent, Sent]:
        body = data if isinstance(data, bytes) else json.dumps(data).encode()
        return super().both(address, method, body, *asked, **headers)


@pytest.fixture
def site() -> Site:
    """That has learnt how Django answers."""
    publish_now(make_protocol())
    site = Site()
    assert not site.is_fast({"answers": CALM})
    return site


def every_answer() -> Iterator[dict[str, Any]]:
    """From none to all, and each question answered otherwise."""
    for count in range(len(CALM) + 1):
        yield dict(list(CALM.items())[:count])
    for number in (0, 17, 65, 120):
        yield {**CALM, "age": number}
    for sudden in (["face"], ["none"], []):
        yield {**CALM, "sudden": sudden}
    for swollen in ("yes", "no", "not_sure", None):
        yield {**CALM, "swollen": swollen}


def test_every_result_is_that_of_the_view(site: Site) -> None:
    fast = [site.is_fast({"answers": answers}) for answers in every_answer()]
    assert fast.count(True) > len(CALM) + 5
    for address in ("", "?", "?lang=en", "?country=GB", "?lang=en&country=GB"):
        assert site.is_fast({"answers": CALM}, ASSESS + address)
    assert site.is_fast({"answers": CALM, "version": 1})
    assert site.is_fast(b' {"answers": {"age": 40}}\n')
    assert site.is_fast(b'{"answers": {"age": 40}}'.ljust(LONGEST_BODY))
    assert site.is_fast({"answers": CALM}, accept="application/json, text/plain, */*", origin="https://example.org")
    for coding in ("gzip, br", "gzip"):
        assert site.is_fast({"answers": CALM}, accept_encoding=coding, cookie=f"sessionid={32 * 'x'}")


OTHERS: list[tuple[Any, str, dict[str, str]]] = [
    ({"answers": {"age": "old"}}, ASSESS, {}),
    ({"answers": {"colour": "red"}}, ASSESS, {}),
    ({"answers": {"age": 10**30}}, ASSESS, {}),
    ({"answers": CALM, "more": 1}, ASSESS, {}),
    ({"answers": CALM, "version": 9}, ASSESS, {}),
    ({}, ASSESS, {}),
    ([], ASSESS, {}),
    (b"", ASSESS, {}),
    (b"{", ASSESS, {}),
    (b'{"answers": NaN}', ASSESS, {}),
    (b'{"answers": {"age": "\\ud800"}}', ASSESS, {}),
    (b"\xff\xfe", ASSESS, {}),
    (b"[" * 60_000, ASSESS, {}),
    (b" " * (LONGEST_BODY + 1), ASSESS, {}),
    (b" " * (3 * 1024 * 1024), ASSESS, {}),
    ({"answers": CALM}, ASSESS, {"kind": "application/json; charset=utf-8"}),
    ({"answers": CALM}, ASSESS, {"kind": "text/plain"}),
    (b"age=40", ASSESS, {"kind": "application/x-www-form-urlencoded"}),
    ({"answers": CALM}, ASSESS, {"accept": "text/html"}),
    ({"answers": CALM}, ASSESS, {"accept": "application/xml"}),
    ({"answers": CALM}, ASSESS, {"authorization": "Bearer nobody"}),
    ({"answers": CALM}, ASSESS, {"host": "evil.example"}),
    ({"answers": CALM}, ASSESS, {"transfer_encoding": "chunked"}),
    ({"answers": CALM}, ASSESS, {"content_length": ""}),
    ({"answers": CALM}, ASSESS, {"content_length": "²"}),
    ({"answers": CALM}, ASSESS, {"content_length": "-5"}),
    ({"answers": CALM}, f"{ASSESS}?lang=xx", {}),
    ({"answers": CALM}, f"{ASSESS}?lang=vi", {}),
    ({"answers": CALM}, f"{ASSESS}?lang=en&lang=en", {}),
    ({"answers": CALM}, f"{ASSESS}?country=ZZ", {}),
    ({"answers": CALM}, f"{ASSESS}?colour=red", {}),
    ({"answers": CALM}, ASSESS.replace("leg", "arm"), {}),
    ({"answers": CALM}, ASSESS.replace("leg", "%00"), {}),
    ({"answers": CALM}, ASSESS.removesuffix("/"), {}),
    ({"text": "My leg hurts"}, "/api/v1/triage/match/", {}),
]


@pytest.mark.parametrize(("data", "address", "headers"), OTHERS, ids=range(len(OTHERS)))
def test_all_else_goes_to_django(site: Site, data: Any, address: str, headers: dict[str, str]) -> None:
    assert not site.is_fast(data, address, **headers)
    assert site.is_fast({"answers": CALM})


def test_other_methods_go_to_django(site: Site) -> None:
    for method in ("GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE"):
        assert not site.is_fast({"answers": CALM}, ASSESS, method)


def test_each_host_is_learnt_by_itself(site: Site) -> None:
    assert not site.is_fast({"answers": CALM}, host="localhost")
    assert site.is_fast({"answers": CALM}, host="localhost")


def test_https_is_asked_for_by_django(site: Site, settings: Settings) -> None:
    settings.HTTPS = True
    site.alone = WSGIHandler()
    site.fast = FastTriage(site._counted)
    for _ in range(2):
        assert not site.is_fast({"answers": CALM})


def test_a_damaged_cookie_is_answered_with_none(site: Site) -> None:
    for body in (b'{"answers": {}}', b'{"answers": 1}'):
        headers = ask(site.fast, ASSESS, "POST", body, cookie="sessionid=x; csrftoken=x")[1]
        assert "Set-Cookie" not in dict(headers)


def test_the_next_reader_sees_every_change(site: Site) -> None:
    protocol = Protocol.objects.get(slug="leg")
    edit(protocol, title="Sore leg, again", at=after(1))
    publish_now(protocol, at=after(2))
    assert site.is_fast({"answers": CALM})
    assert b"Sore leg, again" in site.both({"answers": CALM})[1][2]
    Protocol.objects.update(is_switched_on=False)
    assert not site.is_fast({"answers": CALM})
    assert site.both({"answers": CALM})[1][0] == "503 Service Unavailable"
    Protocol.objects.update(is_switched_on=True)
    assert site.is_fast({"answers": CALM})
    document, reason = Published.objects.get(slug="leg").document, "No longer held."
    withdraw(document=document, kind=WithdrawalKind.WITHDRAWN, reason=reason, by=make_publisher(), at=after(4))
    assert not site.is_fast({"answers": CALM})
    assert site.both({"answers": CALM})[1][0] == "404 Not Found"


def test_each_request_counts_once(site: Site, settings: Settings, own_counts: None) -> None:
    settings.RATE_LIMITS = {"triage": (6, 60)}
    seen = []
    for number in range(8):
        answers = {"answers": CALM} if number != 2 else {"answers": 1}
        status, headers, _ = ask(site.fast, ASSESS, "POST", json.dumps(answers).encode())
        seen.append((status[:3], dict(headers)["RateLimit"].split(";")[1]))
    assert (
        seen
        == [("200", "r=5"), ("200", "r=4"), ("422", "r=3"), ("200", "r=2"), ("200", "r=1"), ("200", "r=0")]
        + [("429", "r=0")] * 2
    )
    before = site.through
    expected, sent = site.both({"answers": CALM})
    assert (sent[0], sent[2]) == (expected[0], expected[2])
    assert site.through == before + 1


def test_it_is_told_in_the_log_like_every_other(
    site: Site, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.REQUEST_ID_HEADER = "X-Trace"
    caplog.set_level(logging.INFO, "healthkb.access")
    for application in (site.alone, site.fast):
        ask(application, ASSESS, "POST", json.dumps({"answers": CALM}).encode(), x_trace="12345678")
    alone, fast = (record.__dict__["fields"] for record in caplog.records)
    assert fast == alone | {"milliseconds": fast["milliseconds"]}
    assert 0 <= fast["milliseconds"] < 10_000
    assert site.through == 1


def test_a_database_that_fails_is_left_to_django(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*asked: object, **more: object) -> None:
        raise Error

    monkeypatch.setattr("healthkb.fast_triage.live_protocol", fail)
    assert not site.is_fast({"answers": CALM})


def test_it_is_one_read(site: Site) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("Counted where the driver can count: on SQLite.")
    read: list[str] = []
    connection.connection.set_trace_callback(read.append)
    ask(site.fast, ASSESS, "POST", json.dumps({"answers": CALM}).encode())
    connection.connection.set_trace_callback(None)
    assert len(read) == 1
