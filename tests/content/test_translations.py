"""Translations that ship with the product: drafts by a machine, said in plain sight, with every urgent sign."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from .fixture_files import DOCUMENTS, EVERY_LANGUAGE, PATHS, read

TRANSLATIONS = [path for path in EVERY_LANGUAGE if path not in PATHS]
ARTICLE = next(read(path) for path in TRANSLATIONS if path.parent.name == "article")


@pytest.mark.parametrize("path", TRANSLATIONS, ids=lambda path: path.name)
def test_it_has_the_keys_and_numbers_of_its_source(path: Path) -> None:
    translation, source = read(path), DOCUMENTS[path.parent.name, read(path)["slug"]]
    assert path.read_text(encoding="utf-8") == json.dumps(translation, ensure_ascii=False, indent=2) + "\n"
    assert set(translation) == set(source)
    assert [translation.get(key) for key in ("kind", "slug", "urgency", "serious", "references", "codes")] == [
        source.get(key) for key in ("kind", "slug", "urgency", "serious", "references", "codes")
    ]
    assert _phones(translation.get("action", "")) == _phones(source.get("action", ""))


def test_the_article_says_first_that_a_machine_made_it_and_nobody_has_reviewed_it() -> None:
    assert ARTICLE["title"].endswith("(bản dịch máy, chưa duyệt)")
    assert ARTICLE["summary"].startswith("Bản dịch máy, chưa ai duyệt.")
    assert ARTICLE["sections"][0]["body"].startswith("**Bản dịch máy, chưa ai duyệt.")


def test_the_article_has_every_section_and_story_of_its_source_with_the_same_phone_numbers() -> None:
    source = DOCUMENTS["article", "thigh-twitching"]
    for part in ("sections", "scenarios"):
        assert [row["slug"] for row in ARTICLE[part]] == [row["slug"] for row in source[part]]
    numbers = {row["slug"]: _phones(row["body"]) for row in ARTICLE["sections"]}
    assert numbers == {row["slug"]: _phones(row["body"]) for row in source["sections"]}
    assert _phones(ARTICLE["safety_net"]) == _phones(source["safety_net"])


def test_what_the_article_places_is_there_in_the_same_language() -> None:
    there = {(path.parent.name, read(path)["slug"]) for path in TRANSLATIONS}
    placed = {("cause", row["slug"]) for row in ARTICLE["causes"]}
    placed |= {("red_flag", row["slug"]) for row in ARTICLE["red_flags"]}
    assert placed == there - {("article", "thigh-twitching")}


def _phones(text: str) -> Any:
    return sorted(re.findall(r"\b(?:999|111|A&E)", text))
