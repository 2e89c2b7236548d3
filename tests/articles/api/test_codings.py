"""Answers packed for the way to the reader: the same text, each form with an ETag of its own."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.test import Client

from articles.api.codings import coding_in
from articles.content.packing import CODINGS, LEAST, unpack
from articles.models import PackedBody, Published
from articles.publishing.recomposing import recompose_all
from tests.articles.api.everything import publish_everything
from tests.builders import after, edit, make_cause, publish_now

ARTICLE = "/api/v1/articles/twitching/"


@pytest.mark.parametrize(
    ("accept", "coding"),
    [
        ("", ""),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("GZIP", "gzip"),
        ("deflate", ""),
        ("identity", ""),
        ("*", "br"),
        ("br;q=0, *", "gzip"),
        ("br; q=0.5, gzip; q=1", "gzip"),
        ("br;q=0.5, gzip;q=0.5", "br"),
        ("gzip;q=0", ""),
        ("gzip;q=0.000, br;q=0", ""),
        ("gzip;q=0.5, identity", ""),
        ("gzip;q=rubbish", ""),
        ("gzip;level=9", "gzip"),
        (",;,=,q=1", ""),
    ],
)
def test_what_a_client_takes(accept: str, coding: str) -> None:
    assert coding_in(accept) == coding


@pytest.fixture
def everything(db: None) -> None:
    publish_everything()


def get(path: str, coding: str = "", **headers: str) -> Any:
    return Client().get(path, headers={"Accept-Encoding": coding, **headers})


@pytest.mark.parametrize("coding", CODINGS)
def test_a_document_is_sent_as_it_was_packed_when_it_was_published(everything: None, coding: str) -> None:
    plain, packed = get(ARTICLE), get(ARTICLE, coding)
    assert packed.content == bytes(PackedBody.objects.get(published__slug="twitching", coding=coding).body)
    assert unpack(packed.content, coding) == plain.content
    assert (packed["Content-Encoding"], packed["Vary"]) == (coding, "Accept-Encoding")
    assert "Content-Encoding" not in plain


@pytest.mark.parametrize(
    "path",
    [
        *(ARTICLE, f"{ARTICLE}?fields=causes,faqs,red_flags", f"{ARTICLE}sections/", f"{ARTICLE}json-ld/"),
        *("/api/v1/articles/?expand=causes,red_flags", "/api/v1/search/?q=muscles", "/api/v1/changes/"),
    ],
)
def test_each_form_has_an_etag_of_its_own(everything: None, path: str) -> None:
    answers = {coding: get(path, coding) for coding in ("", *CODINGS)}
    assert [each.get("Content-Encoding", "") for each in answers.values()] == ["", *CODINGS]
    assert {unpack(answers[coding].content, coding) for coding in CODINGS} == {answers[""].content}
    etags = {coding: each["ETag"] for coding, each in answers.items()}
    for asked in etags:
        for known, etag in etags.items():
            again = get(path, asked, **{"If-None-Match": f"W/{etag}"})
            assert again.status_code == (304 if asked == known else 200)
            assert "Content-Encoding" not in again or again.status_code == 200
            assert again["ETag"] == etags[asked]


def test_small_answers_are_sent_as_they_are(everything: None) -> None:
    row = min(Published.objects.all(), key=lambda row: len(row.body))
    assert len(row.body) < LEAST
    assert not row.packed.exists()
    assert "Content-Encoding" not in get("/api/v1/suggest/?q=zzzz", "br")


def test_the_browsable_pages_are_written_anew(everything: None, admin_client: Client) -> None:
    answer = admin_client.get(ARTICLE, headers={"Accept": "text/html", "Accept-Encoding": "br"})
    assert "Content-Encoding" not in answer
    assert "Tired muscles" in answer.content.decode()


def test_a_page_whose_review_is_overdue_says_so(everything: None) -> None:
    row = Published.objects.get(slug="twitching")
    assert row.next_review is not None
    for days, coding, status in ((0, "br", b"clinically_reviewed"), (1, "", b"overdue")):
        moment = dt.datetime.combine(row.next_review + dt.timedelta(days=days), dt.time(12), dt.UTC)
        with time_machine.travel(moment, tick=False):
            answer = get(ARTICLE, "br")
            assert answer.get("Content-Encoding", "") == coding
            text = unpack(answer.content, coding) if coding else answer.content
            assert text is not None
            assert text.endswith(b'"review_status":"' + status + b'"}')


def test_it_is_packed_anew_with_each_change(everything: None) -> None:
    cause = Published.objects.get(slug="tired-muscles").document.cause
    edit(cause, title="Very tired muscles", at=after(1))
    publish_now(cause, at=after(2))
    for coding in CODINGS:
        assert unpack(get(ARTICLE, coding).content, coding) == get(ARTICLE).content
    assert b"Very tired muscles" in get(ARTICLE).content


def test_what_an_earlier_release_published_is_sent_as_it_is_until_it_is_composed_anew(everything: None) -> None:
    PackedBody.objects.all().delete()
    assert get(ARTICLE, "br").content == get(ARTICLE).content
    recompose_all(at=after(1))
    assert get(ARTICLE, "br")["Content-Encoding"] == "br"


@pytest.mark.django_db
@pytest.mark.parametrize("coding", CODINGS)
def test_the_export_is_packed_as_it_is_read(coding: str) -> None:
    publish_now(*[make_cause(title=f"Cause {letter}", slug=letter) for letter in "abc"])
    plain, packed = get("/api/v1/export/"), get("/api/v1/export/", coding)
    assert unpack(b"".join(packed.streaming_content), coding) == b"".join(plain.streaming_content)
    assert packed["Content-Encoding"] == coding
    again = {"If-None-Match": packed["ETag"]}
    assert [get("/api/v1/export/", each, **again).status_code for each in (coding, "")] == [304, 200]
