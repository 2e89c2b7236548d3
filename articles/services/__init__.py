"""Writes to the working rows, each one plain function."""

from articles.publishing import EditConflict, record_edit

from .gate_report import GateReport, PeopleCheckState, people_checks_of, report_on
from .human_checks import WrongCheck, record_human_check
from .images import ImageRefused, StoredImage, save_image, store_image
from .load_content import ContentFolder, load_content
from .source_texts import TextTooShort, keep_source_text
from .sources import save_source

__all__ = [
    "ContentFolder",
    "EditConflict",
    "GateReport",
    "ImageRefused",
    "PeopleCheckState",
    "StoredImage",
    "TextTooShort",
    "WrongCheck",
    "keep_source_text",
    "load_content",
    "people_checks_of",
    "record_edit",
    "record_human_check",
    "report_on",
    "save_image",
    "save_source",
    "store_image",
]
