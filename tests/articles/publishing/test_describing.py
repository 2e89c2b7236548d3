from pathlib import Path
from typing import Any

import yaml

from articles.publishing.describing import components

ROOT = Path(__file__).resolve().parents[3]


def test_documents_are_described_as_clients_have_been_told() -> None:
    description: Any = yaml.load(
        (ROOT / "docs/openapi.yaml").read_text(), getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    )
    told = description["components"]["schemas"]

    described = components()

    assert {name: told.get(name) for name in described} == described
