from typing import Any

import pytest
from django.test import Client

from tests.articles.api.test_schema import mistakes_in_answer
from tests.builders import after, edit, make_cause, publish_now

pytestmark = pytest.mark.django_db


def coded(slug: str, *codes: tuple[str, str]) -> Any:
    cause = make_cause(slug=slug, title=slug.title())
    for system, code in codes:
        cause.codes.create(system=system, code=code, display="As in the code system")
    return cause


def look(client: Client, query: str) -> list[tuple[str, list[str]]]:
    answer = client.get(f"/api/v1/lookup/?{query}").json()
    return [(each["code"], [document["slug"] for document in each["documents"]]) for each in answer["results"]]


def test_several_codes_at_once_in_two_queries(client: Client, django_assert_num_queries: Any) -> None:
    publish_now(coded("cramp", ("icd-10", "R25.2"), ("mesh", "D009120")), coded("twitch", ("icd-10", "R25.3")))
    with django_assert_num_queries(2):  # one for when it changes by itself
        assert look(client, "system=icd-10&code=R25.3") == [("R25.3", ["twitch"])]
    with django_assert_num_queries(2):
        found = look(client, "system=icd-10&code=r25.3,R25.2,Z99,mesh:d009120")
    assert found == [("R25.3", ["twitch"]), ("R25.2", ["cramp"]), ("Z99", []), ("D009120", ["cramp"])]


def test_the_answer_is_as_described(client: Client) -> None:
    publish_now(coded("twitch", ("icd-10", "R25.3")))
    assert mistakes_in_answer(client, "lookup/?code=icd-10:R25.3", "/api/v1/lookup/") == []


def test_drafts_and_other_languages_are_not_found(client: Client) -> None:
    coded("draft", ("icd-10", "R25.3"))
    live = coded("live", ("icd-10", "R25.2"))
    publish_now(live)
    live.codes.create(system="icd-10", code="R25.9", display="Not yet")
    edit(live, at=after(5))
    assert look(client, "code=icd-10:R25.3,icd-10:R25.9") == [("R25.3", []), ("R25.9", [])]
    assert look(client, "code=icd-10:R25.2&lang=vi") == [("R25.2", [])]


@pytest.mark.parametrize(
    "query", ["", "code=R25.3", "system=nhs&code=1", "code=,", "code=icd-10:", "code=" + "1," * 51]
)
def test_what_cannot_be_looked_up_is_refused(client: Client, query: str) -> None:
    response = client.get(f"/api/v1/lookup/?{query}")
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
