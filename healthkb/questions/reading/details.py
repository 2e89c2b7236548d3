"""Words that may tell who somebody is. Better one too many: a person looks at each before anything is published."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class DetailKind(StrEnum):
    EMAIL = "e-mail address"
    NHS_NUMBER = "NHS number"
    PHONE = "phone number"
    DATE = "date, perhaps of birth"
    POSTCODE = "postcode"
    ADDRESS = "street address"
    ACCOUNT = "link or account"
    NAME = "name, perhaps"

    @property
    def is_certain(self) -> bool:
        """A name can be that of an illness or a town; the others hardly are anything else."""
        return self is not DetailKind.NAME


@dataclass(frozen=True, slots=True)
class Detail:
    kind: DetailKind
    start: int
    end: int
    words: str


_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_NAME = r"[^\W\d_a-z][^\W\d_]+(?:[ '’-][^\W\d_a-z][^\W\d_]+){0,3}"
# In this order: what one has taken, the next does not look at again.
_PATTERNS: tuple[tuple[DetailKind, re.Pattern[str]], ...] = (
    (DetailKind.EMAIL, re.compile(r"[\w.+%-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)),
    (DetailKind.ACCOUNT, re.compile(r"\b(?:https?://|www\.)\S+|(?<![\w@])@\w{3,}", re.IGNORECASE)),
    (
        DetailKind.DATE,
        re.compile(
            rf"\b\d{{1,2}}\s?[/.-]\s?\d{{1,2}}\s?[/.-]\s?(?:\d{{4}}|\d{{2}})\b|\b(?:19|20)\d{{2}}-\d{{2}}-\d{{2}}\b"
            rf"|\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH},? (?:19|20)\d{{2}}\b"
            rf"|\b{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? (?:19|20)\d{{2}}\b"
            r"|(?<=born in )(?:19|20)\d{2}\b|(?<=born )(?:19|20)\d{2}\b",
            re.IGNORECASE,
        ),
    ),
    (DetailKind.PHONE, re.compile(r"(?<![\w.])(?:\+|00|\(?0)\d?(?:[\s().-]{0,2}\d){7,13}(?!\d)")),
    (DetailKind.NHS_NUMBER, re.compile(r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)")),
    (DetailKind.PHONE, re.compile(r"(?<!\d)\d(?:[ .-]?\d){8,13}(?!\d)")),
    (DetailKind.POSTCODE, re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b", re.IGNORECASE)),
    (
        DetailKind.ADDRESS,
        re.compile(
            r"\b\d{1,4}[a-z]?,? (?:[A-Z][\w'’]+ ){1,3}"
            r"(?:Street|St|Road|Rd|Lane|Avenue|Ave|Close|Drive|Way|Crescent|Court|Place|Terrace|Gardens)\b"
        ),
    ),
    (
        DetailKind.NAME,
        re.compile(
            r"(?:(?i:\bmy name(?:'s|’s| is)|\bi am called|\bthis is|\bregards,?|\bthanks,?|\bcheers,?"
            r"|\btên (?:tôi|em|con) là)"
            rf"|\b(?:Dr|Doctor|Mr|Mrs|Ms|Miss|Mx|Prof|Professor|Nurse|Sister)\.?)\s+(?P<name>{_NAME})"
        ),
    ),
    (
        DetailKind.NAME,
        re.compile(
            rf"(?i:\bmy (?:son|daughter|wife|husband|partner|mum|mother|dad|father|brother|sister|friend|child|baby))"
            rf",? (?P<name>{_NAME})"
        ),
    ),
    # Two capitals that do not begin a sentence.
    (DetailKind.NAME, re.compile(r"(?<=[a-z,;:] )(?P<name>[A-ZÀ-Ỹ][a-zà-ỹ]+ [A-ZÀ-Ỹ][a-zà-ỹ'’-]+)")),
)


def find_details(text: str) -> list[Detail]:
    """In the order of the text, none inside another."""
    found: list[Detail] = []
    for kind, pattern in _PATTERNS:
        for start, end in _spans(pattern, text):
            if all(end <= each.start or start >= each.end for each in found) and _is(kind, text[start:end]):
                found.append(Detail(kind, start, end, text[start:end]))
    return sorted(found, key=lambda each: each.start)


def without_details(text: str, *, mark: str = "…") -> str:
    """The text with a mark in the place of each, for a person to go on from."""
    for each in reversed(find_details(text)):
        text = text[: each.start] + mark + text[each.end :]
    return text


def _spans(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    for match in pattern.finditer(text):
        yield match.span("name") if "name" in pattern.groupindex else match.span()


def _is(kind: DetailKind, words: str) -> bool:
    if kind is DetailKind.NHS_NUMBER:
        return is_nhs_number([int(each) for each in words if each.isdigit()])
    return True


def is_nhs_number(digits: list[int]) -> bool:
    """Its last digit checks the others (modulus 11)."""
    rest = 11 - sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return len(digits) == 10 and rest != 10 and rest % 11 == digits[9]
