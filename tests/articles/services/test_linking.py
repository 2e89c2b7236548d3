import json

import pytest

from articles.models import Published
from articles.publishing import check_gates
from articles.services.linking import documents_linking_to, relink
from tests.builders import AT, make_article, make_cause, make_faq, publish_now

pytestmark = pytest.mark.django_db
LINK = "See [cramp](kb:cause/cramp)."


def test_readers_get_the_address_of_the_page_that_a_text_links_to() -> None:
    cause = make_cause(slug="cramp")
    faq = make_faq(answer=LINK)
    publish_now(cause)
    publish_now(faq)
    body = json.loads(bytes(Published.objects.get(document=faq.pk).body))
    assert body["answer"]["html"] == '<p>See <a href="/causes/cramp/" rel="noopener noreferrer">cramp</a>.</p>'
    assert body["answer"]["markdown"] == LINK


def test_a_link_in_another_language_leads_to_the_page_in_that_language() -> None:
    faq = make_faq(answer=LINK, locale="vi")
    publish_now(faq)
    body = json.loads(bytes(Published.objects.get(document=faq.pk).body))
    assert 'href="/causes/cramp/?lang=vi"' in body["answer"]["html"]


def test_a_link_to_a_page_that_readers_do_not_have_is_a_warning() -> None:
    faq = make_faq(answer=LINK)
    said = [each.message for each in check_gates([faq], at=AT) if each.check_id == "ACC-03"]
    assert said == ["This link leads to a page that readers do not have."]
    publish_now(make_cause(slug="cramp"))
    assert [each for each in check_gates([faq], at=AT) if each.check_id == "ACC-03"] == []


def test_who_links_to_a_page_is_found_in_documents_and_in_their_rows() -> None:
    faq, article = make_faq(title="A", answer=LINK), make_article(title="B")
    article.sections.update(body=LINK)
    make_faq(answer="[cramps](kb:cause/cramps)")
    make_faq(answer=LINK, locale="vi")
    found = documents_linking_to(kind="cause", slug="cramp", locale="en")
    assert [each.pk for each in found] == [faq.pk, article.pk]


def test_links_are_led_to_another_page() -> None:
    faq, other = make_faq(answer=LINK), make_faq(answer=LINK, locale="vi")
    relink(kind="cause", old="cramp", new="muscle-cramp", locale="en")
    faq.refresh_from_db()
    other.refresh_from_db()
    assert (faq.answer, other.answer) == ("See [cramp](kb:cause/muscle-cramp).", LINK)
