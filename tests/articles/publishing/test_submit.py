import json

import pytest

from articles.models import ReviewRequest
from articles.publishing import GatesRefuse, NotAllowed, NothingToSubmit, open_requests_of, parts_to_take_along, submit
from articles.publishing.errors import Refused
from tests.builders import (
    AT,
    after,
    edit,
    make_article,
    make_author,
    make_cause,
    make_red_flag,
    make_remedy,
    make_topic,
    make_user,
    publish_now,
    submit_now,
)

pytestmark = pytest.mark.django_db


def documents_in(request: ReviewRequest) -> list[tuple[int, bool]]:
    return [(item.version.document_id, item.is_main) for item in request.items.select_related("version")]


def test_unpublished_parts_come_along_through_every_link() -> None:
    remedy, flag = make_remedy(), make_red_flag()
    cause = make_cause()
    cause.remedies.add(remedy)
    article = make_article(causes=[cause], red_flags=[flag])

    request = submit_now(article)

    assert documents_in(request)[0] == (article.pk, True)
    assert sorted(documents_in(request)[1:]) == sorted([(cause.pk, False), (flag.pk, False), (remedy.pk, False)])
    assert {each.pk for each in parts_to_take_along(article, at=AT)} == {cause.pk, flag.pk, remedy.pk}


def test_topics_that_stand_inside_each_other_by_mistake_come_along_once() -> None:
    legs = make_topic()
    feet = make_topic(parent=legs)
    edit(legs, parent=feet)

    assert {each.pk for each in parts_to_take_along(legs, at=AT)} == {feet.pk}


def test_live_parts_come_along_only_when_they_have_changed() -> None:
    same, changed = make_cause(), make_cause()
    article = make_article(causes=[same, changed])
    publish_now(article)
    edit(article, summary="New words.")
    edit(changed, description="New words.")

    assert documents_in(submit_now(article, at=after(5))) == [(article.pk, True), (changed.pk, False)]


def test_submitting_nothing_new_is_refused() -> None:
    article = make_article()
    publish_now(article)

    with pytest.raises(NothingToSubmit):
        submit_now(article, at=after(5))


def test_a_second_submission_replaces_the_first() -> None:
    article = make_article()
    first = submit_now(article)
    edit(article, summary="New words.")

    second = submit_now(article, at=after(5))

    first.refresh_from_db()
    assert (first.closed_as, second.is_open) == ("replaced", True)
    assert [each.number for each in article.versions.order_by("number")] == [1, 2]


def test_the_open_requests_of_a_page_are_all_that_it_is_in() -> None:
    cause = make_cause()
    alone, along = submit_now(cause), submit_now(make_article(causes=[cause]))
    assert open_requests_of(cause) == [alone, along]

    again = submit_now(cause)
    assert open_requests_of(cause) == [along, again]


def test_unchanged_content_keeps_its_version() -> None:
    article = make_article()
    submit_now(article)
    submit_now(article, at=after(5))

    assert article.versions.count() == 1


def test_everyone_who_edited_is_an_author() -> None:
    first, second, submitter = make_author(), make_author(), make_author()
    article = make_article(by=first, red_flags=[make_red_flag(by=second)])
    edit(article, by=second, summary="New words.")

    request = submit_now(article, by=submitter)

    authors = {user.pk for item in request.items.all() for user in item.version.authors.all()}
    assert authors == {first.pk, second.pk, submitter.pk}


def test_a_change_note_is_asked_for() -> None:
    with pytest.raises(Refused, match="Say what changed and why"):
        submit_now(make_article(), change_note="  ")


def test_submitting_needs_the_right() -> None:
    with pytest.raises(NotAllowed):
        submit(documents=[make_article()], change_kind="major", change_note="x", by=make_user(), at=AT)


def test_a_blocking_gate_refuses_with_the_words_and_the_fix() -> None:
    flag = make_red_flag(title="Stroke", action="See someone soon.")

    with pytest.raises(GatesRefuse) as refused:
        submit_now(make_article(red_flags=[flag]))

    assert str(refused.value) == "1 check must be put right first. Each one is listed below with its fix."
    (problem,) = refused.value.problems
    assert (problem.check_id, problem.title, problem.field, problem.words, problem.fix) == (
        "SAFE-02",
        "Stroke",
        "action",
        "See someone soon.",
        "Say: call 999 or go to A&E.",
    )
    assert not ReviewRequest.objects.exists()


def test_several_checks_are_counted() -> None:
    causes = [make_cause(), make_cause()]
    for each in causes:
        each.references.clear()

    with pytest.raises(GatesRefuse, match=r"^2 checks must be put right first\."):
        submit_now(*causes)


def test_reviewers_sign_that_something_is_empty() -> None:
    topic = make_topic()
    submit_now(topic)
    payload = json.loads(topic.versions.get().payload)
    assert (payload["parent"], payload["codes"]) == (None, [])
