from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from articles.models import SearchText, SearchWord
from tests.builders import make_cause, publish_now


@pytest.mark.django_db
def test_the_index_is_made_anew_from_what_is_published(client: Client) -> None:
    publish_now(make_cause(slug="cramp", title="Cramp"), make_cause(title="Other"))
    SearchText.objects.all().delete()
    SearchWord.objects.all().delete()
    assert client.get("/api/v1/search/?q=cramp").json()["count"] == 0
    out = StringIO()
    call_command("rebuild_search", stdout=out)
    assert out.getvalue() == "Search now knows 2 published documents.\n"
    assert [each["slug"] for each in client.get("/api/v1/search/?q=crampp").json()["results"]] == ["cramp"]
