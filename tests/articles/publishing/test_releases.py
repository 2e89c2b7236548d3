import json
from typing import Any

import pytest

from articles.models import AuditEntry, CausePlacement, Change, Document, Published, Release, ReviewRequest
from articles.publishing import (
    CannotRelease,
    ContentChanged,
    InRelease,
    IsScheduled,
    NotAllowed,
    NotApproved,
    ReleaseClosed,
    cancel,
    change_release,
    make_release,
    not_ready,
    publish,
    publish_release,
    review,
    take_release_apart,
)
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
    make_clinician,
    make_publisher,
    publish_now,
    submit_now,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def publisher() -> User:
    return make_publisher()


def approved(document: Document) -> ReviewRequest:
    request = submit_now(document)
    approve_now(request)
    return request


def release_of(*requests: ReviewRequest, by: User, minutes: int | None = None) -> Release:
    go_live_at = None if minutes is None else after(minutes)
    return make_release(name="New advice on salt", requests=requests, go_live_at=go_live_at, by=by, at=after(1))


def live(minutes: int) -> set[str]:
    return set(Published.objects.live(after(minutes)).values_list("title", flat=True))


def test_everything_in_it_goes_live_in_one_transaction(publisher: User) -> None:
    requests = [approved(make_cause(title=title)) for title in ("Salt", "Sugar")]
    release = release_of(*requests, by=publisher)

    changes = publish_release(release=release, by=publisher, at=after(2))

    assert ([each.event for each in changes], live(2)) == (["publish", "publish"], {"Salt", "Sugar"})
    release.refresh_from_db()
    assert (release.closed_as, release.closed_at, not_ready([])) == ("published", after(2), {})
    assert AuditEntry.objects.filter(action="published", subject="New advice on salt").count() == 1


def test_what_one_request_adds_another_may_use_already(publisher: User) -> None:
    """The article's request was submitted while its cause stood in another one."""
    cause = make_cause(title="Salt")
    article = make_article(title="Cramps", causes=[cause], red_flags=None)
    publish_now(article)
    edit(cause, description="New words.")
    edit(article, summary="New summary.")
    requests = [approved(cause), approved(article)]
    release = release_of(*reversed(requests), by=publisher)

    publish_release(release=release, by=publisher, at=after(3))

    body = json.loads(bytes(Published.objects.live(after(3)).get(title="Cramps").body))
    assert (body["summary"], body["causes"][0]["description"]["text"]) == ("New summary.", "New words.")
    assert [each.event for each in Change.objects.filter(at=after(3))] == ["publish", "publish"]


def test_one_that_is_not_approved_holds_back_all(publisher: User) -> None:
    ready, waiting = approved(make_cause(title="Salt")), submit_now(make_cause(title="Sugar"))
    release = release_of(ready, waiting, by=publisher)
    assert not_ready([ready, waiting]) == {waiting.pk: "Not approved yet"}

    with pytest.raises(NotApproved):
        publish_release(release=release, by=publisher, at=after(2))

    assert (live(2), Change.objects.count()) == (set(), 0)


def test_one_letter_changed_holds_back_all(publisher: User) -> None:
    cause = make_cause(title="Sugar")
    request = approved(cause)
    release = release_of(approved(make_cause(title="Salt")), request, by=publisher)
    edit(cause, description=f"{cause.description} ")
    edit(cause, description=f"{cause.description}x")
    assert not_ready([request]) == {request.pk: "Edited since it was submitted: it has to be submitted again"}

    with pytest.raises(ContentChanged):
        publish_release(release=release, by=publisher, at=after(2))
    assert live(2) == set()


def test_at_its_time_readers_get_all_of_it_in_one_moment(publisher: User) -> None:
    release = release_of(*(approved(make_cause(title=each)) for each in ("Salt", "Sugar")), by=publisher, minutes=60)

    assert publish_release(release=release, by=publisher, at=after(2)) == []

    assert (live(59), live(60)) == (set(), {"Salt", "Sugar"})
    with publishing_transaction(after(90)):
        pass
    assert [(each.event, each.at) for each in Change.objects.all()] == [("publish", after(60))] * 2
    release.refresh_from_db()
    assert (release.closed_as, release.closed_at, release.closed_by) == ("published", after(60), publisher)


def test_a_scheduled_part_and_its_article_are_composed_together(publisher: User) -> None:
    cause, article = make_cause(title="Salt", description="Old."), make_article(title="Cramps")
    publish_now(cause, article)
    edit(cause, description="New.")
    CausePlacement.objects.create(article=article, cause=cause, position=0)
    edit(article, summary="New summary.")
    release = release_of(approved(article), approved(cause), by=publisher, minutes=60)

    publish_release(release=release, by=publisher, at=after(2))

    body = json.loads(bytes(Published.objects.live(after(60)).get(title="Cramps").body))
    assert body["causes"][0]["description"]["text"] == "New."


def test_a_request_in_a_release_is_not_published_alone(publisher: User) -> None:
    request = approved(make_cause())
    release_of(request, by=publisher)
    with pytest.raises(InRelease, match="New advice on salt"):
        publish(request=request, by=publisher, at=after(2))


def test_taken_apart_its_requests_stand_alone_and_off_the_schedule(publisher: User) -> None:
    request = approved(make_cause(title="Salt"))
    release = release_of(request, by=publisher, minutes=60)
    publish_release(release=release, by=publisher, at=after(2))

    take_release_apart(release=release, by=publisher, at=after(3))

    assert live(61) == set()
    request.refresh_from_db()
    assert (request.release, request.is_scheduled, request.go_live_at) == (None, False, None)
    publish(request=request, by=publisher, at=after(4))
    assert live(4) == {"Salt"}
    with pytest.raises(ReleaseClosed):
        publish_release(release=release, by=publisher, at=after(5))


def test_another_request_or_another_time_takes_it_off_the_schedule(publisher: User) -> None:
    first, second = approved(make_cause(title="Salt")), approved(make_cause(title="Sugar"))
    release = release_of(first, by=publisher, minutes=60)
    publish_release(release=release, by=publisher, at=after(2))

    change_release(
        release=release, name="Sweet", requests=[first, second], go_live_at=after(70), by=publisher, at=after(3)
    )
    assert live(71) == set()
    publish_release(release=Release.objects.get(), by=publisher, at=after(4))
    assert (live(69), live(70)) == (set(), {"Salt", "Sugar"})


@pytest.mark.parametrize("decision", ["decline", "request_changes"])
def test_a_decision_against_one_takes_all_of_it_off_the_schedule(publisher: User, decision: str) -> None:
    bad, good = approved(make_cause(title="Salt")), approved(make_cause(title="Sugar"))
    release = release_of(bad, good, by=publisher, minutes=60)
    publish_release(release=release, by=publisher, at=after(2))

    review(request=bad, role="clinical", decision=decision, comment="Wrong.", by=make_clinician(), at=after(3))

    assert (live(61), Published.objects.count()) == (set(), 0)
    publish_release(release=release, by=publisher, at=after(4))
    assert "Salt" not in live(60)


def test_taking_one_request_back_takes_all_of_it_off_the_schedule(publisher: User) -> None:
    one, other = approved(make_cause(title="Salt")), approved(make_cause(title="Sugar"))
    publish_release(release=release_of(one, other, by=publisher, minutes=60), by=publisher, at=after(2))
    cancel(request=one, by=make_author(), at=after(3))
    assert live(61) == set()


def test_a_request_submitted_again_keeps_its_place_in_the_release(publisher: User) -> None:
    cause = make_cause(title="Salt")
    release = release_of(approved(cause), by=publisher)
    edit(cause, description="Better.", at=after(2))
    again = submit_now(cause, at=after(3))
    assert (again.release, release.requests.filter(closed_as="").get()) == (release, again)


def test_what_is_scheduled_with_it_is_not_edited(publisher: User) -> None:
    cause = make_cause()
    publish_release(release=release_of(approved(cause), by=publisher, minutes=60), by=publisher, at=after(2))
    with pytest.raises(IsScheduled):
        edit(cause, description="Other.", at=after(3))


def test_no_request_is_in_two_releases(publisher: User) -> None:
    request = approved(make_cause())
    release_of(request, by=publisher)
    with pytest.raises(CannotRelease, match="already"):
        release_of(request, by=publisher)


def test_what_is_closed_is_not_put_into_a_release(publisher: User) -> None:
    cause = make_cause()
    publish_now(cause)
    with pytest.raises(CannotRelease):
        release_of(ReviewRequest.objects.get(), by=publisher)
    assert AT < after(1)


def test_what_is_set_to_go_live_by_itself_is_not_put_into_a_release(publisher: User) -> None:
    request = submit_now(make_cause(), go_live_at=after(60))
    approve_now(request)
    publish(request=request, by=publisher, at=after(1))

    with pytest.raises(CannotRelease, match="set to go live by itself"):
        release_of(request, by=publisher)


def test_each_page_of_it_names_only_those_who_reviewed_that_page(publisher: User) -> None:
    reviewers = {"Salt": "Reyes", "Sugar": "Okoye"}
    requests = []
    for title, name in reviewers.items():
        requests.append(submit_now(make_cause(title=title)))
        approve_now(requests[-1], by=make_clinician(first_name="Ana", last_name=name))

    publish_release(release=release_of(*requests, by=publisher), by=publisher, at=after(2))

    bodies = {row.title: json.loads(bytes(row.body)) for row in Published.objects.live(after(2)).filter(kind="cause")}
    named = {title: [each["name"] for each in body["reviewed_by"]] for title, body in bodies.items()}
    assert named == {title: [f"Ana {name}"] for title, name in reviewers.items()}


def test_only_a_publisher_makes_changes_publishes_or_takes_apart_a_release(publisher: User) -> None:
    request, author = approved(make_cause()), make_author()
    release = release_of(request, by=publisher)
    again: dict[str, Any] = {"name": "Other", "requests": [request], "by": author, "at": after(2)}

    with pytest.raises(NotAllowed):
        make_release(**again)
    with pytest.raises(NotAllowed):
        change_release(release=release, **again)
    with pytest.raises(NotAllowed):
        publish_release(release=release, by=author, at=after(2))
    with pytest.raises(NotAllowed):
        take_release_apart(release=release, by=author, at=after(2))
    assert list(Release.objects.values_list("name", "closed_as")) == [("New advice on salt", "")]


def test_a_release_in_which_nothing_waits_any_more_is_not_published(publisher: User) -> None:
    request = approved(make_cause())
    release = release_of(request, by=publisher)
    cancel(request=request, by=make_author(), at=after(2))

    with pytest.raises(CannotRelease, match="Nothing in this release waits"):
        publish_release(release=release, by=publisher, at=after(3))


def test_a_release_has_a_name(publisher: User) -> None:
    request = approved(make_cause())
    nameless: dict[str, Any] = {"name": " ", "requests": [request], "by": publisher, "at": after(2)}

    with pytest.raises(Refused, match="Give the release a name"):
        make_release(**nameless)
    release = release_of(request, by=publisher)
    with pytest.raises(Refused, match="Give the release a name"):
        change_release(release=release, **nameless)


def test_what_is_published_at_its_very_time_is_live_in_that_moment(publisher: User) -> None:
    release = release_of(approved(make_cause(title="Salt")), by=publisher, minutes=60)

    changes = publish_release(release=release, by=publisher, at=after(60))

    assert ([each.event for each in changes], live(60)) == (["publish"], {"Salt"})


def test_the_audit_log_tells_what_was_done_with_a_release(publisher: User) -> None:
    request = approved(make_cause(title="Salt"))
    release = release_of(request, by=publisher)
    change_release(release=release, name="Salt", requests=[request], go_live_at=after(60), by=publisher, at=after(2))
    publish_release(release=release, by=publisher, at=after(3))
    take_release_apart(release=release, by=publisher, at=after(4))
    publish_release(release=release_of(request, by=publisher), by=publisher, at=after(5))

    told = AuditEntry.objects.filter(by=publisher).order_by("number")
    assert list(told.values_list("action", flat=True)) == [
        "release_made",
        "release_changed",
        "scheduled",
        "release_taken_apart",
        "release_made",
        "published",
    ]
    named = [f"{request.pk}: {request}"]
    assert [json.loads(each.details)["requests"] for each in told] == [named] * 6
    later = after(60).isoformat()
    assert [json.loads(each.details)["go_live_at"] for each in told] == ["", later, later, later, "", ""]
