"""The content that ships with the product: well-formed files, with sources, safe to publish."""

import json
import re
import struct
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from articles.content import vocabulary as words
from articles.content.text import MAX_BODY

from .fixture_files import (
    CLAIM_KINDS,
    CONTENT,
    CONTRIBUTORS,
    DOCUMENT,
    DOCUMENTS,
    FIXTURES,
    IMAGES,
    MARKDOWN,
    PATHS,
    PLACED_KINDS,
    PLAIN,
    REFERENCES,
    ROW_MARKDOWN,
    ROWS,
    Payload,
    compose,
    of_kind,
    read,
)

THIGH = compose("thigh-twitching")


def label(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def slugs(rows: list[Payload]) -> list[str]:
    return [row["slug"] for row in rows]


@pytest.mark.parametrize("path", [*PATHS, *sorted(CONTENT.glob("*.json"))], ids=label)
def test_file_is_written_as_people_read_it(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == json.dumps(read(path), ensure_ascii=False, indent=2) + "\n"


@pytest.mark.parametrize("path", PATHS, ids=label)
def test_document_has_the_keys_of_its_kind(path: Path) -> None:
    document, kind = read(path), path.parent.name

    assert set(document) == DOCUMENT | MARKDOWN[kind] | PLAIN[kind]
    assert f"{document['slug']}.{document['locale']}.json" == path.name
    assert document["kind"] == kind


@pytest.mark.parametrize("path", PATHS, ids=label)
def test_rows_have_the_keys_of_their_part(path: Path) -> None:
    document = read(path)
    parts = ROWS if document["kind"] == "article" else {key: ROWS[key] for key in ("codes", "levels")}

    assert [set(row) for part in parts for row in document.get(part, [])] == [
        parts[part] for part in parts for _ in document.get(part, [])
    ]


@pytest.mark.parametrize("path", PATHS, ids=label)
def test_named_things_exist(path: Path) -> None:
    document = read(path)
    parts = [document, *document.get("sections", []), *document.get("scenarios", [])]
    documents = {(kind, slug) for part, kind in PLACED_KINDS.items() for slug in slugs(document.get(part, []))}
    documents |= {("topic", slug) for slug in slugs(document.get("topics", []))}
    documents |= {("topic", document["parent"]["slug"])} if document.get("parent") else set()

    assert {slug for part in parts for slug in slugs(part.get("references", []))} - set(REFERENCES) == set()
    assert documents - set(DOCUMENTS) == set()
    assert set(slugs(document.get("authors", []))) - set(CONTRIBUTORS) == set()
    assert set(slugs(document.get("images", []))) - set(IMAGES) == set()


@pytest.mark.parametrize("path", PATHS, ids=label)
def test_words_are_of_the_vocabulary(path: Path) -> None:
    document = read(path)
    urgencies = [document.get("urgency", "routine"), *(row["urgency"] for row in document.get("levels", []))]

    assert [words.Urgency(word).value for word in urgencies] == urgencies
    for key, vocabulary in (
        ("remedy_kind", words.RemedyKind),
        ("evidence_status", words.EvidenceStatus),
        ("topic_kind", words.TopicKind),
    ):
        assert document.get(key) in {None, *vocabulary}
    assert set(document.get("cautions", [])) - set(words.Caution) == set()
    assert {row["aspect"] for row in document.get("sections", [])} - set(words.HealthAspect) == set()
    assert {row["system"] for row in document["codes"]} - set(words.CodeSystem) == set()


@pytest.mark.parametrize("path", PATHS, ids=label)
def test_no_row_is_there_twice(path: Path) -> None:
    document = read(path)

    rows = {key: slugs(document.get(key, [])) for key in ("sections", "scenarios", *PLACED_KINDS)}
    assert {key: found for key, found in rows.items() if len(set(found)) < len(found)} == {}


@pytest.mark.parametrize("path", PATHS, ids=label)
def test_texts_fit_a_spreadsheet_cell(path: Path) -> None:
    assert [text for text in texts(read(path)) if len(text) > MAX_BODY] == []


@pytest.mark.parametrize("path", PATHS, ids=label)
def test_sentences_are_short(path: Path) -> None:
    assert [line for text in texts(read(path)) for line in sentences(text) if len(line.split()) > 25] == []


@pytest.mark.parametrize("path", PATHS, ids=label)
def test_claims_have_a_source(path: Path) -> None:
    document = read(path)
    claims = [document] if document["kind"] in CLAIM_KINDS else document.get("scenarios", [])

    assert [claim["slug"] for claim in claims if not claim["references"]] == []


def test_references_say_where_they_are_from() -> None:
    needed = {"slug", "publisher", "title", "url", "doi", "published", "last_checked", "grade"}
    unplaced = [slug for slug, row in REFERENCES.items() if not (row["url"] or row["doi"])]

    assert {frozenset(row) for row in REFERENCES.values()} == {frozenset(needed)}
    assert [slug for slug, row in REFERENCES.items() if not (row["publisher"] and row["title"])] == []
    assert [row["grade"] for row in REFERENCES.values() if row["grade"] not in set(words.Grade)] == []
    assert [row for row in REFERENCES.values() if not re.fullmatch(r"\d{4}-\d\d-\d\d", row["last_checked"])] == []
    assert [
        row for row in REFERENCES.values() if not re.fullmatch(r"\d{4}(-\d\d){0,2}|not stated", row["published"])
    ] == []
    assert unplaced == ["clin-judgement"]


def test_no_document_rests_on_judgement_without_a_source() -> None:
    assert [label(path) for path in PATHS if "clin-judgement" in path.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize("flag", of_kind("red_flag"), ids=lambda flag: str(flag["slug"]))
def test_red_flag_action_matches_its_urgency(flag: Payload) -> None:
    first = flag["action"].split(".")[0]

    assert flag["text"]
    assert flag["why"]
    assert {
        "emergency": "999" in flag["action"] or "A&E" in flag["action"],
        "same_day": bool(re.search(r"today|111|urgent|now", first)) and not first.startswith("Call 999"),
        "soon": "999" not in first,
        "routine": "999" not in flag["action"],
    }[flag["urgency"]]


def test_red_flag_groups_are_short_enough_to_read() -> None:
    groups = Counter(row["group"] for slug in ("thigh-twitching", "calf-cramps") for row in article(slug, "red_flags"))

    assert {group: size for group, size in groups.items() if size > 6} == {}


@pytest.mark.parametrize("slug", ["thigh-twitching", "calf-cramps"])
def test_article_says_that_no_clinician_has_signed_it(slug: str) -> None:
    about = next(row for row in compose(slug)["sections"] if row["slug"] == "about-this-page")

    assert about["body"]["text"].startswith("No clinician has signed this article yet.")


def test_risky_remedies_say_who_should_not() -> None:
    assert [row["slug"] for row in of_kind("remedy") if not row["who_should_not"]] == []


def test_serious_causes_say_when_to_suspect_them() -> None:
    serious = [row for row in of_kind("cause") if row["serious"]]

    assert sorted(slugs(serious)) == ["als-mnd", "isaacs", "sma"]
    assert [row["slug"] for row in serious if not (row["when_to_suspect"] and row["red_flags"])] == []


def test_wording_speaks_of_every_urgency() -> None:
    assert [row["urgency"] for row in DOCUMENTS["wording", "gb"]["levels"]] == list(words.Urgency)


def test_thigh_article_has_all_its_parts() -> None:
    counts = {
        "causes": Counter("serious" if row["serious"] else row["frequency"] for row in THIGH["causes"]),
        "remedies": Counter(row["remedy_kind"] for row in THIGH["remedies"]),
    }
    sizes = {part: len(THIGH[part]) for part in ("tests", "scenarios", "faqs", "images", "takeaways")}

    assert counts == {"causes": {"common": 8, "serious": 3}, "remedies": {"self_care": 6, "treatment": 4}}
    assert sizes == {"tests": 4, "scenarios": 3, "faqs": 10, "images": 2, "takeaways": 3}


def test_cramps_article_shares_the_library() -> None:
    shared = {
        (part, slug)
        for part in PLACED_KINDS
        for slug in set(slugs(article("calf-cramps", part))) & set(slugs(article("thigh-twitching", part)))
    }

    assert {
        ("causes", "dehydration"),
        ("causes", "exercise-fatigue"),
        ("remedies", "fluids"),
        ("remedies", "stretch-move"),
        ("red_flags", "dvt"),
        ("red_flags", "muscle-breakdown"),
        ("tests", "blood-tests"),
    } <= shared


@pytest.mark.parametrize("image", IMAGES.values(), ids=lambda image: str(image["slug"]))
def test_image_is_drawn_sized_and_described(image: Payload) -> None:
    drawing = (FIXTURES / "images" / image["file"]).read_bytes()

    assert drawing.startswith(b"\x89PNG")
    assert struct.unpack(">I", drawing[16:20]) == (1600,)
    assert len(drawing) < 300_000
    assert (FIXTURES / "images" / image["file"]).with_suffix(".svg").exists()
    assert 5 <= len(image["alt"].split()) <= 30


def article(slug: str, part: str) -> list[Payload]:
    rows: list[Payload] = DOCUMENTS["article", slug][part]
    return rows


def texts(value: Any, key: str = "") -> list[str]:
    """Every text that readers see in a document, at any depth."""
    if isinstance(value, dict):
        return [text for name, part in value.items() for text in texts(part, name)]
    if isinstance(value, list):
        return [text for part in value for text in texts(part)]
    readable = ROW_MARKDOWN | {"summary", "question", *(name for names in MARKDOWN.values() for name in names)}
    return [value] if key in readable and isinstance(value, str) else []


def sentences(text: str) -> list[str]:
    return [line for line in re.split(r"(?<=[.!?:])\s+|\n+", text) if line]
