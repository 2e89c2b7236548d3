"""What the columns of a file are likely to be. Only ever a suggestion on a form that a person sends."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from articles.sheets.columns import Column, Sheet
from articles.sheets.plan.layout import fold

# What others call the columns that most files have, by the names of our fields.
_OTHER_WORDS = {
    "title": (
        "title",
        "name",
        "question",
        "questions",
        "term",
        "label",
        "condition",
        "disease",
        "symptom",
        "treatment",
    ),
    "answer": ("answer", "answers", "response", "reply"),
    "description": ("description", "definition", "overview", "details"),
    "summary": ("summary", "abstract", "short description"),
    "steps": ("steps", "instructions"),
    "purpose": ("purpose", "why"),
    "synonyms": ("synonyms", "aliases", "also known as", "other names"),
    "locale": ("language", "lang", "locale"),
    "code": ("code", "icd", "icd10", "icd 10", "icd code", "icd10 code"),
    "display": ("display", "description", "long description", "name", "title"),
    "url": ("url", "link", "source url", "web address"),
    "publisher": ("publisher", "source", "organisation", "organization"),
}


def likely_columns(sheet: Sheet, headings: Sequence[str]) -> dict[str, str]:
    """For our headings, those of the file that say the same. The slug is made from what names the row."""
    known = {fold(heading): heading for heading in headings if heading.strip()}
    found = {column.heading: heading for column in sheet.columns if (heading := _likely(column, known))}
    named = next((column for column in sheet.columns if column.name == "title"), None)
    slug = sheet.slug_column
    if slug.name == "slug" and slug.heading not in found and named is not None and named.heading in found:
        found[slug.heading] = found[named.heading]
    return found


def _likely(column: Column, known: dict[str, str]) -> str:
    words = [fold(column.heading), fold(column.name), *_OTHER_WORDS.get(column.name, ())]
    exact = next((word for word in words if word in known), "")
    near = get_close_matches(words[0], known, n=1, cutoff=0.85)
    return known.get(exact or (near[0] if near else ""), "")


def likely_sheet(sheets: Iterable[Sheet], headings: Sequence[str]) -> Sheet | None:
    """The sheet that most of the headings fit, if any fits what a new row needs, or a person must choose for it."""
    best, most = None, 0.0
    for sheet in sheets:
        found = likely_columns(sheet, headings)
        needed = [column.heading for column in sheet.columns if column.is_required or _must_be_chosen(column)]
        score = len(set(found.values())) + len(found) / 100
        if score > most and all(heading in found for heading in needed):
            best, most = sheet, score
    return best


def _must_be_chosen(column: Column) -> bool:
    """A word of a fixed list that has none from the start: a draft may be without, but not what is submitted."""
    return bool(column.words) and column.model_field.get_default() == ""
