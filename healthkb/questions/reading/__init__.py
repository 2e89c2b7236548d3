"""What stands in a reader's text: personal details, and words that cannot wait. Plain Python."""

from .alarm import alarming_words
from .details import Detail, DetailKind, find_details, without_details

__all__ = ["Detail", "DetailKind", "alarming_words", "find_details", "without_details"]
