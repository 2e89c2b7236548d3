import datetime as dt

import pytest

from articles.content.differences import differences
from articles.models import CausePlacement, Published, ReviewRequest
from articles.publishing import publish, record_edit, withdraw
from articles.publishing.effects import Effect, affected_rows, effects_on
from articles.services.comparing import as_lines, compare_versions
from tests.articles.admin.conftest import make_member, signed_in
from tests.builders import (
    after,
    approve_now,
    edit,
    make_article,
    make_author,
    make_cause,
    make_publisher,
    make_remedy,
    publish_now,
    submit_now,
)

pytestmark = pytest.mark.django_db


def test_any_two_versions_of_a_document_in_either_direction() -> None:
    salt, sport = make_cause(title="Salt"), make_cause(title="Sport")
    article = make_article(causes=[salt], summary="One two.")
    submit_now(article)
    record_edit(document=article, by=make_author(), at=after(1))
    CausePlacement.objects.create(article=article, cause=sport, position=0)
    CausePlacement.objects.filter(cause=salt).update(position=1)
    submit_now(article, at=after(2))
    edit(article, at=after(3), summary="One three.")
    submit_now(article, at=after(4))
    first, second, third = article.versions.order_by("number")

    assert [(line["label"], line["change"]) for line in as_lines(compare_versions(first, third))] == [
        ("Summary", ""),
        ("Causes: Sport", "added"),
    ]
    assert [(line["label"], line["change"]) for line in as_lines(compare_versions(third, second))] == [("Summary", "")]
    assert as_lines(compare_versions(first, first)) == []


def test_versions_of_two_documents_are_not_compared() -> None:
    first, second = make_cause(), make_cause()
    submit_now(first, second)
    with pytest.raises(ValueError, match="two different documents"):
        compare_versions(first.versions.get(), second.versions.get())


def foreseen_of(request: ReviewRequest, *, at: dt.datetime) -> list[Effect]:
    return list(effects_on(affected_rows(request, at=at), request, at=at))


@pytest.mark.parametrize("articles", [1, 3])
def test_what_a_shared_cause_would_change_is_what_it_changes(articles: int) -> None:
    cause = make_cause(description="First words.")
    publish_now(*[make_article(causes=[cause]) for _ in range(articles)])
    edit(cause, at=after(1), description="Second words.")
    request = submit_now(cause, at=after(2))
    foreseen = {effect.published.pk: effect.after for effect in foreseen_of(request, at=after(3))}
    changes = [differences(effect.before, effect.after) for effect in foreseen_of(request, at=after(3))]
    assert [[(row.field, row.change.value) for row in each.rows] for each in changes] == [
        [("causes", "changed")]
    ] * articles
    approve_now(request, at=after(3))
    publish(request=request, by=make_publisher(), at=after(4))
    again = submit_now(make_cause(), at=after(5))
    assert list(foreseen_of(again, at=after(5))) == []
    edit(cause, at=after(6), description="Third words.")
    before = {each.published.pk: each.before for each in foreseen_of(submit_now(cause, at=after(7)), at=after(7))}
    assert (before, len(before), Published.objects.filter(kind="article").count()) == (foreseen, articles, articles)


def test_a_change_that_no_reader_sees_changes_no_other_page() -> None:
    cause = make_cause()
    publish_now(make_article(causes=[cause]))
    edit(cause, at=after(1), review_interval_months=6)
    request = submit_now(cause, at=after(2))
    (effect,) = foreseen_of(request, at=after(3))
    assert effect.before == effect.after
    assert effect.before["title"] == effect.published.title


def test_a_new_link_to_a_live_page_is_foreseen_and_one_to_a_page_withdrawn_since_is_not() -> None:
    cause, kept, withdrawn = make_cause(), make_remedy(), make_remedy()
    publish_now(make_article(causes=[cause]), kept, withdrawn)
    cause.remedies.set([kept, withdrawn])
    edit(cause, at=after(1))
    request = submit_now(cause, at=after(2))
    withdraw(document=withdrawn, kind="withdrawn", reason="Old.", by=make_publisher(), at=after(3))
    (effect,) = foreseen_of(request, at=after(4))
    assert effect.after["causes"][0]["remedies"] == [kept.slug]


def test_the_review_page_shows_the_live_pages_that_change_and_how() -> None:
    cause = make_cause(description="First words.")
    publish_now(make_article(title="Cramp at night", causes=[cause]))
    edit(cause, at=after(1), description="Second words.")
    request = submit_now(cause, at=after(2))
    page = signed_in(make_member("Editor")).get(f"/admin/articles/reviewrequest/{request.pk}/change/").content.decode()
    assert page.count("Cramp at night") == 1
    shown = page[page.index("Cramp at night") :]
    assert "<del>First</del> words." in shown
    assert "<ins>Second</ins> words." in shown


def test_the_page_of_a_version_compares_it_with_any_other() -> None:
    cause = make_cause(description="First words.")
    submit_now(cause)
    edit(cause, at=after(1), description="Second words.")
    submit_now(cause, at=after(2))
    latest = cause.versions.latest()
    client = signed_in(make_member("Author"))
    assert (
        f"/admin/articles/version/{latest.pk}/compare/"
        in client.get(f"/admin/articles/version/{latest.pk}/change/").content.decode()
    )
    page = client.get(f"/admin/articles/version/{latest.pk}/compare/?with=1").content.decode()
    assert "<del>First</del> words." in page
    assert "<ins>Second</ins> words." in page
