"""Every fact of the evidence check is in its place in the thigh article, with its sources."""

from typing import Any

import pytest

from .fact_paths import FACTS, PLACED_FACTS, references_at, value_at
from .fixture_files import compose

THIGH = compose("thigh-twitching")
SOURCE_FACTS = 77  # the 78 of the evidence check, without the one that was dropped
MISSING_RED_FLAGS = 37


def test_every_fact_is_mapped() -> None:
    ids = {fact["id"] for fact in FACTS}
    flags = {f"MRF{number}" for number in range(1, MISSING_RED_FLAGS + 1)}

    assert ids & flags == flags
    assert len(ids - flags) == SOURCE_FACTS
    assert [fact["id"] for fact in FACTS if "feature" in fact] == ["P1", "P2", "P3"]


@pytest.mark.parametrize("fact", PLACED_FACTS, ids=lambda fact: f"{fact['id']}-{fact['path']}")
def test_fact_is_in_its_place(fact: dict[str, Any]) -> None:
    assert fact["text"] in value_at(THIGH, fact["path"])


@pytest.mark.parametrize("fact", PLACED_FACTS, ids=lambda fact: f"{fact['id']}-{fact['path']}")
def test_fact_has_its_sources(fact: dict[str, Any]) -> None:
    assert set(fact["references"]) - references_at(THIGH, fact["path"]) == set()
