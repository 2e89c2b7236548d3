"""Published documents and lists straight from the database, before Django: docs/adr/0005-a-fast-path-before-django.md.

What was sent before costs one read of a number that the database raises with every change of what is published. Another
document costs one read of its row, as it is or packed. All else goes to Django; its answer to the first of each sort
teaches the headers of the others.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.db import Error
from django.urls import reverse
from django.utils import timezone

from articles.api.caching import CacheableResponse, changes_at, public_headers
from articles.api.codings import etag_in
from articles.api.document_reads import DocumentReads
from articles.api.languages import DEFAULT, LANGUAGES
from articles.api.plain_requests import Environ, Start, caller, coding_for, is_plain, knows
from articles.api.reading import etag_on, last_modified_on, sent_on
from articles.content.kept import Kept
from articles.content.surrogate_keys import document_key
from articles.models.raw_reads import published_stamp
from articles.publishing.registry import all_kinds
from healthkb.replicas import reading_what_is_public, replicas

Key = tuple[object, ...]
Frame = list[tuple[str, str]]
QUERIES = {"": DEFAULT} | {f"lang={language}": language for language in LANGUAGES}
OWN_HEADERS = ("ETag", "Cache-Control", "Surrogate-Key", "Last-Modified")
MOST_KEPT, MOST_FRAMES = 64_000_000, 1_000_000  # bytes in each process


class Answer(NamedTuple):
    sort: Key  # of the answers whose remaining headers, their frame, are alike
    headers: dict[str, str]
    body: bytes
    stamp: int | None
    since: dt.datetime
    until: dt.datetime


class FastPath:
    def __init__(self, django: Callable[[Environ, Start], Iterable[bytes]]) -> None:
        self.django = django
        self.prefix: str = reverse("root")
        self.documents = {kind.collection: DocumentReads(kind) for kind in all_kinds()}
        self.lists = {f"{self.prefix}{name}/" for name in self.documents}
        self.kept: Kept[Answer] = Kept(MOST_KEPT)
        self.frames: Kept[Frame] = Kept(MOST_FRAMES)

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        if not (environ["PATH_INFO"].startswith(self.prefix) and is_plain(environ)):
            return self.django(environ, start_response)
        with reading_what_is_public() as database:
            return self.answer(environ, start_response, database)

    def answer(self, environ: Environ, start_response: Start, database: str) -> Iterable[bytes]:
        now, stamp, answer, to = timezone.now(), None, None, caller(environ)
        path, query, coding = environ["PATH_INFO"], environ["QUERY_STRING"], coding_for(environ)
        place, is_list = (database, path, query, coding, *to), path in self.lists
        try:
            kept = self.kept.get(place)
            if kept or is_list:
                stamp = published_stamp()
            if kept and kept.stamp == stamp and kept.since <= now < kept.until:
                answer = kept
            elif not is_list:
                answer = self.document(path, query, coding, now)
        except Error:
            replicas.lose(database)  # where the only one fails, Django says so in its own words
        status = status_for(answer, environ) if answer else 0
        if answer and (frame := self.frames.get((status, answer.sort, *to))):
            if answer is not kept and answer.stamp is not None:
                self.kept.put(place, answer, len(answer.body))
            return send(status, frame, answer, start_response)
        response = self.django(environ, start_response)
        if isinstance(response, CacheableResponse) and not response.cookies:
            if is_list and stamp is not None and response.status_code == 200:
                answer = list_answer(response, path, stamp, now)
                self.kept.put(place, answer, len(answer.body))
            if answer and response.status_code == status_for(answer, environ):
                self.frames.put((response.status_code, answer.sort, *to), frame_of(response), 0)
        return response

    def document(self, path: str, query: str, coding: str, now: dt.datetime) -> Answer | None:
        collection, _, slug = path.removeprefix(self.prefix).removesuffix("/").rpartition("/")
        locale, reads = QUERIES.get(query), self.documents.get(collection)
        if locale is None or reads is None or "\0" in slug or path != f"{self.prefix}{collection}/{slug}/":
            return None
        row = reads.row(locale, slug, coding, now)
        if row is None or row.is_withheld or not row.is_offered:
            return None
        key, modified, end = document_key(row.uuid), last_modified_on(row, now), row.live_until
        etag, sort = etag_in(etag_on(row, now), row.coding), (collection, locale, row.coding)
        headers = public_headers(etag=etag, now=now, until=end, last_modified=modified, key=key)
        return Answer(sort, headers, sent_on(row, now), row.stamp, now, changes_at(end, now))


def list_answer(response: CacheableResponse, path: str, stamp: int, now: dt.datetime) -> Answer:
    headers = {name: response[name] for name in OWN_HEADERS if name in response}
    sort = ("list", path, response["Content-Type"], response.get("Content-Encoding"))
    return Answer(sort, headers, response.content, stamp, now, changes_at(response.until, now))


def frame_of(response: CacheableResponse) -> Frame:
    return [(name, value) for name, value in response.items() if name not in (*OWN_HEADERS, "Content-Length")]


def status_for(answer: Answer, environ: Environ) -> int:
    return 304 if knows(environ, answer.headers["ETag"]) else 200


def send(status: int, frame: Frame, answer: Answer, start_response: Start) -> list[bytes]:
    line, body = ("200 OK", answer.body) if status == 200 else ("304 Not Modified", b"")
    start_response(line, [*frame, *answer.headers.items(), ("Content-Length", str(len(body)))])
    return [body]
