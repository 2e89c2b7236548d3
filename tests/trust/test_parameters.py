"""No address takes a parameter that it does not name: 2,000 names of fields, lookups and tricks are each refused."""

import itertools
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from tests.trust.asking import LOOKUPS, description

pytestmark = pytest.mark.django_db
TRICKS = (
    "__proto__",
    "$where",
    "where",
    "filter",
    "format",
    "callback",
    "_method",
    "a[]",
    "a.b",
    "id__id",
    "ids",
    "pk",
)
TOGETHER = 40  # an answer names every one of them


def field_names() -> list[str]:
    ours = (
        model for model in apps.get_models() if model._meta.app_label in ("articles", "triage", "questions", "healthkb")
    )
    return sorted({field.name for model in ours for field in model._meta.get_fields()})


def reads() -> list[tuple[str, set[str]]]:
    """Addresses of lists and of feeds, with the names that each one takes."""
    paths = description()["paths"].items()
    gets = [(path, each["get"]) for path, each in paths if "get" in each and "{" not in path]
    with_parameters = [(path, each.get("parameters", [])) for path, each in gets]
    return [(path, {each["name"] for each in known}) for path, known in with_parameters]


def test_two_thousand_names_are_refused_each_by_its_name(client: Client) -> None:
    names = [*TRICKS, *(name + lookup for name, lookup in itertools.product(field_names(), LOOKUPS))]
    assert len(names) >= 2000
    addresses = itertools.cycle(reads())
    for start in range(0, len(names), TOGETHER):
        address, known = next(addresses)
        asked = [name for name in names[start : start + TOGETHER] if name not in known]
        answer: Any = client.get(address, dict.fromkeys(asked, "1"))
        assert (address, answer.status_code, answer.headers["Content-Type"]) == (
            address,
            400,
            "application/problem+json",
        )
        assert {each["parameter"] for each in answer.json()["errors"]} == set(asked)


@pytest.mark.parametrize("known", [reads()])
def test_known_names_twice_empty_or_with_nul_are_refused(client: Client, known: list[tuple[str, set[str]]]) -> None:
    for address, names in known:
        for name, query in itertools.product(sorted(names), ("{0}=1&{0}=2", "{0}=", "{0}=%00", "{0}=" + "x" * 1001)):
            asked = f"{address}?{query.format(name)}"
            answer: Any = client.get(asked)
            assert (asked, answer.status_code) == (asked, 400)
            assert name in {each["parameter"] for each in answer.json()["errors"]}


def test_a_percent_sign_is_only_a_sign(client: Client) -> None:
    """What was sent stands in the message of a refusal, which is put together with percent signs."""
    for path, each in description()["paths"].items():
        for parameter in each.get("get", {}).get("parameters", []):
            if parameter["in"] == "query":
                asked = {parameter["name"]: "%(a)s%d%"}
                assert client.get(path.replace("{", "").replace("}", ""), asked).status_code < 500, (path, asked)
