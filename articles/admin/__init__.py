"""The editors' side: a file for each concept, and one call to a service for each thing that is done."""

from . import (
    article,
    cause,
    contributor,
    diagnostic_test,
    faq,
    history,
    image,
    red_flag,
    reference,
    remedy,
    review_request,
    topic,
    wording,
)

__all__ = [
    "article",
    "cause",
    "contributor",
    "diagnostic_test",
    "faq",
    "history",
    "image",
    "red_flag",
    "reference",
    "remedy",
    "review_request",
    "topic",
    "wording",
]
