import json
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client

from articles.models import Published
from tests.articles.api.everything import publish_everything
from tests.builders import after, edit, make_cause, publish_now
from tests.served import ask, connection_left_open

pytestmark = pytest.mark.django_db


def lines(response: Any) -> list[Any]:
    return [json.loads(line) for line in b"".join(response.streaming_content).splitlines()]


def test_every_published_document_is_a_line(client: Client, django_assert_num_queries: Any) -> None:
    publish_everything()
    make_cause(slug="draft")
    with django_assert_num_queries(4):
        response = client.get("/api/v1/export/")
        exported = lines(response)
    assert response["Content-Type"] == "application/x-ndjson"
    assert len(exported) == Published.objects.count() == 9
    for body in exported:
        live = Published.objects.get(uuid=body["id"])
        assert body == {**json.loads(bytes(live.body)), "review_status": "clinically_reviewed"}


def test_an_edit_that_is_not_published_is_not_in_it(client: Client) -> None:
    cause = make_cause(description="Old words.")
    publish_now(cause)
    edit(cause, description="Secret words.", at=after(5))
    assert [body["description"]["text"] for body in lines(client.get("/api/v1/export/"))] == ["Old words."]


def test_it_is_sent_again_only_when_something_changed(client: Client) -> None:
    publish_now(make_cause())
    etag = client.get("/api/v1/export/")["ETag"]
    assert client.get("/api/v1/export/", headers={"If-None-Match": etag}).status_code == 304
    publish_now(make_cause(), at=after(5))
    assert client.get("/api/v1/export/", headers={"If-None-Match": etag}).status_code == 200


def test_the_feed_goes_on_where_the_export_ends(client: Client) -> None:
    publish_now(make_cause())
    link = client.get("/api/v1/export/")["Link"]
    assert link == '<http://testserver/api/v1/changes/?after=1>; rel="next"'
    publish_now(make_cause(slug="later"), at=after(5))
    assert [change["slug"] for change in client.get(link[1:].split(">")[0]).json()["results"]] == ["later"]


def test_only_some_kinds(client: Client) -> None:
    publish_everything()
    assert [body["type"] for body in lines(client.get("/api/v1/export/?type=article"))] == ["article"]
    assert client.get("/api/v1/export/?kind=article").status_code == 400


def test_head_sends_no_body(client: Client) -> None:
    publish_now(make_cause())
    response, whole = client.head("/api/v1/export/"), client.get("/api/v1/export/")
    assert (response.status_code, b"".join(response.streaming_content)) == (200, b"")  # type: ignore[attr-defined]
    # The same headers, and no length: it would be that of nothing.
    assert dict(response.headers) == dict(whole.headers)
    assert "Content-Length" not in response
    with connection_left_open():  # the client of these tests would take a body away
        for coding in ("", "gzip"):
            assert ask(WSGIHandler(), "/api/v1/export/", "HEAD", accept_encoding=coding)[2] == b""
