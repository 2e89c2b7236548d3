import re
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image as Picture

from articles.models import Article, Cause, Image, RedFlag, Reference
from healthkb.models import User
from tests.builders import make_article, make_cause, make_user

from .conftest import make_member, signed_in
from .forms import form_data, saved

pytestmark = pytest.mark.django_db


def create(client: Client, model: str, **data: Any) -> Any:
    return client.post(reverse(f"admin:articles_{model}_create"), data)


def test_an_entry_is_made_as_a_draft_with_an_address_of_its_own(author: User, author_page: Client) -> None:
    make_cause(slug="lack-of-sleep")
    answer = create(author_page, "cause", title="Lack of sleep", description="Too little.", locale="en")
    assert answer.json() == {"key": "lack-of-sleep-2", "label": "Lack of sleep"}
    made = Cause.objects.get(slug="lack-of-sleep-2")
    assert (made.description, made.created_by, made.edit_number) == ("Too little.", author, 1)


def test_an_entry_is_made_in_the_language_of_the_page_that_needs_it(author_page: Client) -> None:
    assert create(author_page, "faq", title="Có sao không?", locale="vi").json()["key"] == "co-sao-khong@vi"


def test_an_address_without_its_beginning_is_one_of_a_safe_connection(author_page: Client) -> None:
    answer = create(author_page, "reference", title="A source", url="example.org/page", published="2024")
    assert (answer.status_code, Reference.objects.get().url) == (200, "https://example.org/page")


def test_what_is_missing_is_said(author_page: Client) -> None:
    answer = create(author_page, "redflag", text="One leg is weak.")
    assert (answer.status_code, RedFlag.objects.count()) == (422, 0)
    assert "This field is required." in answer.content.decode()


def test_the_name_that_was_typed_stands_in_the_form(author_page: Client) -> None:
    page = author_page.get(reverse("admin:articles_cause_create"), {"title": "Lack of sleep"}).content.decode()
    assert 'value="Lack of sleep"' in page


def test_what_means_the_same_is_offered_instead(author_page: Client) -> None:
    make_cause(title="Lack of fluids", slug="lack-of-fluids")
    page = author_page.get(reverse("admin:articles_cause_create"), {"title": "Dehydration"}).content.decode()
    assert 'data-use="lack-of-fluids" data-label="Lack of fluids"' in page
    page = author_page.get(reverse("admin:articles_cause_create"), {"title": "Hard exercise"}).content.decode()
    assert "data-use" not in page


def test_what_means_the_same_is_told_after_a_new_page_is_saved(author_page: Client) -> None:
    make_cause(title="Lack of fluids")
    url = reverse("admin:articles_cause_add")
    data = form_data(author_page.get(url), title="Dehydration", slug="dehydration", locale="en")
    page = author_page.post(url, data, follow=True)
    told = next(str(each) for each in page.context["messages"] if "may be the same" in str(each))
    assert "It may be the same as “Lack of fluids”" in told
    (address,) = re.findall("href='([^']+)'", told)
    assert "Merge “Dehydration” into “Lack of fluids”" in author_page.get(address).content.decode()


def test_a_picture_is_asked_for_its_words(author_page: Client, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    file = BytesIO()
    Picture.new("RGB", (40, 30)).save(file, "PNG")
    upload = SimpleUploadedFile("leg.png", file.getvalue(), "image/png")
    answer = create(author_page, "image", upload=upload)
    assert "Say what the picture shows" in answer.content.decode()
    upload.seek(0)
    answer = create(author_page, "image", upload=upload, alt="A leg stretched out on a chair")
    assert answer.json()["key"] == Image.objects.get(alt="A leg stretched out on a chair").slug


def test_who_may_not_write_may_not_create(db: None) -> None:
    assert create(signed_in(make_member("Medical reviewer")), "cause", title="x").status_code == 403


class TestPrivateCopy:
    def ask(self, client: Client, article: Article, **changes: Any) -> str:
        url = reverse("admin:articles_article_change", args=[article.pk])
        data = form_data(client.get(url), **changes)
        answer = client.post(url, data)
        assert saved(answer)
        return client.get(answer["Location"]).content.decode()

    def test_the_page_is_saved_and_the_entry_copied_in_one_click(self, author_page: Client) -> None:
        cause = make_cause(title="Stress")
        article = make_article(title="Twitching", causes=[cause])
        key = article.causes.get().pk
        button = f'<button name="_private_copy" value="causes-{key}">'
        url = reverse("admin:articles_article_change", args=[article.pk])
        assert button in author_page.get(url).content.decode()  # so it works without script
        page = self.ask(author_page, article, _private_copy=f"causes-{key}", summary="Typed and not saved yet.")
        article.refresh_from_db()
        assert article.summary == "Typed and not saved yet."
        assert article.causes.get().cause != cause
        assert "its own copy of “Stress”" in page

    @pytest.mark.parametrize("asked", ["causes-0", "sections-0", "nothing-1"])
    def test_what_is_not_placed_is_not_copied(self, author_page: Client, asked: str) -> None:
        article = make_article(causes=[make_cause()])
        assert "nothing was copied" in self.ask(author_page, article, _private_copy=asked)
        assert Cause.objects.count() == 1

    def test_what_is_written_in_an_article_itself_is_not_copied(self, author_page: Client) -> None:
        article = make_article()
        asked = f"sections-{article.sections.get().pk}"
        assert "nothing was copied" in self.ask(author_page, article, _private_copy=asked)

    @pytest.mark.parametrize("asked", ["causes-x", "causes-²", "causes", "1", f"causes-{'9' * 5000}"])
    def test_what_names_no_row_at_all_only_saves_the_page(self, author_page: Client, asked: str) -> None:
        article = make_article(causes=[make_cause()])
        assert "copied" not in self.ask(author_page, article, _private_copy=asked, summary="Typed.")
        article.refresh_from_db()
        assert (article.summary, Cause.objects.count()) == ("Typed.", 1)

    def test_who_may_not_add_causes_gets_no_copy_of_one(self) -> None:
        article = make_article(causes=[make_cause()])
        editor = make_user("articles.view_article", "articles.change_article", is_staff=True)
        page = self.ask(signed_in(editor), article, _private_copy=f"causes-{article.causes.get().pk}")
        assert "may not make entries of this kind, so nothing was copied" in page
        assert Cause.objects.count() == 1
