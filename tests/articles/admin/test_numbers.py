"""A number that is too long for any row names none, wherever it is typed into an address or a form."""

from urllib.parse import urlencode

import pytest
from django.test import Client

from articles.models import Review
from tests.articles.sheets.builders import make_importer, upload_now, workbook
from tests.builders import make_article, make_cause, make_topic, submit_now

from .conftest import make_member, signed_in
from .forms import form_data, saved

pytestmark = pytest.mark.django_db
LONG = "9" * 5000


@pytest.mark.parametrize("query", [f"owner={LONG}", f"topic={LONG}"])
def test_a_list_is_not_filtered_by_it(author_page: Client, query: str) -> None:
    make_article(title="Cramps").topics.add(make_topic())
    assert "Cramps" in author_page.get(f"/admin/articles/article/?{query}").content.decode()


@pytest.mark.parametrize("number", [LONG, "²", "x"])
def test_there_is_no_page_of_it(author_page: Client, number: str) -> None:
    page = author_page.get(f"/admin/articles/cause/{number}/change/", follow=True)
    assert "This cause is not here: somebody has deleted it" in page.content.decode()


def test_who_saves_what_has_gone_is_told_that_nothing_was_saved(author_page: Client) -> None:
    cause = make_cause()
    address = f"/admin/articles/cause/{cause.pk}/change/"
    typed = form_data(author_page.get(address))
    cause.delete()
    page = author_page.post(address, typed, follow=True).content.decode()
    assert "What you typed was not saved. Go one page back" in page


@pytest.mark.parametrize("number", [LONG, "²", "x"])
def test_nothing_is_chosen_kept_or_said_by_it(author_page: Client, number: str) -> None:
    article = make_article()
    chosen = {"bulk_action": "owner", "document": [number]}
    assert author_page.post("/admin/articles/article/many/", chosen).status_code in (200, 302)
    assert author_page.post("/admin/articles/article/filters/", {"delete": number}).status_code == 302
    url = f"/admin/articles/article/{article.pk}/change/"
    assert saved(author_page.post(url, form_data(author_page.get(url), _private_copy=f"causes-{number}")))


def test_a_comment_on_it_is_left_out() -> None:
    request = submit_now(make_cause())
    said = {"role": "clinical", "comment": "No.", f"comment:{LONG}:description": "Words."}
    url, form = f"/admin/articles/reviewrequest/{request.pk}/decline/", "application/x-www-form-urlencoded"
    signed_in(make_member("Medical reviewer")).post(url, urlencode(said), content_type=form)
    assert Review.objects.get().field_comments.count() == 0


def test_a_preview_of_an_import_begins_at_its_first_page() -> None:
    by = make_importer()
    batch = upload_now(workbook(Causes=[["slug", "name"], ["a", "A"]]), by=by)
    page = signed_in(by).get(f"/admin/articles/importbatch/{batch.uuid}/?page={LONG}")
    assert page.status_code == 200
