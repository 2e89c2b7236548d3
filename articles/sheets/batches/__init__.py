"""An import from upload to undo."""

from .confirming import cancel, confirm, conflict_count, undo
from .pages import CHANGES, FINDINGS, all_changes, all_findings, changes_on, findings_on, samples
from .pieces import file_of
from .problems import ImportRefused, in_words
from .progress import saved_so_far
from .submitting import documents_of, live_documents_touched, submit_batch
from .uploading import as_matched, is_large, look_again, preview, upload
from .working import ask_to_confirm, ask_to_submit, ask_to_undo, work_on_imports

__all__ = [
    "CHANGES",
    "FINDINGS",
    "ImportRefused",
    "all_changes",
    "all_findings",
    "as_matched",
    "ask_to_confirm",
    "ask_to_submit",
    "ask_to_undo",
    "cancel",
    "changes_on",
    "confirm",
    "conflict_count",
    "documents_of",
    "file_of",
    "findings_on",
    "in_words",
    "is_large",
    "live_documents_touched",
    "look_again",
    "preview",
    "samples",
    "saved_so_far",
    "submit_batch",
    "undo",
    "upload",
    "work_on_imports",
]
