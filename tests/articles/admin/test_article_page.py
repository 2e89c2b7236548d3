from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article, CausePlacement, Scenario, Section
from articles.services.buffers import keep_buffer
from tests.builders import (
    AT,
    approve_now,
    edit,
    make_article,
    make_author,
    make_cause,
    make_reference,
    publish_now,
    submit_now,
)

from .forms import form_data, saved

pytestmark = pytest.mark.django_db


def url_of(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def queries_of(client: Client, article: Article) -> int:
    client.get(url_of(article))
    with CaptureQueriesContext(connection) as queries:
        client.get(url_of(article))
    return len(queries)


def make_long_article(parts: int) -> Article:
    article = make_article(sections=parts, causes=[make_cause() for _ in range(parts)])
    for section in article.sections.all():
        section.references.add(make_reference())
    Scenario.objects.create(article=article, slug="sam", title="Sam", position=0).references.add(make_reference())
    return article


def make_waiting_article(parts: int) -> Article:
    """One that is in review, after it went live and was edited: its page has the most to say."""
    article = make_long_article(parts // 2)
    publish_now(article)
    edit(article, summary="Other words.")
    approve_now(submit_now(article))
    keep_buffer(kind="article", document=article, by=make_author(), edit_number=1, values={"title": "Mine"}, at=AT)
    return article


def test_the_page_asks_at_most_25_questions_however_many_parts(author_page: Client) -> None:
    counts = {parts: queries_of(author_page, make_waiting_article(parts)) for parts in (45, 100)}
    assert len(set(counts.values())) == 1, counts
    assert max(counts.values()) <= 25


def test_400_parts_are_shown_and_saved(author_page: Client) -> None:
    """No further questions, at most 2.4 kB for a part, and a save that changes no row but the one that was edited."""
    article = make_article(sections=400)
    counts = [queries_of(author_page, each) for each in (make_article(), article)]
    assert counts[0] == counts[1]
    page = author_page.get(url_of(article))
    assert len(page.content) / 400 < 2_400
    data = form_data(page, **{"sections-399-heading": "The last one"})
    assert saved(author_page.post(url_of(article), data))
    assert article.sections.filter(heading="The last one").count() == 1
    assert article.sections.count() == 400


def test_a_row_that_is_saved_unchanged_stays_as_it_is(admin_page: Client) -> None:
    article = make_article(causes=[make_cause(), make_cause()])
    before = list(CausePlacement.objects.values())
    assert saved(admin_page.post(url_of(article), form_data(admin_page.get(url_of(article)))))
    assert list(CausePlacement.objects.values()) == before


def test_rows_take_the_order_that_is_sent(admin_page: Client) -> None:
    article = make_article(causes=[make_cause(title="First"), make_cause(title="Second")])
    data = form_data(admin_page.get(url_of(article)), **{"causes-0-position": "2", "causes-1-position": "1"})
    assert saved(admin_page.post(url_of(article), data))
    assert [str(placed) for placed in article.causes.all()] == ["Second", "First"]


@pytest.mark.parametrize("typed", ["dehydration", "Dehydration", "  dehydration "])
def test_an_entry_is_added_by_its_key_or_its_name(admin_page: Client, typed: str) -> None:
    make_cause(title="Dehydration", slug="dehydration")
    article = make_article(causes=[make_cause(title="Stress")])
    new = {"causes-1-cause": typed, "causes-1-frequency": "rare", "causes-1-position": ""}
    assert saved(admin_page.post(url_of(article), form_data(admin_page.get(url_of(article)), **new)))
    assert [(str(placed), placed.frequency) for placed in article.causes.all()] == [
        ("Stress", "common"),
        ("Dehydration", "rare"),
    ]


def test_an_unknown_entry_is_explained(admin_page: Client) -> None:
    article = make_article()
    data = form_data(admin_page.get(url_of(article)), **{"causes-0-cause": "nothing", "causes-0-note": "x"})
    page = admin_page.post(url_of(article), data)
    assert "There is no cause called “nothing”" in page.content.decode()


def test_the_same_entry_twice_is_explained(admin_page: Client) -> None:
    cause = make_cause(slug="stress")
    article = make_article(causes=[cause])
    page = admin_page.post(url_of(article), form_data(admin_page.get(url_of(article)), **{"causes-1-cause": "stress"}))
    assert "The same cause is here twice." in page.content.decode()
    assert article.causes.count() == 1


def test_a_row_is_taken_out(admin_page: Client) -> None:
    article = make_article(sections=2)
    data = form_data(admin_page.get(url_of(article)), **{"sections-0-DELETE": "on"})
    assert saved(admin_page.post(url_of(article), data))
    assert [section.heading for section in article.sections.all()] == ["Part 1"]


def test_two_edited_rows_of_shared_entries_are_saved(admin_page: Client) -> None:
    article = make_article(causes=[make_cause(), make_cause()])
    notes: dict[str, Any] = {"causes-0-note": "One.", "causes-1-note": "Two."}
    assert saved(admin_page.post(url_of(article), form_data(admin_page.get(url_of(article)), **notes)))
    assert [placed.note for placed in article.causes.all()] == ["One.", "Two."]


def test_a_tab_counts_its_rows_and_its_mistakes(admin_page: Client) -> None:
    article = make_article(sections=3)
    page = admin_page.post(url_of(article), form_data(admin_page.get(url_of(article)), **{"sections-1-slug": "a b"}))
    tab = next(tab for tab in page.context["tabs"] if tab.target == "sections-group")
    assert (tab.name, tab.count, tab.errors) == ("Sections", 3, 1)
    assert Section.objects.filter(slug="a b").count() == 0


def test_the_page_has_no_script_or_style_of_its_own(admin_page: Client) -> None:
    page = admin_page.get(url_of(make_article())).content.decode()
    assert "<style" not in page
    assert " style=" not in page
    assert " onclick=" not in page
    assert page.count("<script") == page.count("<script src=") + page.count('<script id="django-admin')


def test_a_placed_entry_that_has_a_newer_draft_says_so(admin_page: Client) -> None:
    cause = make_cause(title="Caffeine")
    article = make_article(causes=[cause])
    publish_now(article)
    edit(cause, description="New words.")
    assert "New version waiting" in admin_page.get(url_of(article)).content.decode()


def test_a_new_row_is_still_there_after_a_save_that_failed(admin_page: Client) -> None:
    make_cause(slug="stress")
    article = make_article()
    data = form_data(admin_page.get(url_of(article)), **{"causes-0-cause": "stress", "title": ""})
    page = admin_page.post(url_of(article), data)
    rows = next(each for each in page.context["inline_admin_formsets"] if each.formset.prefix == "causes").part_rows
    assert [(row.title, row.blank, row.is_pattern) for row in rows] == [
        ("New cause", False, False),
        ("Add a cause", True, True),
    ]
    assert 'value="stress"' in page.content.decode()
