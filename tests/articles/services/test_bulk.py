import datetime as dt
from typing import Any

import pytest

from articles.models import AuditEntry, BulkChange, Document, Edit, ReviewRequest
from articles.publishing import NotAllowed
from articles.services.bulk import NothingToDo, begin_bulk_change, continue_bulk_change, step, work_on_bulk_changes
from tests.builders import (
    AT,
    after,
    make_article,
    make_author,
    make_cause,
    make_clinician,
    make_topic,
    publish_now,
    submit_now,
)

pytestmark = pytest.mark.django_db
SUBMITTED = {"change_kind": "major", "change_note": "Written anew."}


def clock() -> dt.datetime:
    return after(5)


def done(action: str, values: dict[str, Any], *documents: Document) -> BulkChange:
    change = begin_bulk_change(action=action, values=values, documents=documents, by=make_author(), at=AT)
    continue_bulk_change(change=change, clock=clock)
    return change


def test_an_owner_and_a_review_interval_are_set_and_counted_as_edits() -> None:
    owner, one, other = make_author(), make_cause(), make_cause()
    change = done("owner", {"owner": owner.pk}, one, other)
    done("review_interval", {"review_interval": 6}, one, other)
    for document in (one, other):
        document.refresh_from_db()
        assert (document.owner, document.review_interval_months, document.edit_number) == (owner, 6, 3)
    assert (change.done, change.problems, change.finished_at) == (2, [], after(5))
    assert AuditEntry.objects.filter(subject_kind="bulkchange").count() == 2


def test_what_is_so_already_is_no_edit() -> None:
    cause = make_cause(review_interval_months=6)
    done("review_interval", {"review_interval": 6}, cause)
    assert Edit.objects.filter(document=cause).count() == 1


def test_a_topic_is_added_to_articles_once() -> None:
    topic, article = make_topic(), make_article()
    for _ in range(2):
        done("topic", {"topic": topic.pk}, article)
    assert (list(article.topics.all()), Edit.objects.filter(document=article).count()) == ([topic], 2)


def test_each_page_is_submitted_by_itself_and_the_refused_ones_are_told() -> None:
    new, live, blocked = make_cause(), make_cause(title="Stress"), make_article(red_flags=[])
    publish_now(live)
    change = done("submit", SUBMITTED, new, live, blocked)
    opened = ReviewRequest.objects.filter(closed_as="")
    assert [[version.document_id for version in request.versions.all()] for request in opened] == [[new.pk]]
    assert [(key, name) for key, name, _ in change.problems] == [(live.pk, "Stress"), (blocked.pk, str(blocked))]
    assert "Nothing has changed" in change.problems[0][2]
    assert change.done == 3


def test_pages_are_submitted_to_go_live_at_a_time() -> None:
    cause = make_cause()
    done("schedule", {**SUBMITTED, "go_live_at": after(600).isoformat()}, cause)
    assert ReviewRequest.objects.get().go_live_at == after(600)


def test_what_is_set_to_go_live_stays_as_it_is() -> None:
    from articles.publishing import publish
    from tests.builders import approve_now, make_publisher

    cause = make_cause()
    request = submit_now(cause, go_live_at=after(600))
    approve_now(request)
    publish(request=request, by=make_publisher(), at=AT)
    change = done("review_interval", {"review_interval": 6}, cause)
    assert "set to go live by itself" in change.problems[0][2]
    cause.refresh_from_db()
    assert cause.review_interval_months == 36


def test_the_worker_goes_on_where_it_was_stopped() -> None:
    causes = [make_cause() for _ in range(3)]
    change = begin_bulk_change(
        action="review_interval", values={"review_interval": 6}, documents=causes, by=make_author(), at=AT
    )
    assert step(change=change, at=AT)
    change.refresh_from_db()
    assert (change.done, change.finished_at) == (1, None)
    assert work_on_bulk_changes(clock) == 1
    change.refresh_from_db()
    assert (change.done, change.finished_at) == (3, after(5))
    assert set(Document.objects.values_list("review_interval_months", "edit_number")) == {(6, 2)}
    assert work_on_bulk_changes(clock) == 0


def test_a_page_that_is_gone_is_passed_over() -> None:
    cause = make_cause()
    change = begin_bulk_change(action="owner", values={"owner": None}, documents=[cause], by=make_author(), at=AT)
    cause.delete()
    continue_bulk_change(change=change, clock=clock)
    assert (change.done, change.problems) == (1, [])


def test_who_may_not_submit_may_not_change_many() -> None:
    with pytest.raises(NotAllowed):
        begin_bulk_change(action="owner", values={}, documents=[make_cause()], by=make_clinician(), at=AT)
    with pytest.raises(NothingToDo):
        begin_bulk_change(action="owner", values={}, documents=[], by=make_author(), at=AT)
