"""The fixture files, their shapes, and an article put together from them as the API would show it."""

import json
from pathlib import Path
from typing import Any

from articles.content.markdown import rich_text

Payload = dict[str, Any]

FIXTURES = Path(__file__).parents[2] / "fixtures"
CONTENT = FIXTURES / "content"

DOCUMENT = {"kind", "slug", "locale", "review_interval_months", "references", "codes"}
MARKDOWN = {
    "cause": {"description", "mechanism", "what_to_do", "when_to_suspect"},
    "remedy": {"steps", "benefits", "risks", "who_should_not"},
    "red_flag": {"text", "action", "why"},
    "test": {"purpose", "what_happens", "when_used"},
    "faq": {"answer"},
    "topic": {"description"},
    "wording": {"disclaimer", "safety_net"},
    "article": {"safety_net"},
}
PLAIN = {
    "cause": {"name", "serious", "synonyms", "remedies", "tests", "red_flags"},
    "remedy": {"name", "remedy_kind", "evidence_status", "cautions"},
    "red_flag": {"name", "urgency"},
    "test": {"name"},
    "faq": {"question"},
    "topic": {"name", "topic_kind", "parent"},
    "wording": {"name", "country", "emergency_number", "levels"},
    "article": {"title", "summary", "synonyms", "no_emergency_reason", "authors", "topics", "sections", "scenarios"}
    | {"takeaways", "images", "causes", "remedies", "red_flags", "tests", "faqs"},
}
ROWS = {
    "sections": {"slug", "aspect", "heading", "body", "references"},
    "scenarios": {"slug", "title", "situation", "solution", "references"},
    "takeaways": {"text"},
    "causes": {"slug", "frequency", "note"},
    "remedies": {"slug", "note"},
    "red_flags": {"slug", "group", "note"},
    "tests": {"slug", "note"},
    "faqs": {"slug", "note"},
    "levels": {"urgency", "label", "timeframe", "action"},
    "codes": {"system", "code", "display"},
}
ROW_MARKDOWN = {"body", "situation", "solution", "text", "note", "action"}
PLACED_KINDS = {
    "causes": "cause",
    "remedies": "remedy",
    "red_flags": "red_flag",
    "tests": "test",
    "faqs": "faq",
}
CLAIM_KINDS = set(PLACED_KINDS.values())


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def read_list(name: str) -> dict[str, Payload]:
    rows = read(CONTENT / f"{name}.json")
    found = {row["slug"]: row for row in rows}
    assert len(found) == len(rows), f"a slug is there twice in {name}.json"
    return found


# Protocols have a form of their own: tests/triage/content.
EVERY_LANGUAGE = [path for path in sorted(CONTENT.glob("*/*.json")) if path.parent.name != "protocol"]
PATHS = [path for path in EVERY_LANGUAGE if path.name.endswith(".en.json")]
DOCUMENTS: dict[tuple[str, str], Payload] = {(path.parent.name, path.name.split(".")[0]): read(path) for path in PATHS}
REFERENCES = read_list("references")
CONTRIBUTORS = read_list("contributors")
IMAGES = read_list("images")


def of_kind(kind: str) -> list[Payload]:
    return [document for (found, _), document in DOCUMENTS.items() if found == kind]


def as_public(payload: Payload, markdown: set[str]) -> Payload:
    return {key: rich_text(value) if key in markdown else value for key, value in payload.items()}


def compose(slug: str) -> Payload:
    """An article with its library entries in place of their slugs, as in the public JSON."""
    article = as_public(DOCUMENTS["article", slug], MARKDOWN["article"])
    for part in ("sections", "scenarios", "takeaways"):
        article[part] = [as_public(row, ROW_MARKDOWN) for row in article[part]]
    for part, kind in PLACED_KINDS.items():
        article[part] = [as_public(DOCUMENTS[kind, row["slug"]], MARKDOWN[kind]) | row for row in article[part]]
    article["images"] = [IMAGES[row["slug"]] for row in article["images"]]
    return article
