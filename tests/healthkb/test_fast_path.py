"""Whatever the fast path sends is, to the header and the byte, what Django would have sent."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.core.handlers.wsgi import WSGIHandler
from django.db import Error, connection
from pytest_django import Settings

from articles.content.kept import AROUND
from articles.content.vocabulary import WithdrawalKind
from articles.models import Published
from articles.models.change import PublishingLock
from articles.publishing import kind_named, withdraw
from healthkb.fast_path import FastPath
from tests import served
from tests.articles.api.everything import publish_everything
from tests.builders import after, edit, make_cause, make_publisher, publish_now
from tests.served import ask
from tests.triage.builders import make_protocol
from triage.models import Protocol

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("served_an_hour_later")]


class Site(served.Site):
    def __init__(self) -> None:
        super().__init__(FastPath)

    def is_fast(self, *asked: Any, **headers: str) -> bool:
        """From the second time on."""
        ask(self.fast, *asked, **headers)
        return super().is_fast(*asked, **headers)


@pytest.fixture
def site() -> Site:
    publish_everything()
    return Site()


@pytest.fixture
def triage_site() -> Site:
    publish_now(make_protocol())
    return Site()


def addresses() -> list[str]:
    rows = Published.objects.values_list("kind", "slug")
    return [f"/api/v1/{kind_named(kind).collection}/{slug}/" for kind, slug in rows]


def etag_at(site: Site, address: str, coding: str = "") -> str:
    return dict(ask(site.alone, address, accept_encoding=coding)[1])["ETag"]


@pytest.mark.parametrize("content", ["site", "triage_site"])
def test_every_published_document_and_every_kind_of_request(content: str, request: pytest.FixtureRequest) -> None:
    site: Site = request.getfixturevalue(content)
    for address in addresses():
        etag = etag_at(site, address)
        for method in ("GET", "HEAD"):
            assert site.is_fast(address, method)
            for known in (etag, f"W/{etag}", '"another"'):
                assert site.is_fast(address, method, if_none_match=known)
        assert site.is_fast(f"{address}?lang=en")
        assert site.is_fast(address, accept="application/json, text/plain, */*", origin="https://example.org")
        for coding in ("gzip, br", "gzip", "br;q=0.1", "deflate"):
            assert site.is_fast(address, accept_encoding=coding, cookie=f"sessionid={32 * 'x'}", user_agent="curl/8")
            assert site.is_fast(address, accept_encoding=coding, if_none_match=etag)
            assert site.is_fast(address, accept_encoding=coding, if_none_match=etag_at(site, address, coding))


def test_lists_that_were_asked_for_before(site: Site) -> None:
    publish_now(make_cause())
    for query in ("", "?page=2&page_size=1", "?letter=t", "?ordering=-modified&lang=en,vi", "?fields=name"):
        address = f"/api/v1/causes/{query}"
        for method in ("GET", "HEAD"):
            assert site.is_fast(address, method)
            assert site.is_fast(address, method, if_none_match=etag_at(site, address))
        assert site.is_fast(address, host="localhost")
        for coding in ("gzip, br", "gzip"):
            assert site.is_fast(address, accept_encoding=coding)
            assert site.is_fast(address, accept_encoding=coding, if_none_match=etag_at(site, address, coding))


def test_each_client_gets_the_form_that_it_takes(site: Site) -> None:
    publish_now(*[make_cause(slug=slug) for slug in ("salt", "sleep", "stress")])
    for address in ("/api/v1/articles/twitching/", "/api/v1/causes/"):
        sizes = {}
        for coding in ("", "gzip", "br", "gzip, br"):
            assert site.is_fast(address, accept_encoding=coding)
            _, headers, body = ask(site.fast, address, accept_encoding=coding)
            sizes[dict(headers).get("Content-Encoding", "")] = len(body)
        assert list(sizes) == ["", "gzip", "br"]
        assert sizes["br"] < sizes["gzip"] < sizes[""]


NOT_PLAIN: list[tuple[str, dict[str, str]]] = [
    ("articles/twitching/?fields=title", {}),
    ("articles/twitching/?colour=red", {}),
    ("articles/twitching/?lang=fr", {}),
    ("articles/twitching/?lang=vi", {}),
    ("articles/twitching", {}),
    ("articles/nothing/", {}),
    ("articles/%00slug/", {}),
    ("articles/twitching/sections/", {}),
    ("articles/?colour=red", {}),
    ("articles/?page=9", {}),
    ("search/?q=twitching", {}),
    ("articles/twitching/", {"accept": "text/html"}),
    ("articles/twitching/", {"accept": "application/json; indent=4"}),
    ("articles/twitching/", {"accept": "application/xml"}),
    ("articles/twitching/", {"host": "evil.example"}),
    ("articles/", {"host": "evil.example"}),
    ("articles/twitching/", {"authorization": "Bearer nobody"}),
    ("articles/twitching/", {"if_match": '"another"'}),
    ("articles/twitching/", {"if_modified_since": "Mon, 02 Nov 2026 09:00:00 GMT"}),
    ("articles/twitching/", {"if_unmodified_since": "Mon, 02 Nov 2020 09:00:00 GMT"}),
    ("articles/twitching/", {"if_none_match": '"a", "b"'}),
    ("articles/twitching/", {"if_none_match": "*"}),
    ("articles/twitching/", {"if_none_match": "rubbish"}),
]


def test_all_else_goes_to_django(site: Site) -> None:
    for warm in ("/api/v1/articles/twitching/", "/api/v1/articles/"):
        assert site.is_fast(warm)
    for address, headers in NOT_PLAIN:
        assert not site.is_fast(f"/api/v1/{address}", **headers), address
    for method in ("POST", "OPTIONS", "DELETE"):
        assert not site.is_fast("/api/v1/articles/twitching/", method)


def test_https_is_asked_for_by_django(site: Site, settings: Settings) -> None:
    settings.HTTPS = True
    site.alone = WSGIHandler()
    assert not site.is_fast("/api/v1/articles/twitching/")


def test_a_document_is_one_read_and_so_is_all_that_is_kept(site: Site) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("Counted where the driver can count: on SQLite.")
    read: list[str] = []
    for address in ("/api/v1/articles/twitching/", "/api/v1/causes/"):
        assert site.is_fast(address)
        assert site.is_fast(address, accept_encoding="br")
        for coding in ("", "br"):
            for is_kept in (True, False):
                if not is_kept and "causes" not in address:
                    site.fast.kept.forget()
                read.clear()
                connection.connection.set_trace_callback(read.append)
                ask(site.fast, address, accept_encoding=coding)
                connection.connection.set_trace_callback(None)
                assert len(read) == 1


def test_the_next_reader_sees_every_change(site: Site) -> None:
    address, lists = "/api/v1/causes/tired-muscles/", "/api/v1/causes/"
    cause = Published.objects.get(slug="tired-muscles").document.cause
    assert site.is_fast(address)
    assert site.is_fast(lists)

    edit(cause, title="Very tired muscles", at=after(1))
    publish_now(cause, at=after(2))
    for each in (address, lists, "/api/v1/articles/twitching/"):
        expected, sent = site.both(each)
        assert sent == expected
        assert b"Very tired muscles" in sent[2]

    publish_now(make_cause(slug="salt"), at=after(3))
    assert site.is_fast("/api/v1/causes/salt/")
    assert site.is_fast(lists)
    reason = WithdrawalKind.WITHDRAWN
    salt = Published.objects.get(slug="salt").document
    withdraw(document=salt, kind=reason, reason="No longer held.", by=make_publisher(), at=after(4))
    for each in ("/api/v1/causes/salt/", lists):
        expected, sent = site.both(each)
        assert sent == expected
    assert site.both("/api/v1/causes/salt/")[1][0] == "410 Gone"
    assert b"salt" not in site.both(lists)[1][2]


def test_a_change_of_the_rows_themselves_is_seen(site: Site) -> None:
    lists = "/api/v1/causes/"
    assert site.is_fast(lists)
    before = PublishingLock.objects.get().published_stamp
    Published.objects.filter(slug="tired-muscles").update(title="Z")
    assert PublishingLock.objects.get().published_stamp > before
    Published.objects.filter(slug="tired-muscles").update(live_until=after(61))
    expected, sent = site.both(lists)
    assert sent == expected


def test_what_the_clock_changes_is_seen(site: Site, settings: Settings) -> None:
    addresses = ["/api/v1/articles/twitching/", "/api/v1/articles/"]
    Published.objects.filter(slug="twitching").update(live_until=after(60 * 24 * 400))
    due = Published.objects.get(slug="twitching").next_review
    assert due
    moments = [dt.datetime.combine(due, dt.time(hour), dt.UTC) for hour in (1, 22)]
    moments += [
        moments[0] + dt.timedelta(days=1),
        after(60 * 24 * 400 - 12),
        after(60 * 24 * 400 - 1),
        after(60 * 24 * 400),
    ]
    seen = []
    for moment in moments:
        with time_machine.travel(moment, tick=False):
            for address in addresses:
                expected, sent = site.both(address)
                assert sent == expected
                for coding in ("br", "gzip", ""):
                    expected, sent = site.both(address, accept_encoding=coding)
                    assert sent == expected
                seen.append((sent[0][:3], b"overdue" in sent[2]))
    fine, overdue, gone = ("200", False), ("200", True), ("404", False)
    assert seen == [fine] * 4 + [overdue] * 6 + [gone, fine]


def test_a_protocol_that_is_switched_off_is_not_sent(triage_site: Site) -> None:
    protocols, address = "/api/v1/triage/protocols/", "/api/v1/triage/protocols/leg/"
    assert triage_site.is_fast(address)
    assert triage_site.is_fast(protocols)
    Protocol.objects.update(is_switched_on=False)
    for each, status in ((address, "503"), (protocols, "200")):
        expected, sent = triage_site.both(each)
        assert sent == expected
        assert sent[0].startswith(status)
    assert b'"count":0' in sent[2]


def test_what_is_withheld_is_not_sent(site: Site, settings: Settings) -> None:
    settings.WITHHOLD_OVERDUE = {"any": 0}
    address = "/api/v1/articles/twitching/"
    assert site.is_fast(address)
    with time_machine.travel(after(60 * 24 * 800), tick=False):
        for each in (address, "/api/v1/articles/"):
            expected, sent = site.both(each)
            assert sent == expected
        assert site.both(address)[1][0].startswith("503")


def test_what_a_process_keeps_is_bounded(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("healthkb.fast_path.MOST_KEPT", 10_000)
    monkeypatch.setattr("healthkb.fast_path.MOST_FRAMES", 3 * AROUND)
    site.fast = FastPath(site._counted)
    for page_size in range(1, 12):
        for address in (f"/api/v1/causes/?page_size={page_size}", *addresses()):
            ask(site.fast, address, if_none_match='"x"')
            assert site.fast.kept.held <= 10_000
            assert len(site.fast.frames) <= 3
    assert len(site.fast.kept) > 1


def fail(*asked: object) -> None:
    raise Error


def test_a_database_that_fails_is_left_to_django(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    assert site.is_fast("/api/v1/articles/twitching/")
    site.fast.kept.forget()
    monkeypatch.setattr("articles.api.document_reads.first_row", fail)
    if connection.vendor == "sqlite":
        assert not site.is_fast("/api/v1/articles/twitching/")
