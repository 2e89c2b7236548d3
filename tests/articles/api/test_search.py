"""Search through the API, on whichever database the tests run on."""

from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client

from articles.api import search as search_view
from articles.content.kept import forget_all
from articles.content.vocabulary import HealthAspect
from articles.models import SearchText
from articles.publishing import publish, withdraw
from articles.search import Among, facets_of, finding, tidy
from articles.search.checking import faults_in_search
from articles.search.engines import sqlite
from tests.articles.api.everything import publish_everything
from tests.articles.api.test_schema import mistakes_in_answer
from tests.builders import (
    after,
    approve_now,
    edit,
    make_article,
    make_cause,
    make_faq,
    make_publisher,
    make_red_flag,
    make_topic,
    publish_now,
    submit_now,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, params=["among few pages", "among many pages"])
def size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "among many pages":
        monkeypatch.setattr(finding, "FEW", 0)
    found: str = request.param
    return found


def search(client: Client, q: str, **parameters: Any) -> Any:
    response = client.get("/api/v1/search/", {"q": q, **parameters})
    assert response.status_code == 200, response.content
    return response.json()


def slugs(client: Client, q: str, **parameters: Any) -> list[str]:
    return [each["slug"] for each in search(client, q, **parameters)["results"]]


def suggested(client: Client, q: str) -> list[str]:
    return [each["title"] for each in client.get("/api/v1/suggest/", {"q": q}).json()["results"]]


def muscles() -> None:
    publish_now(
        make_cause(slug="cramps", title="Muscle cramps", description="A muscle that tightens and will not let go."),
        make_cause(slug="sciatica", title="Sciatica", description="Pain from the back down one leg."),
        make_cause(slug="low-magnesium", title="Too little magnesium", synonyms=["hypomagnesaemia"]),
        make_faq(slug="when-to-worry", title="When should I worry?", answer="Rarely: cramps go away in minutes."),
    )


def test_a_title_counts_for_more_than_the_text(client: Client) -> None:
    muscles()
    assert slugs(client, "cramps") == ["cramps", "when-to-worry"]


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("charley horse", "cramps"),
        ("charly horse", "cramps"),
        ("muscel crampz", "cramps"),
        ("cramping", "cramps"),
        ("siatica", "sciatica"),
        ("sciat", "sciatica"),
        ("SCIÁTICA", "sciatica"),
        ("magnezium", "low-magnesium"),
        ("hypomagnesaemia", "low-magnesium"),
        ("low magnesium", "low-magnesium"),
        ("what is sciatica and why do I have it", "sciatica"),
    ],
)
def test_lay_words_misspelt_words_and_starts_of_words(client: Client, typed: str, slug: str) -> None:
    muscles()
    assert slugs(client, typed)[0] == slug


def test_a_correction_is_told(client: Client) -> None:
    muscles()
    assert search(client, "siatica")["corrected"] == "sciatica"
    assert search(client, "sciatica")["corrected"] is None


def test_what_is_found_is_marked_and_the_rest_is_escaped(client: Client) -> None:
    publish_now(make_cause(slug="a", title="Cramps & more", description="Use 1 < 2 cramps, not `<script>`."))
    hit = search(client, "cramp")["results"][0]
    assert hit["marked_title"] == "<mark>Cramps</mark> &amp; more"
    assert hit["snippet"] == "Use 1 &lt; 2 <mark>cramps</mark>, not &lt;script&gt;."


@pytest.mark.parametrize(
    "typed",
    [
        '"', "'", "cramp OR", "NEAR(", "cramp*", "-cramp", "title_words:cramp", "(((", "a AND NOT b", "% _", "\\", ":*",
        "cramp & | !", "<->", "^cramp", "{x} : y", "--; DROP TABLE", "😀", "ﬃ ½ ß İ", "١٢٣", "1e5 0x1 1.2.3 a@b.c",
        "word " * 40, "x" * 200, "the", "\u0301", "ก็", "a\nb", "'s o''clock",
    ],
)  # fmt: skip
@pytest.mark.parametrize("address", ["search", "suggest"])
def test_no_query_is_an_error(client: Client, typed: str, address: str) -> None:
    muscles()
    assert client.get(f"/api/v1/{address}/", {"q": typed}).status_code == 200


@pytest.mark.parametrize(
    "query",
    ["", "q=", f"q={'x' * 201}", "q=a&type=nothing", "q=a&urgency=now", "q=a&topic=nowhere", "q=a&sort=x",
     "q=a&lang=xx", "q=%00", "q=a&page_size=0"],
)  # fmt: skip
def test_what_is_not_known_is_refused(client: Client, query: str) -> None:
    response = client.get(f"/api/v1/search/?{query}")
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")


def test_the_answers_are_as_described(client: Client) -> None:
    publish_everything()
    assert mistakes_in_answer(client, "search/?q=twitching rest", "/api/v1/search/") == []
    assert mistakes_in_answer(client, "suggest/?q=tw", "/api/v1/suggest/") == []


@pytest.mark.parametrize("number", [1, 3])
def test_the_queries_are_as_many_for_one_hit_as_for_three(
    client: Client, number: int, size: str, django_assert_num_queries: Any
) -> None:
    publish_now(*(make_cause(title=f"Cramp {each}") for each in range(number)))
    more = 2 if size == "among many pages" else 0
    # Three of them for what is kept: the topics, how many have the word, and what is found.
    with django_assert_num_queries(6 + more):
        assert search(client, "cramp")["count"] == number
    with django_assert_num_queries(2):  # words, and what is shown
        assert search(client, "cramp", page_size=4)["count"] == number
    with django_assert_num_queries(5 + more):  # one for words like it, which no page has
        assert len(suggested(client, "cra")) == number


def test_who_turns_a_page_or_chooses_a_filter_makes_the_same_search(client: Client, monkeypatch: Any) -> None:
    publish_now(*(make_cause(title=f"Cramp and water {each}") for each in range(3)), make_faq(title="Cramp and water"))
    first = slugs(client, "cramp water", page_size=2)
    monkeypatch.setattr(finding, "_look", None)
    second = slugs(client, "cramp water", page_size=2, page=2)
    assert [*first, *second] == slugs(client, "cramp water") == slugs(client, "water cramp")
    assert search(client, "cramp water", type="cause")["count"] == 3
    with pytest.raises(TypeError):
        search(client, "cramp")


def test_words_are_counted_anew_when_something_was_published(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "FEW", 1)
    monkeypatch.setattr(finding, "PLENTY", 1)
    publish_now(make_cause(slug="half", title="Foot"), make_cause(slug="other", title="Foot pain"))
    assert set(slugs(client, "foot cramp")) == {"half", "other"}
    publish_now(make_cause(slug="whole", title="Foot cramp"))
    assert slugs(client, "foot cramp") == ["whole"]


def test_where_plenty_of_pages_have_all_that_was_asked_the_others_are_left_out(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_now(make_cause(slug="half", title="Foot"), *(make_cause(title=f"Foot cramp {each}") for each in "ab"))
    monkeypatch.setattr(finding, "FEW", 1)
    monkeypatch.setattr(finding, "PLENTY", 3)
    assert slugs(client, "foot cramp")[2:] == ["half"]
    forget_all()
    monkeypatch.setattr(finding, "PLENTY", 2)
    assert search(client, "foot cramp")["count"] == 2


def test_facets_count_what_choosing_them_would_leave(client: Client) -> None:
    legs = make_topic(slug="legs", title="Legs")
    thighs = make_topic(slug="thighs", title="Thighs", parent=legs)
    publish_now(legs, thighs)
    later = make_red_flag(urgency="soon", action="See a GP this week.")
    for topic, red_flags in ((legs, []), (thighs, [later]), (thighs, [later])):
        article = make_article(title="Cramp", red_flags=[make_red_flag(), *red_flags])
        article.topics.add(topic)
        publish_now(article)
    publish_now(make_cause(title="Cramp of a cause"))

    everything, thigh = search(client, "cramp")["facets"], search(client, "cramp", topic="thighs")
    assert [(each["value"], each["count"]) for each in everything["type"]] == [("article", 3), ("cause", 1)]
    assert [(each["value"], each["label"], each["count"]) for each in everything["topic"]] == [
        ("legs", "Legs", 3),
        ("thighs", "Thighs", 2),
    ]
    assert [(each["value"], each["count"]) for each in everything["urgency"]] == [("emergency", 3), ("soon", 2)]
    assert (thigh["count"], thigh["facets"]["topic"]) == (2, everything["topic"])
    assert [(each["value"], each["count"]) for each in thigh["facets"]["urgency"]] == [("emergency", 2), ("soon", 2)]
    assert search(client, "cramp", topic="legs", urgency="soon", type="article,cause")["count"] == 2


def test_the_health_aspect_is_a_facet_and_a_filter(client: Client) -> None:
    publish_now(make_article(title="Cramp"), make_cause(title="Cramp of a cause"))
    (aspect,) = search(client, "cramp")["facets"]["aspect"]
    assert aspect["count"] == 1
    assert search(client, "cramp", aspect=aspect["value"])["count"] == 1
    other = next(each for each in HealthAspect if each != aspect["value"])
    assert search(client, "cramp", aspect=other)["count"] == 0
    assert search(client, "cramp", aspect=f"{other},{aspect['value']}")["count"] == 1
    refused = client.get("/api/v1/search/", {"q": "cramp", "aspect": "colour"})
    assert (refused.status_code, refused.json()["errors"][0]["parameter"]) == (400, "aspect")


def test_pages_follow_each_other(client: Client) -> None:
    publish_now(*(make_cause(title=f"Cramp {each}") for each in range(3)))
    first = search(client, "cramp", page_size=2)
    second = client.get(first["next"]).json()
    assert (first["count"], len(first["results"]), len(second["results"]), second["next"]) == (3, 2, 1, None)
    assert client.get("/api/v1/search/?q=cramp&page=9").status_code == 404


def test_drafts_edits_and_private_fields_are_not_found(client: Client) -> None:
    make_cause(title="Xyzzy", synonyms=["xyzzy"])
    article = make_article(title="Twitching", no_emergency_reason="xyzzy")
    publish_now(article)
    edit(article, at=after(5), title="Xyzzy twitching")
    assert (slugs(client, "xyzzy"), suggested(client, "xyz")) == ([], [])
    publish_now(article, at=after(6))
    assert (slugs(client, "xyzzy"), suggested(client, "xyz")) == ([article.slug], ["Xyzzy twitching"])


def test_what_is_kept_of_a_page_gives_way_to_what_is_published_next(client: Client) -> None:
    thighs, calves = make_topic(slug="thighs", title="Thighs"), make_topic(slug="calves", title="Calves")
    article = make_article(title="Cramp")
    article.topics.set([thighs])
    publish_now(thighs, calves, article)
    before = search(client, "cramp")
    article.topics.set([calves])
    edit(article, at=after(5), title="Cramp at night")
    publish_now(article, at=after(6))
    again = search(client, "cramp")
    assert ([hit["title"] for hit in before["results"]], [hit["title"] for hit in again["results"]]) == (
        ["Cramp"],
        ["Cramp at night"],
    )
    assert [[each["value"] for each in found["facets"]["topic"]] for found in (before, again)] == [
        ["thighs"],
        ["calves"],
    ]


def test_a_page_that_is_published_anew_while_it_is_found_is_not_missed(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    cause = make_cause(slug="cramp", title="Cramp")
    publish_now(cause)
    known, times = Among.known, list[int]()

    def published_meanwhile(*arguments: Any) -> Any:
        times.append(len(times))
        if times == [0]:
            edit(cause, at=after(5), title="Cramp at night")
            publish_now(cause, at=after(6))
        return known(*arguments)

    monkeypatch.setattr(Among, "known", published_meanwhile)
    assert [hit["name"] for hit in search(client, "cramp")["results"]] == ["Cramp at night"]


def test_a_page_that_is_withdrawn_while_it_is_found_is_left_out(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    going, staying = make_cause(slug="going", title="Cramp"), make_cause(slug="staying", title="Cramps")
    publish_now(going, staying)

    def withdrawn_meanwhile(*arguments: Any, **more: Any) -> Any:
        withdraw(document=going, kind="withdrawn", reason="Old.", by=make_publisher(), at=after(5))
        return facets_of(*arguments, **more)

    monkeypatch.setattr(search_view, "facets_of", withdrawn_meanwhile)
    assert slugs(client, "cramp") == ["staying"]


def test_a_withdrawn_page_is_gone_with_the_next_request(client: Client) -> None:
    cause = make_cause(slug="gone", title="Sciatica")
    publish_now(cause)
    assert slugs(client, "sciatica") == ["gone"]
    withdraw(document=cause, kind="withdrawn", reason="Old.", by=make_publisher(), at=after(5))
    assert (slugs(client, "sciatica"), slugs(client, "siatica")) == ([], [])
    assert SearchText.objects.count() == 0


def test_a_scheduled_page_is_found_from_its_minute_on_without_any_write(client: Client) -> None:
    cause = make_cause(slug="new", title="Old name")
    publish_now(cause)
    edit(cause, at=after(1), title="Xyzzy")
    request = submit_now(cause, at=after(1), go_live_at=after(100))
    approve_now(request, at=after(1))
    publish(request=request, by=make_publisher(), at=after(1))

    assert [slugs(client, word) for word in ("xyzzy", "old name")] == [[], ["new"]]
    assert search(client, "xyzzi")["corrected"] is None
    with time_machine.travel(after(100), tick=False):
        assert [slugs(client, word) for word in ("xyzzy", "old name")] == [["new"], []]


def test_what_was_found_later_does_not_show_once_the_clock_is_put_back(client: Client) -> None:
    request = submit_now(make_cause(slug="new", title="Xyzzy"), at=after(1), go_live_at=after(100))
    approve_now(request, at=after(1))
    publish(request=request, by=make_publisher(), at=after(1))
    with time_machine.travel(after(101), tick=False):
        assert slugs(client, "xyzzy") == ["new"]
    assert slugs(client, "xyzzy") == []


def test_a_page_that_waits_for_its_time_changes_nothing_in_what_is_found(client: Client) -> None:
    publish_now(make_cause(slug="live", title="Xyzzy"))
    request = submit_now(make_cause(title="Xyzzy plugh quux frotz"), at=after(1), go_live_at=after(100))
    approve_now(request, at=after(1))
    publish(request=request, by=make_publisher(), at=after(1))
    assert slugs(client, "xyzzy plugh quux frotz") == ["live"]


def test_an_answer_is_not_kept_past_the_minute_when_it_changes(client: Client) -> None:
    request = submit_now(make_cause(title="Cramp"), at=after(1), go_live_at=after(60.5))  # type: ignore[arg-type]
    approve_now(request, at=after(1))
    publish(request=request, by=make_publisher(), at=after(1))
    assert client.get("/api/v1/search/?q=cramp")["Cache-Control"] == "public, max-age=30, stale-while-revalidate=0"


def test_each_language_is_looked_in_alone(client: Client) -> None:
    publish_now(make_cause(slug="chuot-rut", title="Chuột rút", locale="vi"), make_cause(slug="cramp", title="Cramp"))
    assert (slugs(client, "chuot rut", lang="vi"), slugs(client, "chuot rut")) == (["chuot-rut"], [])


def test_titles_are_suggested_as_someone_types(client: Client) -> None:
    muscles()
    assert [suggested(client, typed) for typed in ("sc", "muscle cr", "hypom", "siatica", "tightens")] == [
        ["Sciatica"],
        ["Muscle cramps"],
        ["Too little magnesium"],
        ["Sciatica"],
        [],
    ]


def test_a_page_that_is_withheld_is_not_found(client: Client, settings: Any) -> None:
    publish_now(make_cause(slug="cramp", title="Cramp", review_interval_months=12))
    with time_machine.travel(after(60 * 24 * 1000), tick=False):
        assert slugs(client, "cramp") == ["cramp"]
        settings.WITHHOLD_OVERDUE = {"any": 0}
        forget_all()  # settings change only when a process is started
        assert (slugs(client, "cramp"), suggested(client, "cra")) == ([], [])


def test_a_word_is_not_taken_for_one_that_says_nothing(client: Client) -> None:
    publish_now(make_cause(slug="salt", title="Salt and water", description="Salt and water."))

    page = client.get("/api/v1/search/", {"q": "hand"}).json()

    assert (page["corrected"], page["count"]) == (None, 0)


def test_what_many_publishes_leave_in_the_index_is_joined_and_finds_the_same(client: Client) -> None:
    for word in ("one", "two", "three"):
        publish_now(make_cause(slug=word, title=f"Cramp {word}"))
    before = pieces_of_the_index()
    assert tidy()
    assert connection.vendor != "sqlite" or before > 1 == pieces_of_the_index()
    assert set(slugs(client, "cramp")) == {"one", "two", "three"}
    assert list(faults_in_search()) == []


def test_joining_stops_after_a_while_and_goes_on_the_next_time(monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL tidies its indexes by itself")
    publish_now(make_cause(title="Cramp"))
    publish_now(make_cause(title="Tremor"))
    monkeypatch.setattr(sqlite, "MOST_STEPS", 1)
    assert (tidy(), tidy()) == (False, True)


def pieces_of_the_index() -> int:
    if connection.vendor != "sqlite":
        return 1
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(DISTINCT segid) FROM {sqlite.INDEX}_idx")
        found: int = cursor.fetchone()[0]
    return found
