import pytest
from django.test import Client
from django.urls import reverse

from articles.models import Cause, Change, Edit, PastPublication, Published, Review, Version
from tests.builders import after, edit, make_cause, publish_now

pytestmark = pytest.mark.django_db

RECORDS = (Version, Review, Change, Edit, Published, PastPublication)


@pytest.fixture
def published(db: None) -> None:
    cause = make_cause(title="Stress", description="First text.")
    publish_now(cause)
    edit(cause, description="Second text.", at=after(5))
    publish_now(cause, at=after(10))


@pytest.mark.parametrize("model", RECORDS)
def test_a_record_is_read_and_never_changed(admin_page: Client, published: None, model: type) -> None:
    name = f"admin:articles_{model._meta.model_name}"  # type: ignore[attr-defined]
    row = model._default_manager.first()  # type: ignore[attr-defined]
    url = reverse(f"{name}_change", args=[row.pk])
    assert admin_page.get(reverse(f"{name}_changelist")).status_code == 200
    assert admin_page.get(url).status_code == 200
    assert admin_page.post(url, {}).status_code == 403
    assert admin_page.get(reverse(f"{name}_add")).status_code == 403
    assert admin_page.post(reverse(f"{name}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403


def test_a_version_is_shown_beside_the_one_before(admin_page: Client, published: None) -> None:
    second = Version.objects.get(number=2)
    page = admin_page.get(reverse("admin:articles_version_change", args=[second.pk])).content.decode()
    assert "<del>First</del> text." in page
    assert "<ins>Second</ins> text." in page
    assert "<h1>Stress: version 2</h1>" in page
    assert "submit-row" not in page


def test_what_was_never_saved_in_a_form_is_told_in_plain_words(admin_page: Client, published: None) -> None:
    url = reverse("admin:articles_cause_history", args=[Cause.objects.get().pk])
    assert "Nobody has saved this in a form yet." in admin_page.get(url).content.decode()


def test_the_very_bytes_that_readers_had(admin_page: Client, published: None) -> None:
    past = PastPublication.objects.get()
    page = admin_page.get(reverse("admin:articles_pastpublication_change", args=[past.pk])).content.decode()
    assert "First text." in page
    assert "Second text." not in page
