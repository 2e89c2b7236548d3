import pytest
from pytest_django import DjangoAssertNumQueries

from articles.content.vocabulary import State
from articles.models import Article
from articles.publishing import allowed_transitions, publish, status_of, statuses_of, withdraw
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
    make_user,
    publish_now,
    submit_now,
)

pytestmark = pytest.mark.django_db


def state(article: Article, minutes: int = 1) -> State:
    return status_of(article, at=after(minutes)).state


def test_a_document_goes_through_its_states() -> None:
    article = make_article()
    states = [state(article)]
    request = submit_now(article)
    states.append(state(article))
    approve_now(request)
    states.append(state(article))
    publish_now(article)
    states.append(state(article))
    edit(article, summary="New words.")
    states.append(state(article))
    submit_now(article, at=after(2))
    states.append(state(article))

    assert states == ["draft", "in_review", "approved", "live", "live_with_changes", "in_review"]


def test_approved_for_later_is_scheduled_once_a_publisher_says_so() -> None:
    article = make_article()
    request = submit_now(article, go_live_at=after(60))
    approve_now(request)
    before = state(article)
    publish(request=request, by=make_publisher(), at=AT)

    assert (before, state(article)) == ("approved", "scheduled")


def test_putting_the_old_words_back_makes_it_live_again() -> None:
    article = make_article(summary="Old words.")
    publish_now(article)
    edit(article, summary="New words.")
    edit(article, summary="Old words.")

    assert state(article) == "live"


@pytest.mark.parametrize("number", [1, 3])
def test_states_of_many_cost_the_same_queries(number: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    articles = [make_article(causes=[make_cause()]) for _ in range(number)]
    publish_now(*articles)
    for article in articles:
        edit(article, summary="New words.")
        submit_now(article, at=after(2))

    with django_assert_num_queries(22):
        statuses_of(articles, at=after(3))


def test_what_each_person_can_do_with_a_request() -> None:
    author = make_author()
    article = make_article(by=author)
    request = submit_now(article, by=author)
    on_call = make_user("articles.emergency_publish", "articles.review_clinical")

    def can(person: User) -> list[str]:
        return allowed_transitions(article, by=person, at=after(1))

    assert can(author) == ["cancel", "restore"]
    assert can(make_clinician()) == ["approve", "request_changes", "decline"]
    assert can(on_call) == ["approve", "request_changes", "decline", "emergency_publish"]
    assert can(make_publisher()) == []
    approve_now(request)
    assert can(make_publisher()) == ["publish"]
    assert can(on_call) == ["approve", "request_changes", "decline"]
    assert can(make_user()) == []


def test_an_author_submits_what_differs_and_is_not_withdrawn_and_a_publisher_withdraws_what_is_live() -> None:
    author, publisher = make_author(), make_publisher()
    article, gone = make_article(by=author), make_article(by=author)

    def can(person: User, page: Article = article) -> list[str]:
        return allowed_transitions(page, by=person, at=after(9))

    assert (can(author), can(publisher)) == (["submit"], [])
    publish_now(article, gone)
    assert (can(author), can(publisher)) == (["restore"], ["withdraw"])
    edit(article, summary="New words.", at=after(1), by=author)
    assert can(author) == ["submit", "restore"]
    submit_now(article, at=after(2), by=author)
    edit(article, summary="Newer words.", at=after(3), by=author)
    assert can(author) == ["submit", "restore"]
    withdraw(document=gone, kind="withdrawn", reason="Old.", by=publisher, at=after(5))
    assert (can(author, gone), can(publisher, gone)) == (["restore"], [])
