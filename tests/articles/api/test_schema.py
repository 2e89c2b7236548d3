"""Every published body against the OpenAPI description, with nothing left undescribed."""

import copy
import json
from functools import cache
from typing import Any

import pytest
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator, FormatChecker

from articles.models import Published, PublishedFacet
from articles.publishing import all_kinds, kind_named
from articles.publishing.describing import name_of, public_names
from tests.articles.api.everything import publish_everything

pytestmark = pytest.mark.django_db


@cache
def described() -> Any:
    return SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]


@cache
def strict_components() -> Any:
    """As described, but refusing any property that is not."""
    schemas = copy.deepcopy(described()["components"]["schemas"])
    waiting = list(schemas.values())
    while waiting:
        schema = waiting.pop()
        if "properties" in schema:
            schema["additionalProperties"] = False
        waiting += [child for child in schema.values() if isinstance(child, dict)]
    return schemas


def mistakes(value: Any, name: str) -> list[str]:
    return mistakes_by({"$ref": f"#/components/schemas/{name}"}, value)


def mistakes_by(schema: dict[str, Any], value: Any) -> list[str]:
    whole = {**schema, "components": {"schemas": strict_components()}}
    validator = Draft202012Validator(whole, format_checker=FormatChecker())
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]


def mistakes_in_answer(client: Client, address: str, path: str) -> list[str]:
    """Of the answer at an address, by the description of its path."""
    content = described()["paths"][path]["get"]["responses"]["200"]["content"]
    return mistakes_by(next(iter(content.values()))["schema"], client.get(f"/api/v1/{address}").json())


def test_every_body_and_page_is_as_described(client: Client) -> None:
    publish_everything()
    rows = Published.objects.order_by("kind", "slug")
    assert {row.kind for row in rows} == {kind.name for kind in all_kinds() if "/" not in kind.collection}
    for row in rows:
        kind = kind_named(row.kind)
        name = name_of(kind)
        assert mistakes(client.get(f"/api/v1/{kind.collection}/{row.slug}/").json(), name) == []
        assert mistakes(client.get(f"/api/v1/{kind.collection}/").json(), f"{name}Page") == []


def test_a_described_body_names_its_fields_in_order(client: Client) -> None:
    publish_everything()
    body = client.get("/api/v1/articles/twitching/").json()
    assert set(body) == set(public_names("article"))


@pytest.mark.parametrize("address", ["", "changes/"])
def test_other_answers_are_as_described(client: Client, address: str) -> None:
    publish_everything()
    assert mistakes_in_answer(client, address, f"/api/v1/{address}") == []


def test_a_problem_is_as_described(client: Client) -> None:
    assert mistakes(client.get("/api/v1/articles/?colour=red").json(), "Problem") == []


def test_every_filter_is_a_facet_that_publishing_writes() -> None:
    publish_everything()
    written = set(PublishedFacet.objects.values_list("published__kind", "name").distinct())
    declared = {(kind.name, name) for kind in all_kinds() for name in kind.filters}
    assert declared - written == set()


def test_no_described_property_can_be_left_out() -> None:
    """A generated client then has no optional field that is always there."""
    kinds = [name_of(kind) for kind in all_kinds()]
    schemas = described()["components"]["schemas"]
    for name in [*kinds, *(f"{kind}Summary" for kind in kinds), "RichText", "Reference", "ArticleCause"]:
        assert schemas[name]["required"] == list(schemas[name]["properties"])


def test_urgency_is_one_named_vocabulary_most_urgent_first() -> None:
    schemas = described()["components"]["schemas"]
    assert schemas["RedFlag"]["properties"]["urgency"] == {"$ref": "#/components/schemas/Urgency"}
    assert schemas["Urgency"]["enum"] == ["emergency", "same_day", "soon", "routine", "self_care"]


def test_the_problems_of_a_read_are_described() -> None:
    operation = described()["paths"]["/api/v1/articles/{slug}/"]["get"]
    statuses = {"200", "301", "304", "400", "404", "406", "410", "429", "503", "default"}
    assert set(operation["responses"]) == statuses
    problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
    assert operation["responses"]["410"]["content"] == {"application/problem+json": problem}


def test_every_reference_inside_the_description_leads_somewhere() -> None:
    text = json.dumps(described())
    names = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert names - set(described()["components"]["schemas"]) == set()
