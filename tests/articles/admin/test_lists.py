from typing import Any

import pytest
from django.contrib.admin import site
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import models
from tests.builders import (
    make_article,
    make_cause,
    make_faq,
    make_red_flag,
    make_reference,
    make_remedy,
    make_test,
    make_topic,
    publish_now,
    submit_now,
)

pytestmark = pytest.mark.django_db

LISTS = [
    ("article", make_article, 25),
    ("cause", make_cause, 14),
    ("remedy", make_remedy, 11),
    ("redflag", make_red_flag, 11),
    ("diagnostictest", make_test, 11),
    ("faq", make_faq, 11),
    ("topic", make_topic, 11),
]
# Rows that belong to another row and are edited on its page, and tables that only the system reads.
WITHOUT_A_PAGE = {
    "buffer",
    "bulkchange",
    "checksummary",
    "packedbody",
    "savedfilter",
    "articleimage",
    "causeplacement",
    "clinicalcode",
    "audithead",
    "document",
    "duejob",
    "faqplacement",
    "fieldcomment",
    "gateoverride",
    "gaterun",
    "humancheck",
    "importpage",
    "importpiece",
    "previewcomment",
    "previewlink",
    "publishedcontribution",
    "publishedfacet",
    "publishedpart",
    "publishinglock",
    "redflagplacement",
    "remedyplacement",
    "reminder",
    "requestedversion",
    "scenario",
    "searchtext",
    "searchword",
    "section",
    "sourcetext",
    "takeaway",
    "testplacement",
    "urgencywording",
    "wordlistentry",
}


def list_url(name: str) -> str:
    return reverse(f"admin:articles_{name}_changelist")


def count_queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_every_model_has_a_page_or_is_edited_on_one() -> None:
    app = {model._meta.model_name for model in vars(models).values() if hasattr(model, "_meta")}
    concrete = {name for name in app if name not in {"articlepart", "placement"}}
    registered = {model._meta.model_name for model in site._registry if model._meta.app_label == "articles"}
    assert concrete - registered == WITHOUT_A_PAGE


@pytest.mark.parametrize(("name", "make", "queries"), LISTS)
def test_a_list_asks_the_same_number_of_questions_however_long_it_is(
    admin_page: Client, name: str, make: Any, queries: int
) -> None:
    publish_now(make())
    one = count_queries(admin_page, list_url(name))
    publish_now(make())
    publish_now(make())
    assert (one, count_queries(admin_page, list_url(name))) == (queries, queries)


def test_the_list_says_where_a_document_stands(admin_page: Client) -> None:
    cause = make_cause(title="Dehydration")
    publish_now(make_article(causes=[cause]))
    page = admin_page.get(list_url("cause")).content.decode()
    for words in ("Dehydration", "Live", "Version 1", "1 article"):
        assert words in page


def test_the_title_column_has_the_name_that_the_kind_gives_it(admin_page: Client) -> None:
    make_faq(title="Is it serious?")
    page = admin_page.get(list_url("faq")).content.decode()
    assert ">Question<" in page


@pytest.mark.parametrize(
    ("state", "titles"),
    [("draft", ["Draft"]), ("in_review", ["In review"]), ("live", ["Live"]), ("live_with_changes", ["Changed"])],
)
def test_filter_by_state(admin_page: Client, state: str, titles: list[str]) -> None:
    from tests.builders import edit

    make_cause(title="Draft")
    submit_now(make_cause(title="In review"))
    publish_now(make_cause(title="Live"))
    changed = make_cause(title="Changed")
    publish_now(changed)
    edit(changed, description="Something else.")
    found = admin_page.get(list_url("cause"), {"state": state}).context["cl"].result_list
    assert [row.title for row in found] == titles


@pytest.mark.parametrize("words", ["lack of fluids", "E86", "dehyd", "mất nước"])
def test_search_finds_names_other_names_and_codes(admin_page: Client, words: str) -> None:
    cause = make_cause(title="Dehydration", synonyms=["Lack of fluids", "Mất nước"])
    cause.codes.create(system="icd-10", code="E86", display="Volume depletion")
    make_cause(title="Stress")
    found = admin_page.get(list_url("cause"), {"q": words}).context["cl"].result_list
    assert [row.title for row in found] == ["Dehydration"]


def test_a_search_goes_through_the_rows_once_for_all_its_pages(admin_page: Client) -> None:
    titles = [make_topic(title=f"Sore {number:02}").title for number in range(53)]
    make_topic(title="Other")
    pages = [admin_page.get(f"{list_url('topic')}?q=sore&p={number}").context["cl"] for number in (1, 2)]
    assert [row.title for page in pages for row in page.result_list] == titles
    assert {page.result_count for page in pages} == {53}
    with CaptureQueriesContext(connection) as queries:
        admin_page.get(f"{list_url('topic')}?q=sore&p=2")
    assert sum("sore" in each["sql"].lower() for each in queries) == 1


def test_references_contributors_and_images_say_where_they_are_used(admin_page: Client) -> None:
    reference = make_reference(title="Twitching")
    make_cause().references.add(reference)
    page = admin_page.get(list_url("reference")).content.decode()
    assert "1 page<" in page


def test_each_page_goes_on_where_the_one_before_ends_and_is_counted_from_the_nearer_end(admin_page: Client) -> None:
    titles = [make_topic(title=f"Topic {number:03}").title for number in range(153)]
    pages = [admin_page.get(f"{list_url('topic')}?p={number}") for number in (1, 2, 3, 4)]
    assert [row.title for page in pages for row in page.context["cl"].result_list] == titles
    for number, skipped in ((2, "50"), (3, "3")):
        with CaptureQueriesContext(connection) as queries:
            admin_page.get(f"{list_url('topic')}?p={number}")
        (skipping,) = [each["sql"] for each in queries if "OFFSET" in each["sql"]]
        assert skipping.endswith(f"OFFSET {skipped}")
        assert "title" not in skipping.partition("FROM")[0]


@pytest.mark.parametrize("address", ["cause/?owner=²", "article/?topic=²", "cause/²/change/"])
def test_a_number_that_is_none_is_no_fault_of_ours(admin_page: Client, address: str) -> None:
    assert admin_page.get(f"/admin/articles/{address}").status_code in (200, 302)
