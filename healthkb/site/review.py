"""Who has checked a page, told plainly. A page that no clinician has signed says so first."""

import datetime as dt
from dataclasses import dataclass

from healthkb.site.public_api import Json

NOT_SIGNED = "No clinician has signed this page yet."
SIGNED = "A clinician has checked this page."
PLAIN_WORDS = {
    "clinically_reviewed": "",
    "editorially_reviewed": "An editor has checked it.",
    "demonstration": "It is here to show how this site works. Do not use it to decide about your health.",
    "awaiting_review": "It is waiting for its review.",
    "overdue": "It should have been checked again by now. Some of it may be out of date.",
}


@dataclass(frozen=True, slots=True)
class ReviewNote:
    is_signed: bool
    is_current: bool
    more: str
    last_reviewed: dt.date | None
    next_review: dt.date | None
    reviewers: list[str]

    @property
    def verdict(self) -> str:
        return SIGNED if self.is_signed else NOT_SIGNED

    @property
    def needs_notice(self) -> bool:
        return not (self.is_signed and self.is_current)


def review_of(document: Json) -> ReviewNote:
    reviews = [each for each in document["reviewed_by"] if not each["demonstration"]]
    status = document["review_status"]
    return ReviewNote(
        is_signed=any(each["review"] == "clinical" for each in reviews),
        is_current=status != "overdue",
        more=PLAIN_WORDS.get(status, ""),
        last_reviewed=_day(document["last_reviewed"]),
        next_review=_day(document["next_review"]),
        reviewers=[_reviewer(each) for each in reviews],
    )


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _reviewer(person: Json) -> str:
    return ", ".join(filter(None, (person.get("name"), person.get("credentials"))))
