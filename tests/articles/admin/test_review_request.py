import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import ReviewRequest
from tests.builders import edit, make_article, make_cause, publish_now, submit_now

pytestmark = pytest.mark.django_db


def url_of(request: ReviewRequest) -> str:
    return reverse("admin:articles_reviewrequest_change", args=[request.pk])


def test_the_page_says_what_is_in_it_and_what_came_along(admin_page: Client) -> None:
    request = submit_now(make_article(title="Twitching", causes=[make_cause(title="Caffeine")], red_flags=None))
    context = admin_page.get(url_of(request)).context
    assert [str(item.version.document) for item in context["main_items"]] == ["Twitching"]
    assert "Caffeine" in [str(item.version.document) for item in context["along_items"]]


def test_the_texts_of_a_new_document_are_shown_as_readers_will_see_them(admin_page: Client) -> None:
    page = admin_page.get(url_of(submit_now(make_cause(description="It is *common*.")))).content.decode()
    assert "<p>It is <em>common</em>.</p>" in page


def test_a_change_is_shown_word_by_word_beside_what_is_live(admin_page: Client) -> None:
    cause = make_cause(description="It lasts two weeks.")
    publish_now(cause)
    edit(cause, description="It lasts three weeks.")
    item = admin_page.get(url_of(submit_now(cause))).context["main_items"][0]
    assert [(row.label, row.before, row.after) for row in item.changed] == [
        ("Description", "It lasts <del>two</del> weeks.", "It lasts <ins>three</ins> weeks.")
    ]


def test_text_is_escaped_in_a_comparison(admin_page: Client) -> None:
    cause = make_cause(description="Old.")
    publish_now(cause)
    edit(cause, description="<script>alert(1)</script>")
    assert "<script>alert" not in admin_page.get(url_of(submit_now(cause))).content.decode()


def test_every_live_page_that_will_change_is_named(admin_page: Client) -> None:
    cause = make_cause()
    publish_now(make_article(title="Calf cramps", causes=[cause]), make_article(title="Twitching", causes=[cause]))
    edit(cause, description="Corrected.")
    effects = admin_page.get(url_of(submit_now(cause))).context["effects"]
    users = [effect["published"] for effect in effects]
    assert [user.title for user in users] == ["Calf cramps", "Twitching"]


def test_an_edit_after_submitting_is_announced(admin_page: Client) -> None:
    cause = make_cause()
    request = submit_now(cause)
    edit(cause, description="Edited.")
    page = admin_page.get(url_of(request)).content.decode()
    assert "Edited since: the approvals no longer count" in page


def test_the_page_asks_the_same_number_of_questions_with_one_and_three_parts(admin_page: Client) -> None:
    counts = []
    for parts in (1, 3):
        request = submit_now(make_article(causes=[make_cause() for _ in range(parts)]))
        admin_page.get(url_of(request))
        with CaptureQueriesContext(connection) as queries:
            admin_page.get(url_of(request))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_nobody_changes_a_request_by_its_form(admin_page: Client) -> None:
    request = submit_now(make_cause())
    assert admin_page.post(url_of(request), {"change_note": "Other."}).status_code == 403
