from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from articles.models import RedFlagPlacement
from articles.publishing import NotAllowed, publish, record_edit
from articles.services.translations import NotItsSource, behind, set_source
from tests.articles.admin.conftest import make_member, signed_in
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
    make_user,
    publish_now,
    submit_now,
)

pytestmark = pytest.mark.django_db


def translated(source: Any, make: Any, **values: Any) -> Any:
    publish_now(source, at=AT)
    sibling = make(slug=source.slug, locale="vi", title="Bản dịch", **values)
    set_source(document=sibling, source=source.versions.latest(), by=make_author(), at=AT)
    return sibling


def told(document: Any, minutes: int) -> str:
    found = behind([document], at=after(minutes)).get(document.pk)
    return str(found) if found else ""


def test_it_counts_what_went_live_since_and_not_what_is_in_review() -> None:
    source = make_cause(description="One.")
    sibling = translated(source, make_cause)
    texts = [told(sibling, 1)]
    for number, words in enumerate(["Two.", "Three."], start=1):
        edit(source, at=after(number * 10), description=words)
        request = submit_now(source, at=after(number * 10 + 1))
        texts.append(told(sibling, number * 10 + 2))
        approve_now(request, at=after(number * 10 + 3))
        publish(request=request, by=make_publisher(), at=after(number * 10 + 4))
        texts.append(told(sibling, number * 10 + 5))
    first, second = "Behind the source by 1 version", "Behind the source by 2 versions"
    assert texts == ["", "", first, first, second]
    set_source(document=sibling, source=source.versions.latest(), by=make_author(), at=after(40))
    assert told(sibling, 41) == ""


def test_a_red_flag_that_was_added_in_the_source_is_said() -> None:
    source = make_article()
    sibling = translated(source, make_article)
    record_edit(document=source, by=make_author(), at=after(1))
    RedFlagPlacement.objects.create(article=source, red_flag=make_red_flag(), position=9)
    publish_now(source, at=after(2))
    assert told(sibling, 3) == "Behind the source by 1 version, and a red flag was touched"


def test_every_change_of_a_red_flag_itself_touches_one() -> None:
    source = make_red_flag()
    sibling = translated(source, make_red_flag)
    edit(source, at=after(1), why="It can mean a stroke.")
    publish_now(source, at=after(2))
    assert told(sibling, 3).endswith("and a red flag was touched")


def test_a_page_is_no_translation_of_another_page_or_of_itself() -> None:
    source, other = make_cause(), make_cause()
    publish_now(source, at=AT)
    for document in (source, other):
        with pytest.raises(NotItsSource):
            set_source(document=document, source=source.versions.latest(), by=make_author(), at=AT)


def test_saying_what_a_page_was_made_from_needs_the_right() -> None:
    source = make_cause()
    sibling = translated(source, make_cause)
    with pytest.raises(NotAllowed):
        set_source(document=sibling, source=source.versions.latest(), by=make_user(), at=AT)


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_for_any_number(count: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    siblings = [translated(make_cause(), make_cause) for _ in range(count)]
    with django_assert_num_queries(2):
        behind(siblings, at=AT)


def test_the_list_and_the_page_say_it_and_submitting_is_not_blocked() -> None:
    source = make_cause(description="One.")
    sibling = translated(source, make_cause)
    edit(source, at=after(1), description="Two.")
    publish_now(source, at=after(2))
    client = signed_in(make_member("Author"))
    words = "Behind the source by 1 version"
    assert words in client.get("/admin/articles/cause/").content.decode()
    page = client.get(f"/admin/articles/cause/{sibling.pk}/change/").content.decode()
    assert f"/admin/articles/version/{source.versions.latest().pk}/compare/?with=1" in page
    assert submit_now(sibling, at=after(3)).is_open
