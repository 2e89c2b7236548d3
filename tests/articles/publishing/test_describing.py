import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from articles.models import Published
from articles.publishing.describing import components, public_names, summary_names
from tests.builders import make_article, make_cause, publish_now

ROOT = Path(__file__).resolve().parents[3]


def test_documents_are_described_as_clients_have_been_told() -> None:
    description: Any = yaml.load(
        (ROOT / "docs/openapi.yaml").read_text(), getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    )
    told = description["components"]["schemas"]

    described = components()

    assert {name: told.get(name) for name in described} == described


@pytest.mark.django_db
def test_a_document_and_its_line_in_a_list_have_the_fields_that_are_described_in_their_order() -> None:
    publish_now(make_article(causes=[make_cause()]))
    for row in Published.objects.all():
        assert list(json.loads(bytes(row.body))) == [*public_names(row.kind)[:-1]]
        assert list(json.loads(bytes(row.summary))) == [*summary_names(row.kind)[:-1]]
