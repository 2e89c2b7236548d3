"""The editors' side: a file for each concept, and one call to a service for each thing that is done."""

from . import (
    article,
    audit,
    cause,
    contributor,
    diagnostic_test,
    faq,
    history,
    image,
    imports,
    red_flag,
    reference,
    remedy,
    review_request,
    topic,
    word_lists,
    wording,
)

__all__ = [
    "article",
    "audit",
    "cause",
    "contributor",
    "diagnostic_test",
    "faq",
    "history",
    "image",
    "imports",
    "red_flag",
    "reference",
    "remedy",
    "review_request",
    "topic",
    "word_lists",
    "wording",
]
