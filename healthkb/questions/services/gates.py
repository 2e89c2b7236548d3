"""A check that holds whoever edits the FAQ afterwards."""

from collections.abc import Iterable

from articles.publishing import Gate, Severity, Subject, register_gate
from healthkb.questions.reading import DetailKind, find_details

# A help line may stand in an answer, and so may a date and a link.
PRIVATE = {DetailKind.EMAIL, DetailKind.NHS_NUMBER, DetailKind.POSTCODE, DetailKind.ADDRESS}


def no_personal_details(subject: Subject) -> Iterable[tuple[str, str, str, str]]:
    if not subject.payload.get("answered"):
        return
    for field, text in subject.texts:
        for each in find_details(text):
            if each.kind in PRIVATE:
                yield field, each.words, f"This may tell who asked: {each.kind}.", "Take it out."


def register_question_gates() -> None:
    register_gate(Gate("GOV-09", "No personal details", Severity.BLOCK, frozenset({"faq"}), no_personal_details))
