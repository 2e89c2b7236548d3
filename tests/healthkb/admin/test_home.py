"""The first page of the admin."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.services.buffers import keep_buffer
from articles.services.check_summaries import refresh_check_summaries
from tests.articles.admin.conftest import make_member, signed_in
from tests.builders import edit, make_author, make_cause, make_reference, publish_now, submit_now

pytestmark = pytest.mark.django_db


def home(role: str = "Author") -> Any:
    return signed_in(make_member(role)).get("/admin/")


def test_a_reviewer_sees_what_waits_and_where_it_is_decided() -> None:
    request = submit_now(make_cause(title="Stress"), change_note="New.")
    page = home("Medical reviewer").content.decode()
    assert f'<a href="/admin/articles/reviewrequest/{request.pk}/change/">New.</a>' in page
    assert "Review it: Stress" in page


def test_what_is_empty_says_so() -> None:
    page = home().content.decode()
    for words in (
        "Nothing waits for you.",
        "Nothing was published in the last 7 days.",
        "You have not edited a page yet.",
    ):
        assert words in page


def test_what_was_published_this_week_is_listed_and_what_was_before_is_not() -> None:
    now = timezone.now()
    publish_now(make_cause(title="This week"), at=now - dt.timedelta(days=6))
    publish_now(make_cause(title="Long ago"), at=now - dt.timedelta(days=8))
    assert [str(each.document) for each, _, _ in home().context["published"]] == ["This week"]


def test_what_was_typed_and_not_saved_is_offered_to_its_writer_alone() -> None:
    cause, author = make_cause(title="Stress"), make_member("Author")
    keep_buffer(kind="cause", document=cause, by=author, edit_number=1, values={"title": "x"}, at=timezone.now())
    assert "Text that you have not saved (1)" in signed_in(author).get("/admin/").content.decode()
    assert "Text that you have not saved" not in home().content.decode()


def test_the_charts_count_what_the_checks_found() -> None:
    publish_now(make_cause(description="It is always mild."), make_cause(), at=timezone.now())
    make_reference(last_checked=None)
    refresh_check_summaries(timezone.now)
    charts = {chart.name: {bar.name: bar.count for bar in chart.bars} for chart in home().context["charts"]}
    assert charts["What the checks say"] == {"Nothing to put right": 1, "Please look at": 1, "Must be put right": 0}
    assert charts["When live pages are due for review"] == {
        "Later, or no date": 2,
        "In the next 90 days": 0,
        "Overdue": 0,
    }


def test_lists_stand_in_groups_and_records_beside_no_other_page() -> None:
    page = home()
    names = [each["name"] for each in page.context["app_list"]]
    assert names[:2] == ["Articles and library", "Reviewing and publishing"]
    assert names[-1] == "Records"
    assert "Records" not in [each["name"] for each in page.context["available_apps"]]
    shown = [model["object_name"] for each in page.context["app_list"] for model in each["models"]]
    assert len(shown) == len(set(shown))
    assert {"Article", "ReviewRequest", "Version", "Protocol"} <= set(shown)


def test_no_two_lists_have_the_same_name() -> None:
    groups = home("Administrator").context["app_list"] + home("Publisher").context["app_list"]
    addresses: dict[str, set[str]] = {}
    for model in (model for group in groups for model in group["models"]):
        addresses.setdefault(model["name"], set()).add(model["admin_url"])
    assert {name: found for name, found in addresses.items() if len(found) > 1} == {}
    assert {"Questions", "Triage questions", "Remedies", "Triage remedies"} <= addresses.keys()


def test_it_asks_the_same_number_of_questions_for_any_number_of_rows() -> None:
    author = make_member("Author")
    client, counts = signed_in(author), []
    for rows in (1, 2):
        for _ in range(rows):
            cause = make_cause(by=author)
            publish_now(cause, at=timezone.now())
            edit(cause, by=author, at=timezone.now(), description="Other words.")
            submit_now(cause, by=make_author(), at=timezone.now())
        client.get("/admin/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/admin/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
