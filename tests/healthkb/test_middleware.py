"""Addresses that no row can have."""

import pytest
from django.test import Client

from tests.articles.admin.conftest import make_member, signed_in
from tests.builders import make_cause, publish_now

pytestmark = pytest.mark.django_db
BEYOND = 2**63


@pytest.fixture
def author() -> Client:
    return signed_in(make_member("Author"))


@pytest.mark.parametrize("number", ["1%00", "%00", str(BEYOND), f"-{BEYOND}", "9" * 30])
def test_no_row_has_a_number_with_a_nul_in_it_or_one_that_is_too_large(author: Client, number: str) -> None:
    assert author.get(f"/admin/articles/cause/{number}/change/").status_code == 404


@pytest.mark.parametrize("number", ["one", str(BEYOND - 1)])
def test_a_row_that_is_only_not_there_is_said_not_to_be(author: Client, number: str) -> None:
    page = author.get(f"/admin/articles/cause/{number}/change/", follow=True)
    assert "This cause is not here: somebody has deleted it" in page.content.decode()


def test_an_address_that_a_page_has_may_be_a_larger_number_than_any_row_has(client: Client) -> None:
    cause = make_cause(slug=str(BEYOND))
    publish_now(cause)
    assert client.get(f"/causes/{cause.slug}/").status_code == 200
