"""What every page costs in queries, as ``query_counts.json`` has it; and that a list costs the same for any rows."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.content.kept import forget_all
from healthkb.api import health
from tests.builders import after, make_article, make_cause, make_faq, make_red_flag, make_remedy, make_test, publish_now
from tests.trust.addresses import address_of, patterns
from tests.trust.base import build_base, client_of

GOLDEN = Path(__file__).with_name("query_counts.json")
MAKERS: dict[str, Any] = {
    "articles": make_article,
    "causes": make_cause,
    "remedies": make_remedy,
    "red-flags": make_red_flag,
    "tests": make_test,
    "faqs": make_faq,
}
MOST, ROWS = 8, 100 if "LONG_TESTS" in os.environ else 12


@pytest.fixture
def values(now: None) -> dict[str, Any]:
    return build_base()


def cost(client: Client, address: str) -> int:
    """With nothing known from before. Points to come back to are none of the page's own."""
    forget_all()
    ContentType.objects.clear_cache()
    vars(health)["_seen_migrated"] = False
    with CaptureQueriesContext(connection) as seen, transaction.atomic():
        client.get(address)
        transaction.set_rollback(True)
    return sum("SAVEPOINT" not in each["sql"] for each in seen.captured_queries)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL is told its limits of time beside.")
def test_every_page_costs_what_it_did(values: dict[str, Any]) -> None:
    anyone, everything = client_of("anonymous"), client_of("superuser")
    for client in (anyone, everything):
        client.get("/admin/")
    found = {
        f"/{each}": cost(everything if each.startswith("admin/") else anyone, address_of(each, values))
        for each in patterns()
    }
    if "WRITE_QUERY_COUNTS" in os.environ:
        GOLDEN.write_text(json.dumps(found, indent=0, sort_keys=True) + "\n")
    assert found == json.loads(GOLDEN.read_text())


@pytest.mark.usefixtures("values")
def test_a_list_of_the_api_costs_the_same_for_one_row_and_for_a_hundred() -> None:
    client = Client()
    rows = [make(slug=f"row-{number}") for make in MAKERS.values() for number in range(ROWS)]
    publish_now(*rows, at=after(50))
    for name in MAKERS:
        address = f"/api/v1/{name}/?page_size="
        assert len(client.get(f"{address}{ROWS}").json()["results"]) == ROWS
        few, many = cost(client, f"{address}1"), cost(client, f"{address}{ROWS}")
        assert (name, few) == (name, many)
        assert many <= MOST
        assert client.get(f"{address}101").status_code == 400
