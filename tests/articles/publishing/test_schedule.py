import datetime as dt
import json

import pytest

from articles.models import Change, Document, PastPublication, Published
from articles.publishing import IsScheduled, StillUsed, cancel, publish, status_of, withdraw
from articles.publishing.errors import Refused
from articles.publishing.transaction import publishing_transaction
from healthkb.models import User
from tests.builders import (
    AT,
    after,
    approve_now,
    edit,
    make_article,
    make_author,
    make_cause,
    make_publisher,
    make_red_flag,
    publish_now,
    submit_now,
)

pytestmark = pytest.mark.django_db


def schedule(*documents: Document, minutes: int, by: User | None = None) -> None:
    request = submit_now(*documents, at=after(1), go_live_at=after(minutes))
    approve_now(request, at=after(1))
    assert publish(request=request, by=by or make_publisher(), at=after(1)) == []


def summary_at(document: Document, minutes: float) -> str | None:
    row = Published.objects.live(AT + dt.timedelta(minutes=minutes)).filter(document=document.pk).first()
    return json.loads(bytes(row.body))["summary"] if row else None


def feed() -> list[tuple[str, int, dt.datetime]]:
    return [(change.event, change.document_id, change.at) for change in Change.objects.all()]


def settle_at(minutes: int) -> None:
    with publishing_transaction(after(minutes)):
        pass


def test_readers_get_it_at_its_minute_without_any_write() -> None:
    article = make_article(summary="Old words.")
    publish_now(article)
    edit(article, summary="New words.")
    before = feed()
    schedule(article, minutes=60)

    assert [summary_at(article, minutes) for minutes in (2, 59.99, 60, 600)] == [
        "Old words.",
        "Old words.",
        "New words.",
        "New words.",
    ]
    assert feed() == before
    assert (status_of(article, at=after(30)).state, status_of(article, at=after(60)).state) == ("scheduled", "live")


def checked_at(document: Document) -> list[dt.datetime]:
    runs = document.versions.get().gate_runs.filter(stage="publish")
    return list(runs.order_by("pk").values_list("at", flat=True))


def test_the_checks_are_made_when_it_is_scheduled_and_not_with_each_later_publish() -> None:
    article, other = make_article(), make_article()
    schedule(article, minutes=60)

    made = checked_at(article)
    publish_now(*(placed.red_flag for placed in article.red_flags.all()), other, at=after(5))
    assert (made, checked_at(article)) == ([after(60)], made)


def test_nor_are_they_made_again_when_another_page_is_set_for_the_same_minute() -> None:
    article = make_article()
    schedule(article, minutes=60)
    request = submit_now(make_cause(), at=after(2), go_live_at=after(60))
    approve_now(request, at=after(2))
    publish(request=request, by=make_publisher(), at=after(2))

    assert checked_at(article) == [after(60)]


def test_a_first_version_stays_hidden_until_its_time() -> None:
    article = make_article(summary="New words.")
    schedule(article, minutes=60)

    assert (summary_at(article, 59), summary_at(article, 60)) == (None, "New words.")


def test_the_feed_says_so_once_at_the_next_write() -> None:
    article, other = make_article(summary="Old words."), make_article()
    publish_now(article)
    edit(article, summary="New words.")
    schedule(article, minutes=60)
    seen = len(feed())

    publish_now(other, at=after(90))
    settle_at(91)
    settle_at(92)

    assert feed()[seen] == ("publish", article.pk, after(60))
    assert [event for event, document, _ in feed()[seen:] if document == article.pk] == ["publish"]
    past = PastPublication.objects.get(document=article.pk)
    assert (past.live_from, past.live_until) == (AT, after(60))
    request = article.versions.get(number=2).requests.get()
    assert (request.closed_as, request.closed_at) == ("published", after(60))


def test_a_clock_that_jumps_by_a_day_makes_nothing_early_and_nothing_twice() -> None:
    article, day = make_article(summary="Old words."), 24 * 60
    publish_now(article)
    edit(article, summary="New words.")
    schedule(article, minutes=60)
    before = feed()

    settle_at(10 - day)
    assert (feed(), summary_at(article, 59)) == (before, "Old words.")
    for minutes in (10 + day, 11, 90, 90 - day, 91):
        settle_at(minutes)
    assert feed() == [*before, ("publish", article.pk, after(60))]


def test_a_scheduled_part_changes_the_articles_that_use_it_at_the_same_minute() -> None:
    cause = make_cause(description="Old words.")
    article = make_article(causes=[cause])
    publish_now(article)
    edit(cause, description="New words.")
    schedule(cause, minutes=60)

    def words(minutes: int) -> str:
        row = Published.objects.live(after(minutes)).get(document=article.pk)
        text: str = json.loads(bytes(row.body))["causes"][0]["description"]["text"]
        return text

    assert (words(59), words(60)) == ("Old words.", "New words.")
    settle_at(61)
    assert feed()[-2:] == [("publish", cause.pk, after(60)), ("recompose", article.pk, after(60))]


def test_a_page_and_its_part_that_wait_for_the_same_minute_go_live_as_one_page() -> None:
    cause = make_cause(description="Old words.")
    article = make_article(causes=[cause], summary="Old summary.")
    publish_now(article)
    edit(article, summary="New summary.")
    schedule(article, minutes=60)
    edit(cause, description="New words.")
    schedule(cause, minutes=60)

    settle_at(61)

    body = json.loads(bytes(Published.objects.get(document=article.pk).body))
    assert (body["summary"], body["causes"][0]["description"]["text"]) == ("New summary.", "New words.")
    assert PastPublication.objects.filter(document=article.pk).count() == 1


def test_a_publish_in_between_is_kept_in_what_is_scheduled() -> None:
    cause = make_cause(description="Old words.")
    article = make_article(causes=[cause], summary="Old summary.")
    publish_now(article)
    edit(cause, description="New words.")
    schedule(cause, minutes=60)

    edit(article, summary="Middle summary.", at=after(10))
    article_request = submit_now(article, at=after(11), change_kind="major")
    approve_now(article_request, at=after(11))
    publish(request=article_request, by=make_publisher(), at=after(12))

    row = Published.objects.live(after(60)).get(document=article.pk)
    body = json.loads(bytes(row.body))
    assert (body["summary"], body["causes"][0]["description"]["text"]) == ("Middle summary.", "New words.")
    assert summary_at(article, 13) == "Middle summary."


def test_a_first_version_that_waits_goes_live_with_a_page_that_needs_it_now() -> None:
    cause = make_cause()
    schedule(cause, minutes=60)

    publish_now(make_article(causes=[cause]), at=after(5))
    settle_at(61)

    waited = cause.versions.get().requests.exclude(scheduled_at=None).get()
    assert (waited.closed_as, waited.closed_at) == ("published", after(60))
    told = [(event, at) for event, document, at in feed() if document == cause.pk]
    assert told == [("publish", after(5)), ("publish", after(60))]


def test_a_page_that_will_use_a_part_gets_its_later_words_whatever_else_changes_before() -> None:
    first, second, sign = make_cause(), make_cause(), make_red_flag()
    article = make_article(causes=[first], red_flags=[sign])
    publish_now(article, second)
    article.causes.update(cause=second)
    edit(article, summary="Old summary.")
    schedule(article, minutes=60)
    edit(second, description="New words.")
    schedule(second, minutes=90)

    edit(sign, at=after(10), text="Other words.")
    publish_now(sign, at=after(10))

    body = json.loads(bytes(Published.objects.live(after(90)).get(document=article.pk).body))
    assert [each["description"]["text"] for each in body["causes"]] == ["New words."]
    assert [each["text"]["text"] for each in body["red_flags"]] == ["Other words."]


def test_what_is_scheduled_is_not_edited_until_it_is_taken_back() -> None:
    article = make_article(summary="Old words.")
    publish_now(article)
    edit(article, summary="New words.")
    schedule(article, minutes=60)

    with pytest.raises(IsScheduled):
        edit(article, summary="Other words.", at=after(2))
    with pytest.raises(Refused, match="This is set to go live by itself"):
        submit_now(article, at=after(2))
    request = article.versions.get(number=2).requests.get()
    cancel(request=request, by=make_author(), at=after(3))
    request.refresh_from_db()

    assert (request.scheduled_by, request.scheduled_at) == (None, None)
    assert summary_at(article, 61) == "Old words."
    edit(article, summary="Other words.", at=after(4))
    assert status_of(article, at=after(61)).state == "live_with_changes"


def test_it_can_be_edited_again_once_it_is_live() -> None:
    article = make_article()
    schedule(article, minutes=60)

    edit(article, summary="Other words.", at=after(61))

    assert status_of(article, at=after(61)).state == "live_with_changes"


def test_a_part_of_something_scheduled_cannot_be_withdrawn() -> None:
    cause = make_cause()
    publish_now(cause)
    schedule(make_article(causes=[cause]), minutes=60)

    with pytest.raises(StillUsed):
        withdraw(document=cause, kind="withdrawn", reason="Old.", by=make_publisher(), at=after(5))


def test_several_times_follow_each_other() -> None:
    article, other = make_article(summary="First."), make_article(summary="Other.")
    schedule(article, minutes=60)
    schedule(other, minutes=30)

    settle_at(90)

    assert [change.at for change in Change.objects.filter(kind="article")] == [after(30), after(60)]
    assert Published.objects.filter(is_announced=False).count() == 0


def test_a_server_with_a_slow_clock_still_has_what_went_live() -> None:
    article = make_article(summary="New words.")
    publish_now(article)

    assert summary_at(article, -5) == "New words."


def test_a_clock_set_back_does_not_stop_a_correction() -> None:
    article = make_article(summary="Old words.")
    publish_now(article, at=after(60))
    edit(article, summary="New words.")

    publish_now(article, at=after(30))

    assert summary_at(article, 31) == "New words."
    # What readers had before was live for no time by that clock; it is kept for the least time that there is.
    assert PastPublication.objects.get().live_until == after(60) + dt.timedelta(microseconds=1)


def test_what_is_published_at_its_very_time_is_live_and_no_longer_waits() -> None:
    request = submit_now(make_cause(), go_live_at=after(60))
    approve_now(request)

    changes = publish(request=request, by=make_publisher(), at=after(60))

    request.refresh_from_db()
    assert ([change.event for change in changes], request.closed_as) == (["publish"], "published")
