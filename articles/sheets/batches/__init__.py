"""An import from upload to undo."""

from .confirming import cancel, confirm, conflict_count, undo
from .pages import (
    CHANGES,
    FINDINGS,
    all_changes,
    all_findings,
    changes_on,
    findings_on,
    has_marked_file,
    marked_file,
    samples,
)
from .pieces import file_of
from .problems import ImportRefused, in_words
from .progress import saved_so_far
from .submitting import can_submit, documents_of, live_documents_touched, submit_batch
from .uploading import is_large, look_again, preview, upload
from .working import ask_to_confirm, ask_to_submit, ask_to_undo, work_on_imports

__all__ = [
    "CHANGES",
    "FINDINGS",
    "ImportRefused",
    "all_changes",
    "all_findings",
    "ask_to_confirm",
    "ask_to_submit",
    "ask_to_undo",
    "can_submit",
    "cancel",
    "changes_on",
    "confirm",
    "conflict_count",
    "documents_of",
    "file_of",
    "findings_on",
    "has_marked_file",
    "in_words",
    "is_large",
    "live_documents_touched",
    "look_again",
    "marked_file",
    "preview",
    "samples",
    "saved_so_far",
    "submit_batch",
    "undo",
    "upload",
    "work_on_imports",
]
