import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import ReviewRequest
from articles.publishing import emergency_publish, restore, withdraw
from articles.services.timeline import timeline_of
from tests.builders import (
    after,
    edit,
    make_article,
    make_author,
    make_cause,
    make_publisher,
    make_user,
    publish_now,
    submit_now,
)

pytestmark = pytest.mark.django_db


def test_who_did_what_when_and_why() -> None:
    cause = make_cause()
    publish_now(cause)
    edit(cause, description="Better.", at=after(1))
    urgent = make_user("articles.emergency_publish", first_name="Pat")
    request = submit_now(cause, at=after(2), change_note="Corrected.")
    emergency_publish(request=request, reason="Harm.", by=urgent, at=after(3))
    restore(version=cause.versions.get(number=1), by=make_author(), at=after(4))
    withdraw(document=cause, kind="withdrawn", reason="Wrong.", by=make_publisher(), at=after(5))

    told = [(each.what, each.why) for each in timeline_of(cause)]

    assert told[:4] == [
        ("Withdrawn", "Wrong."),
        ("Restored", "Version 1 became the draft again."),
        ("Published in an emergency, before review", "Harm."),
        ("Submitted version 2, a major change", "Corrected."),
    ]
    assert {what for what, _ in told[4:]} == {
        "Submitted version 1, a major change",
        "Approved, clinical review",
        "Published",
    }


def test_a_page_tells_which_part_changed_it_and_who_published_that() -> None:
    causes = [make_cause(title=title) for title in ("Salt", "Water")]
    article = make_article(causes=causes)
    publish_now(article)
    for minute, cause in enumerate(causes, 1):
        edit(cause, description="Better.", at=after(minute))
        publish_now(cause, make_cause(title="Elsewhere"), at=after(minute), change_note=f"Note {minute}.")
    publishers = [str(request.closed_by) for request in ReviewRequest.objects.order_by("closed_at")]
    told = [(each.what, each.who, each.why) for each in timeline_of(article)]
    what = "Changed for readers, because a part of it was published"
    assert told[:2] == [(what, publishers[2], "“Water”: Note 2."), (what, publishers[1], "“Salt”: Note 1.")]


def test_its_page_links_every_version_to_read_compare_and_restore(admin_page: Client) -> None:
    cause = make_cause()
    publish_now(cause)
    version = cause.versions.get()
    page = admin_page.get(reverse("admin:articles_cause_timeline", args=[cause.pk])).content.decode()
    for url in (
        reverse("admin:articles_version_change", args=[version.pk]),
        reverse("admin:articles_version_compare", args=[version.pk]),
        f"{reverse('admin:articles_cause_restore', args=[cause.pk])}?version={version.pk}",
    ):
        assert url in page


def test_it_costs_the_same_queries_for_one_version_and_three() -> None:
    counts = []
    for versions in (1, 3):
        cause = make_cause()
        for number in range(versions):
            edit(cause, description=f"Text {number}.", at=after(number))
            publish_now(cause, at=after(number))
        with CaptureQueriesContext(connection) as queries:
            timeline_of(cause)
        counts.append(len(queries))
    assert counts[0] == counts[1]
