import datetime as dt
import json
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Published
from tests.articles.api.everything import publish_everything
from tests.builders import AT, after, edit, make_article, make_cause, make_topic, publish_now

pytestmark = pytest.mark.django_db
COLLECTIONS = ["articles", "causes", "remedies", "red-flags", "tests", "faqs", "topics", "wording"]


@pytest.fixture
def everything() -> Any:
    return publish_everything()


def slugs(client: Client, query: str) -> Any:
    response = client.get(f"/api/v1/{query}")
    assert response.status_code == 200, response.content
    return [item["slug"] for item in response.json()["results"]]


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_a_detail_is_the_stored_bytes_and_todays_review_status(
    client: Client, everything: dict[str, Any], collection: str
) -> None:
    row = Published.objects.get(document=everything[collection].pk)

    response = client.get(f"/api/v1/{collection}/{row.slug}/")

    assert response.content == bytes(row.body)[:-1] + b',"review_status":"clinically_reviewed"}'
    assert response["Content-Type"] == "application/json"


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_a_detail_is_one_query_and_a_list_two(
    client: Client, everything: dict[str, Any], collection: str, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        client.get(f"/api/v1/{collection}/{everything[collection].slug}/")
    with django_assert_num_queries(2):
        client.get(f"/api/v1/{collection}/")


@pytest.mark.parametrize("items", [1, 3])
def test_a_list_is_two_queries_whatever_its_size(client: Client, django_assert_num_queries: Any, items: int) -> None:
    publish_now(*[make_cause(title=f"Cause {letter}", slug=letter) for letter in "abc"[:items]])
    with django_assert_num_queries(2):
        response = client.get("/api/v1/causes/")
    page = response.json()
    assert (page["count"], page["next"], page["previous"]) == (items, None, None)
    assert [item["name"] for item in page["results"]] == [f"Cause {letter}" for letter in "abc"[:items]]


def test_pages_name_their_neighbours(client: Client) -> None:
    publish_now(*[make_cause(title=f"Cause {letter}", slug=letter) for letter in "abc"])
    page = client.get("/api/v1/causes/?page_size=1&page=2").json()
    assert page["next"] == "http://testserver/api/v1/causes/?page=3&page_size=1"
    assert page["previous"] == "http://testserver/api/v1/causes/?page_size=1"
    assert [item["slug"] for item in page["results"]] == ["b"]


def test_rows_are_counted_once_for_all_pages_until_something_is_published(
    client: Client, django_assert_num_queries: Any
) -> None:
    publish_now(*[make_cause(title=f"Cause {letter}", slug=letter) for letter in "abc"])
    client.get("/api/v1/causes/?page_size=1")
    with django_assert_num_queries(1):
        assert client.get("/api/v1/causes/?page_size=1&page=2").json()["count"] == 3
    with django_assert_num_queries(2):
        assert client.get("/api/v1/causes/?page_size=1&letter=c").json()["count"] == 3

    publish_now(make_cause(title="Cause d", slug="d"))

    assert client.get("/api/v1/causes/?page_size=1&page=2").json()["count"] == 4


def test_a_count_is_not_kept_past_the_minute_when_it_changes(client: Client) -> None:
    later = AT + dt.timedelta(days=2)
    publish_now(make_cause(title="Cause a", slug="a"), make_cause(title="Cause b", slug="b"))
    Published.objects.filter(slug="b").update(live_from=later, is_announced=False)
    for moment, count in [(later - dt.timedelta(minutes=1), 1), (later, 2)]:
        with time_machine.travel(moment, tick=False):
            assert client.get("/api/v1/causes/?page_size=1").json()["count"] == count


def test_a_list_item_is_the_stored_summary(client: Client, everything: dict[str, Any]) -> None:
    row = Published.objects.get(kind="article")
    assert client.get("/api/v1/articles/").json()["results"] == [
        {**json.loads(bytes(row.summary)), "review_status": "clinically_reviewed"}
    ]


def test_the_root_names_every_list(client: Client) -> None:
    answer = client.get("/api/v1/").json()
    assert set(COLLECTIONS) - set(answer) == set()
    assert answer["red-flags"] == "http://testserver/api/v1/red-flags/"


# Caching


def test_headers_of_a_detail(client: Client, everything: dict[str, Any]) -> None:
    response = client.get("/api/v1/articles/twitching/")
    assert response["Cache-Control"] == "public, max-age=60, stale-while-revalidate=600"
    assert response["Vary"] == "Accept-Encoding"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Last-Modified"] == "Mon, 02 Nov 2026 09:00:00 GMT"
    assert not response.cookies


def test_what_a_purge_names_each_answer_by(client: Client, everything: dict[str, Any]) -> None:
    uuid = client.get("/api/v1/articles/twitching/").json()["id"]
    answers = {path: client.get(f"/api/v1/{path}")["Surrogate-Key"] for path in ("articles/twitching/", "articles/")}
    assert answers == {"articles/twitching/": f"doc-{uuid}", "articles/": "list-article"}
    for path in ("articles/twitching/sections/", "articles/twitching/json-ld/"):
        assert client.get(f"/api/v1/{path}")["Surrogate-Key"] == f"doc-{uuid}"
    for path in ("", "search/?q=leg", "suggest/?q=leg", "export/", "changes/", "sitemap.xml", "atom.xml"):
        assert client.get(f"/api/v1/{path}")["Surrogate-Key"] == "lists"


@pytest.mark.parametrize("path", ["articles/twitching/", "articles/", "", "causes/?lang=en"])
@pytest.mark.parametrize("method", ["get", "head"])
def test_what_the_client_has_is_not_sent_again(
    client: Client, everything: dict[str, Any], path: str, method: str
) -> None:
    etag = client.get(f"/api/v1/{path}")["ETag"]
    again = getattr(client, method)(f"/api/v1/{path}", headers={"If-None-Match": etag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
    assert again["Vary"] == "Accept-Encoding"
    changed = getattr(client, method)(f"/api/v1/{path}", headers={"If-None-Match": '"another"'})
    assert changed.status_code == 200


def test_if_modified_since(client: Client, everything: dict[str, Any]) -> None:
    path = "/api/v1/articles/twitching/"
    assert client.get(path, headers={"If-Modified-Since": "Mon, 02 Nov 2026 09:00:00 GMT"}).status_code == 304
    assert client.get(path, headers={"If-Modified-Since": "Mon, 02 Nov 2026 08:59:59 GMT"}).status_code == 200


def test_if_match_of_another_version_is_a_problem(client: Client, everything: dict[str, Any]) -> None:
    response = client.get("/api/v1/articles/twitching/", headers={"If-Match": '"another"'})
    assert (response.status_code, response.json()["type"]) == (412, "/problems/precondition-failed")


def test_a_correction_changes_the_etags_of_all_that_embed_it(client: Client, everything: dict[str, Any]) -> None:
    paths = ["/api/v1/articles/twitching/", "/api/v1/articles/", "/api/v1/causes/tired-muscles/"]
    before = [client.get(path)["ETag"] for path in paths]
    edit(everything["causes"], description="Better words.")
    publish_now(everything["causes"], at=after(30))
    after_ = [client.get(path)["ETag"] for path in paths]
    assert [old == new for old, new in zip(before, after_, strict=True)] == [False, False, False]


def test_caches_keep_nothing_past_the_end_of_its_time(client: Client, everything: dict[str, Any]) -> None:
    ending = Published.objects.filter(slug__in=("twitching", "tired-muscles"))
    ending.update(live_until=after(60) + dt.timedelta(seconds=100))
    lists = ("articles/", "search/?q=twitching", "lookup/?code=icd-10:R25.2", "sitemap.xml", "atom.xml", "export/")
    for path in ("articles/twitching/", *lists):
        response = client.get(f"/api/v1/{path}")
        assert response["Cache-Control"] == "public, max-age=60, stale-while-revalidate=40", path
    with time_machine.travel(after(62), tick=False):
        assert client.get("/api/v1/articles/twitching/").status_code == 404
        assert client.get("/api/v1/articles/").json()["count"] == 0


def test_an_overdue_review_is_said_on_the_day(client: Client, everything: dict[str, Any]) -> None:
    path = "/api/v1/articles/twitching/"
    before = client.get(path)
    due = dt.date.fromisoformat(before.json()["next_review"])
    with time_machine.travel(dt.datetime.combine(due, dt.time(12), dt.UTC), tick=False):
        assert client.get(path)["ETag"] == before["ETag"]
    with time_machine.travel(dt.datetime.combine(due + dt.timedelta(days=1), dt.time(12), dt.UTC), tick=False):
        overdue = client.get(path)
        assert overdue.json() == {**before.json(), "review_status": "overdue"}
        assert overdue["ETag"] != before["ETag"]
        assert client.get(path, headers={"If-Modified-Since": before["Last-Modified"]}).status_code == 200
        assert client.get("/api/v1/articles/").json()["results"][0]["review_status"] == "overdue"


def test_another_site_may_ask_first(client: Client) -> None:
    response = client.options("/api/v1/articles/", headers={"Origin": "https://example.org"})
    assert (response.status_code, response["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")
    assert "If-None-Match" in response["Access-Control-Allow-Headers"]


def test_a_signed_in_person_gets_the_same_bytes(
    client: Client, admin_client: Client, everything: dict[str, Any]
) -> None:
    path = "/api/v1/articles/twitching/"
    public, signed_in = client.get(path), admin_client.get(path)
    assert (signed_in.content, signed_in["Vary"]) == (public.content, "Accept-Encoding")
    assert signed_in["Cache-Control"] == public["Cache-Control"]


def test_staff_browse_and_no_cache_keeps_the_pages(admin_client: Client, everything: dict[str, Any]) -> None:
    for path in ("articles/twitching/", "articles/", "articles/twitching/?fields=title"):
        response = admin_client.get(f"/api/v1/{path}", headers={"Accept": "text/html"})
        assert (response.status_code, response["Content-Type"]) == (200, "text/html; charset=utf-8")
        assert response["Cache-Control"] == "private, no-store"
        assert "&quot;,\n" in response.content.decode()


# What is not there


def problem(response: Any) -> Any:
    assert response["Content-Type"] == "application/problem+json"
    assert response["Access-Control-Allow-Origin"] == "*"
    return response.json()


@pytest.mark.parametrize(
    ("query", "status", "name", "words"),
    [
        ("articles/?colour=red", 400, "colour", "ordering"),
        ("articles/x/?page=1", 400, "page", "lang"),
        ("articles/?urgency=panic", 400, "urgency", "same_day"),
        ("articles/?topic=nowhere", 400, "topic", "nowhere"),
        ("articles/?urgency=soon&urgency=routine", 400, "urgency", "commas"),
        ("articles/?letter=%00", 400, "letter", "NUL"),
        ("articles/?letter=", 400, "letter", "leave the parameter out"),
        ("articles/?letter=ab", 400, "letter", "one letter"),
        ("articles/?code=R25.3", 400, "code", "snomed-ct"),
        ("articles/?code=nhs:R25.3", 400, "code", "snomed-ct"),
        ("articles/?code=icd-10:", 400, "code", "snomed-ct"),
        (f"articles/?slug={'x' * 1001}", 400, "slug", "1000 characters"),
        ("articles/?id=7", 400, "id", "UUID"),
        ("articles/?lang=fr", 400, "lang", "vi"),
        ("articles/x/?lang=fr", 400, "lang", "vi"),
        ("articles/?ordering=colour", 400, "ordering", "-next_review"),
        ("articles/?reviewed_after=yesterday", 400, "reviewed_after", "2026-01-31"),
        ("articles/?modified_before=2026-13-01", 400, "modified_before", "2026-01-31"),
        ("articles/?page_size=1000", 400, "page_size", "100"),
        ("articles/?fields=title,owner", 400, "fields", "red_flags"),
        ("causes/?serious=maybe", 400, "serious", "true, false"),
        ("remedies/?kind=magic", 400, "kind", "self_care"),
        ("topics/?kind=magic", 400, "kind", "body_area"),
    ],
)
def test_what_is_not_known_is_refused_by_name(client: Client, query: str, status: int, name: str, words: str) -> None:
    answer = problem(client.get(f"/api/v1/{query}"))
    assert (answer["status"], [error["parameter"] for error in answer["errors"]]) == (status, [name])
    assert words in answer["errors"][0]["detail"]


def test_other_methods_and_formats_are_problems(client: Client) -> None:
    assert problem(client.post("/api/v1/articles/", {}))["status"] == 405
    assert problem(client.delete("/api/v1/articles/x/"))["status"] == 405
    assert problem(client.get("/api/v1/articles/", headers={"Accept": "application/xml"}))["status"] == 406
    assert problem(client.get("/api/v1/articles/?page=2"))["status"] == 404


# Filters


def test_articles_by_topic_with_all_inside_it(
    client: Client, everything: dict[str, Any], django_assert_num_queries: Any
) -> None:
    publish_now(make_article(slug="other"))
    assert slugs(client, "articles/") == ["other", "twitching"]
    with django_assert_num_queries(3):
        assert slugs(client, "articles/?topic=legs") == ["twitching"]
    assert slugs(client, "articles/?topic=thighs") == ["twitching"]


def test_a_topic_that_is_not_live_is_not_a_topic(client: Client, everything: dict[str, Any]) -> None:
    make_topic(slug="secret-topic")
    assert client.get("/api/v1/articles/?topic=secret-topic").status_code == 400


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("articles/?letter=T", ["twitching"]),
        ("articles/?letter=a,t", ["twitching"]),
        ("articles/?letter=a", []),
        ("articles/?urgency=emergency", ["twitching"]),
        ("articles/?urgency=routine,soon", []),
        ("articles/?aspect=overview,causes", ["twitching"]),
        ("articles/?aspect=overview&urgency=soon", []),
        ("articles/?slug=twitching,nothing", ["twitching"]),
        ("articles/?reviewed_after=2026-11-02", ["twitching"]),
        ("articles/?reviewed_before=2026-11-02", []),
        ("articles/?modified_after=2026-11-02T09:00:00Z", ["twitching"]),
        ("articles/?modified_before=2026-11-02T09:00:00+00:00", []),
        ("articles/?modified_before=2026-11-03", ["twitching"]),
        ("articles/?lang=vi", []),
        ("articles/?lang=vi,en", ["twitching"]),
        ("causes/?code=icd-10:r25.2", ["tired-muscles"]),
        ("causes/?code=icd-10:R25.3", []),
        ("causes/?serious=false", ["tired-muscles"]),
        ("remedies/?kind=self_care&evidence_status=supported", ["rest"]),
        ("red-flags/?urgency=emergency", ["weakness"]),
        ("topics/?parent=legs", ["thighs"]),
        ("wording/?country=GB", ["gb"]),
    ],
)
def test_filters(client: Client, everything: dict[str, Any], query: str, expected: list[str]) -> None:
    assert slugs(client, query) == expected


def test_filter_by_id(client: Client, everything: dict[str, Any]) -> None:
    assert slugs(client, f"causes/?id={everything['causes'].uuid}") == ["tired-muscles"]


def test_orderings(client: Client) -> None:
    publish_now(make_cause(slug="a", title="A"), at=AT)
    publish_now(make_cause(slug="b", title="B"), at=after(1))
    assert slugs(client, "causes/?ordering=-title") == ["b", "a"]
    assert slugs(client, "causes/?ordering=modified") == ["a", "b"]
    assert slugs(client, "causes/?ordering=-first_published") == ["b", "a"]
    assert slugs(client, "causes/?ordering=next_review,-title") == ["b", "a"]


# Some fields


def test_only_some_fields(client: Client, everything: dict[str, Any]) -> None:
    whole = client.get("/api/v1/articles/twitching/").json()
    expected = {name: whole[name] for name in ("id", "type", "slug", "lang", "title", "red_flags", "version")}
    response = client.get("/api/v1/articles/twitching/?fields=red_flags,title")
    assert response.json() == expected
    assert list(response.json()) == ["id", "type", "slug", "lang", "title", "red_flags", "version"]
    assert client.get("/api/v1/articles/?fields=red_flags,title").json()["results"] == [expected]
    assert response["ETag"] != client.get("/api/v1/articles/twitching/")["ETag"]


def test_a_list_with_more_of_each_document(client: Client, everything: dict[str, Any]) -> None:
    whole = client.get("/api/v1/articles/twitching/").json()
    short = client.get("/api/v1/articles/").json()["results"][0]
    response = client.get("/api/v1/articles/?expand=red_flags,takeaways")
    more = {"red_flags": whole["red_flags"], "takeaways": whole["takeaways"]}
    assert response.json()["results"] == [short | more]
    assert response["Content-Type"] == "application/vnd.healthkb.partial+json"
    assert problem(client.get("/api/v1/articles/?expand=secrets"))["errors"][0]["parameter"] == "expand"


def test_every_query_of_a_read_is_a_select(client: Client, everything: dict[str, Any]) -> None:
    with CaptureQueriesContext(connection) as queries:
        for path in ("", "articles/", "articles/twitching/", "articles/nothing/", "causes/?serious=true"):
            client.get(f"/api/v1/{path}")
    assert [query["sql"] for query in queries if not query["sql"].startswith("SELECT")] == []
