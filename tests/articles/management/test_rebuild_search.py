from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from articles.models import SearchText, SearchWord
from tests.builders import after, edit, make_cause, publish_now


@pytest.mark.django_db
def test_the_index_is_made_anew_from_what_is_published(client: Client) -> None:
    publish_now(make_cause(slug="cramp", title="Cramp"), make_cause(title="Other"))
    SearchText.objects.all().delete()
    SearchWord.objects.all().delete()
    assert client.get("/api/v1/search/?q=cramp").json()["count"] == 0
    out = StringIO()
    call_command("rebuild_search", stdout=out)
    assert out.getvalue() == "Search now knows 2 published documents.\n"
    assert [each["slug"] for each in client.get("/api/v1/search/?q=cramp").json()["results"]] == ["cramp"]


@pytest.mark.django_db
def test_words_never_have_a_key_that_others_had() -> None:
    """Processes keep what they know of a page by that key, whatever is published."""
    cause = make_cause(title="Cramp")
    publish_now(cause)
    keys = [SearchText.objects.get().pk]
    edit(cause, at=after(1), title="Cramp at night")
    publish_now(cause, at=after(2))
    keys.append(SearchText.objects.get().pk)
    call_command("rebuild_search", stdout=StringIO())
    keys.append(SearchText.objects.get().pk)
    assert keys == sorted(set(keys))
