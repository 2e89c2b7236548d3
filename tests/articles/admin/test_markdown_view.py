import json

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import Published
from tests.builders import make_cause, make_faq, publish_now

from .conftest import signed_in
from .forms import form_data

pytestmark = pytest.mark.django_db
TEXT = """### Rest

Stop, and *rest* for **1 day**. See [cramp](kb:cause/cramp) or <script>alert(1)</script>.

| What | When |
|---|---|
| Rest | 1 day |
"""


def preview(client: Client, text: str, **values: str) -> dict[str, object]:
    answer: dict[str, object] = client.post(reverse("admin:articles_markdown"), {"text": text, **values}).json()
    return answer


def test_the_preview_is_the_very_html_of_the_api(author_page: Client) -> None:
    faq = make_faq(answer=TEXT)
    publish_now(faq)
    body = json.loads(bytes(Published.objects.get(document=faq.pk).body))
    assert preview(author_page, TEXT)["html"] == body["answer"]["html"]
    assert preview(author_page, TEXT.replace("\n", "\r\n"))["html"] == body["answer"]["html"]


@pytest.mark.parametrize(
    ("text", "locale", "grade"),
    [
        ("You can rest. " * 20, "en", 0),
        ("Too short.", "en", None),
        ("You can rest. " * 20, "vi", None),
        ("x" * 20_001, "en", None),
    ],
)
def test_the_grade_is_that_of_the_checks(author_page: Client, text: str, locale: str, grade: int | None) -> None:
    assert preview(author_page, text, locale=locale)["grade"] == grade


def test_only_editors_have_it(django_user_model: type) -> None:
    visitor = signed_in(django_user_model.objects.create_user("visitor", is_staff=True))  # type: ignore[attr-defined]
    assert visitor.post(reverse("admin:articles_markdown"), {"text": "x"}).status_code == 403


def test_any_page_is_found_for_a_link(author_page: Client) -> None:
    make_cause(title="Cramp", slug="cramp")
    publish_now(make_faq(title="Is cramp harmful?", slug="cramp-harm"))
    found = author_page.get(
        reverse("admin:articles_pick"), {"model": "articles.document", "q": "cramp", "locale": "en"}
    )
    assert found.json()["results"] == [
        {"key": "cause/cramp", "label": "Cramp", "note": "Cause · Draft"},
        {"key": "faq/cramp-harm", "label": "Is cramp harmful?", "note": "FAQ · Live"},
    ]


def test_the_address_of_a_page_that_texts_link_to_stays(author_page: Client) -> None:
    cause = make_cause(slug="cramp")
    make_faq(title="Is it bad?", answer=TEXT)
    url = reverse("admin:articles_cause_change", args=[cause.pk])
    page = author_page.post(url, form_data(author_page.get(url), slug="cramps"))
    assert "Other texts link to this address: “Is it bad?”." in page.content.decode()
    cause.refresh_from_db()
    assert cause.slug == "cramp"
