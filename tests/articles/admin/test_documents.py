import re

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import Cause, Edit
from healthkb.models import User
from tests.builders import make_article, make_cause, make_remedy, publish_now, submit_now

from .conftest import make_member, signed_in
from .forms import form_data, saved

pytestmark = pytest.mark.django_db


def add_url() -> str:
    return reverse("admin:articles_cause_add")


def url_of(cause: Cause) -> str:
    return reverse("admin:articles_cause_change", args=[cause.pk])


def test_a_new_document_says_who_made_it_and_when(author: User, author_page: Client) -> None:
    data = form_data(author_page.get(add_url()), title="Stress", slug="stress")
    assert saved(author_page.post(add_url(), data))
    cause = Cause.objects.get(slug="stress")
    assert (cause.kind, cause.created_by, cause.updated_by, cause.edit_number) == ("cause", author, author, 1)
    assert cause.created_at is not None
    assert [(edit.by, edit.edit_number) for edit in cause.edits.all()] == [(author, 1)]


def test_each_save_that_changes_something_is_one_edit(author: User, author_page: Client) -> None:
    cause = make_cause()
    assert saved(author_page.post(url_of(cause), form_data(author_page.get(url_of(cause)), description="Other words.")))
    cause.refresh_from_db()
    assert (cause.description, cause.updated_by, cause.edit_number) == ("Other words.", author, 2)


def test_saving_without_a_change_makes_nobody_an_author(author: User, author_page: Client) -> None:
    cause = make_cause(description="One.\n\nTwo.", synonyms=["Worry", "Nerves"])
    assert saved(author_page.post(url_of(cause), form_data(author_page.get(url_of(cause)))))
    assert Edit.objects.filter(by=author).count() == 0


def test_a_change_in_a_row_alone_is_an_edit(author: User, author_page: Client) -> None:
    cause = make_cause()
    code = {"codes-0-system": "icd-10", "codes-0-code": "E86", "codes-0-display": "Volume depletion"}
    assert saved(author_page.post(url_of(cause), form_data(author_page.get(url_of(cause)), **code)))
    assert Edit.objects.filter(by=author).count() == 1


def test_links_and_word_lists_are_saved(author_page: Client) -> None:
    cause, remedy = make_cause(), make_remedy(slug="rest")
    data = form_data(author_page.get(url_of(cause)), remedies="rest\n", synonyms="Worry\n\n Nerves ")
    assert saved(author_page.post(url_of(cause), data))
    cause.refresh_from_db()
    assert (list(cause.remedies.all()), cause.synonyms) == ([remedy], ["Worry", "Nerves"])


def test_an_address_that_is_taken_is_explained(author_page: Client) -> None:
    make_cause(title="Worry", slug="stress")
    page = author_page.post(add_url(), form_data(author_page.get(add_url()), title="Stress", slug="stress"))
    assert "“Worry” has the address “stress” in this language already." in page.content.decode()
    assert Cause.objects.count() == 1


def test_the_address_stays_once_it_has_been_submitted(author_page: Client) -> None:
    cause = make_cause(slug="stress")
    submit_now(cause)
    data = form_data(author_page.get(url_of(cause)), slug="worry", description="Other words.")
    assert saved(author_page.post(url_of(cause), data))
    cause.refresh_from_db()
    assert (cause.slug, cause.description) == ("stress", "Other words.")


class TestTwoEditors:
    def test_the_second_one_to_save_sees_both_texts(self, author: User, author_page: Client) -> None:
        cause = make_cause(description="Before.", mechanism="The same\n\nfor both.")
        opened = author_page.get(url_of(cause))
        other = signed_in(make_member("Editor", username="eve", first_name="Eve", last_name="Editor"))
        assert saved(other.post(url_of(cause), form_data(other.get(url_of(cause)), description="Eve's words.")))
        page = author_page.post(url_of(cause), form_data(opened, description="Ann's words."))
        cause.refresh_from_db()
        assert cause.description == "Eve's words."
        assert "Eve Editor saved this page while you were writing" in page.content.decode()
        assert [(each.label, each.before, each.after) for each in page.context["differences"]] == [
            (
                "Description",
                '<p class="text"><del>Eve</del>&#x27;s words.</p>',
                '<p class="text"><ins>Ann</ins>&#x27;s words.</p>',
            )
        ]

    def test_saving_again_after_reading_both_is_accepted(self, author_page: Client) -> None:
        cause = make_cause(description="Before.")
        opened = author_page.get(url_of(cause))
        other = signed_in(make_member("Editor"))
        assert saved(other.post(url_of(cause), form_data(other.get(url_of(cause)), description="Eve's words.")))
        page = author_page.post(url_of(cause), form_data(opened, description="Ann's words."))
        assert saved(author_page.post(url_of(cause), form_data(page, description="Both words.")))
        cause.refresh_from_db()
        assert cause.description == "Both words."


class TestDeleting:
    def delete(self, client: Client, cause: Cause) -> str:
        url = reverse("admin:articles_cause_delete", args=[cause.pk])
        return client.post(url, {"post": "yes"}, follow=True).content.decode()

    def test_a_draft_that_nothing_uses_goes(self, admin_page: Client) -> None:
        cause = make_cause()
        self.delete(admin_page, cause)
        assert Cause.objects.count() == 0

    def test_what_has_a_history_stays(self, admin_page: Client) -> None:
        cause = make_cause()
        publish_now(cause)
        assert "Withdraw it if readers should lose it." in self.delete(admin_page, cause)
        assert Cause.objects.count() == 1

    def test_what_an_article_shows_stays(self, admin_page: Client) -> None:
        cause = make_cause()
        make_article(title="Twitching", causes=[cause])
        assert "It is used in: “Twitching”." in self.delete(admin_page, cause).replace("&quot;", '"')
        assert Cause.objects.count() == 1


def test_who_may_only_look_reads_texts_and_words_not_code(db: None) -> None:
    cause = make_cause(description="**Cold** air.", synonyms=["cramp", "charley horse"], serious=True)
    page = signed_in(make_member("Medical reviewer")).get(url_of(cause)).content.decode()
    assert "cramp\ncharley horse" in page
    assert "<strong>Cold</strong> air." in page
    assert re.search(r'Serious</span>\s*<div class="readonly">Yes</div>', page)
