"""A source, a contributor or a topic that something names is not deleted: it would go from there without a word."""

import html
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import Contributor, Reference, Topic
from tests.builders import make_article, make_cause, make_reference, make_topic, make_user
from tests.triage.builders import make_protocol

from .conftest import signed_in

pytestmark = pytest.mark.django_db


def told(page: Client, row: Any) -> str:
    """What somebody reads who deletes it."""
    address = reverse(f"admin:articles_{row._meta.model_name}_delete", args=[row.pk])
    return html.unescape(page.post(address, {"post": "yes"}, follow=True).content.decode())


def test_a_source_of_a_page_a_section_or_a_protocol_stays(admin_page: Client) -> None:
    of_page, of_section, of_protocol, of_nothing = (make_reference() for _ in range(4))
    make_cause(title="Stress").references.add(of_page)
    make_article(title="Twitching").sections.get().references.add(of_section)
    protocol = make_protocol()
    protocol.default_references.set([of_protocol])
    for source, user in ((of_page, "Stress"), (of_section, "Twitching"), (of_protocol, protocol.title)):
        assert f"It is used in: “{user}”. Take it out there first." in told(admin_page, source)
    assert "was deleted" in told(admin_page, of_nothing)
    assert set(Reference.objects.all()) >= {of_page, of_section, of_protocol}
    assert not Reference.objects.filter(pk=of_nothing.pk).exists()


def test_who_an_article_names_and_what_it_is_about_stay(admin_page: Client) -> None:
    article, topic = make_article(title="Twitching"), make_topic()
    article.topics.add(topic)
    for row in (article.authors.get(), topic):
        assert "It is used in: “Twitching”." in told(admin_page, row)
    assert (Contributor.objects.count(), Topic.objects.count()) == (1, 1)
    article.topics.clear()
    assert "was deleted" in told(admin_page, topic)


@pytest.mark.parametrize(("count", "more"), [(10, False), (11, True)])
def test_ten_places_are_named_and_that_there_are_more(admin_page: Client, count: int, more: bool) -> None:
    source = make_reference()
    for number in range(count):
        make_cause(title=f"Cause {number:02}").references.add(source)
    page = told(admin_page, source)
    assert ("“Cause 09”" in page, "“Cause 09” and more." in page, "“Cause 10”" in page) == (True, more, False)


def test_who_may_not_delete_is_not_told_where_it_is_used() -> None:
    source = make_reference()
    make_cause(title="Stress").references.add(source)
    reader = signed_in(make_user("articles.view_reference", is_staff=True))
    assert "Stress" not in told(reader, source)
    assert reader.post(reverse("admin:articles_reference_delete", args=[source.pk])).status_code == 403
