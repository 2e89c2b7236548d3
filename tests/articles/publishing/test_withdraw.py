import pytest

from articles.models import Change, PastPublication, Published
from articles.publishing import NotAllowed, NotLive, StillUsed, status_of, withdraw
from articles.publishing.errors import Refused
from tests.builders import AT, after, make_article, make_author, make_cause, make_publisher, make_red_flag, publish_now

pytestmark = pytest.mark.django_db


def test_a_withdrawal_takes_the_document_from_readers_and_leaves_a_tombstone() -> None:
    article = make_article()
    publish_now(article)

    withdraw(document=article, kind="published_in_error", reason="Wrong dose.", by=make_publisher(), at=after(5))

    assert not Published.objects.filter(document=article.pk).exists()
    tombstone = Change.objects.latest("sequence")
    assert (tombstone.event, tombstone.withdrawal_kind, tombstone.reason, tombstone.slug) == (
        "withdraw",
        "published_in_error",
        "Wrong dose.",
        article.slug,
    )
    assert PastPublication.objects.get(document=article.pk).live_until == after(5)
    assert status_of(article, at=after(6)).state == "withdrawn"


def test_a_part_of_a_live_page_cannot_be_withdrawn() -> None:
    cause = make_cause()
    publish_now(make_article(title="Leg cramps", causes=[cause]))

    with pytest.raises(StillUsed, match="Live pages contain this: Leg cramps"):
        withdraw(document=cause, kind="withdrawn", reason="Old.", by=make_publisher(), at=after(5))


def test_the_refusal_names_no_more_than_ten_of_the_pages_that_contain_it() -> None:
    cause, sign = make_cause(), make_red_flag()
    publish_now(*(make_article(title=f"Page {number}", causes=[cause], red_flags=[sign]) for number in range(11)))

    with pytest.raises(StillUsed) as refused:
        withdraw(document=cause, kind="withdrawn", reason="Old.", by=make_publisher(), at=after(5))
    assert str(refused.value).count("Page ") == 10


def test_a_superseded_page_names_the_live_page_that_takes_its_place() -> None:
    old, new, draft = make_article(), make_article(), make_article()
    publish_now(old, new)
    publisher = make_publisher()

    for target in (None, draft, old):
        with pytest.raises(Refused, match="Choose the live page"):
            withdraw(document=old, kind="superseded", reason="Merged.", by=publisher, at=after(5), redirect_to=target)
    changes = withdraw(document=old, kind="superseded", reason="Merged.", by=publisher, at=after(5), redirect_to=new)

    assert [(change.event, change.redirect_to) for change in changes] == [("withdraw", ""), ("redirect", new.slug)]


def test_a_withdrawal_needs_the_right_a_reason_and_something_live() -> None:
    article = make_article()
    with pytest.raises(NotLive):
        withdraw(document=article, kind="withdrawn", reason="Old.", by=make_publisher(), at=AT)
    publish_now(article)
    with pytest.raises(NotAllowed):
        withdraw(document=article, kind="withdrawn", reason="Old.", by=make_author(), at=after(1))
    with pytest.raises(Refused, match="Say why"):
        withdraw(document=article, kind="withdrawn", reason="", by=make_publisher(), at=after(1))


def test_a_withdrawn_page_can_go_live_again() -> None:
    article = make_article()
    publish_now(article)
    withdraw(document=article, kind="withdrawn", reason="Checking.", by=make_publisher(), at=after(5))

    publish_now(article, at=after(10))

    assert status_of(article, at=after(11)).state == "live"
