"""An import from upload to undo."""

from .confirming import cancel, confirm, conflict_count, undo
from .pages import CHANGES, FINDINGS, all_changes, all_findings, changes_on, findings_on
from .problems import ImportRefused
from .submitting import documents_of, live_documents_touched, submit_batch
from .uploading import LARGE_ROWS, preview, upload
from .working import ask_to_confirm, work_on_imports

__all__ = [
    "CHANGES",
    "FINDINGS",
    "LARGE_ROWS",
    "ImportRefused",
    "all_changes",
    "all_findings",
    "ask_to_confirm",
    "cancel",
    "changes_on",
    "confirm",
    "conflict_count",
    "documents_of",
    "findings_on",
    "live_documents_touched",
    "preview",
    "submit_batch",
    "undo",
    "upload",
    "work_on_imports",
]
