from .among import Among
from .article import Article, ArticleImage, Scenario, Section, Takeaway
from .audit import AuditEntry, AuditHead
from .buffer import Buffer
from .bulk_change import BulkChange
from .cause import Cause
from .change import Change, PublishingLock
from .check_summary import CheckSummary
from .contributor import Contributor
from .diagnostic_test import DiagnosticTest
from .document import ClinicalCode, Document, Edit
from .due_work import DueJob, Reminder
from .faq import Faq
from .gate_result import GateOverride, GateResult, GateRun
from .human_check import HumanCheck
from .image import Image
from .import_batch import UNDECIDED_IMPORTS, UNSAVED_IMPORTS, ImportBatch, ImportPage, ImportPiece, ImportState
from .placement import CausePlacement, FaqPlacement, Placement, RedFlagPlacement, RemedyPlacement, TestPlacement
from .preview import PreviewComment, PreviewLink
from .published import PackedBody, PastPublication, Published, PublishedContribution, PublishedFacet, PublishedPart
from .red_flag import RedFlag
from .reference import Reference
from .release import Release
from .remedy import Remedy
from .review import FieldComment, RequestedVersion, Review, ReviewRequest
from .review_task import ReviewTask
from .saved_filter import SavedFilter
from .search import SearchText, SearchWord
from .source_text import SourceText
from .topic import Topic
from .version import Version
from .word_list import WordList, WordListEntry
from .wording import UrgencyWording, Wording

__all__ = [
    "UNDECIDED_IMPORTS",
    "UNSAVED_IMPORTS",
    "Among",
    "Article",
    "ArticleImage",
    "AuditEntry",
    "AuditHead",
    "Buffer",
    "BulkChange",
    "Cause",
    "CausePlacement",
    "Change",
    "CheckSummary",
    "ClinicalCode",
    "Contributor",
    "DiagnosticTest",
    "Document",
    "DueJob",
    "Edit",
    "Faq",
    "FaqPlacement",
    "FieldComment",
    "GateOverride",
    "GateResult",
    "GateRun",
    "HumanCheck",
    "Image",
    "ImportBatch",
    "ImportPage",
    "ImportPiece",
    "ImportState",
    "PackedBody",
    "PastPublication",
    "Placement",
    "PreviewComment",
    "PreviewLink",
    "Published",
    "PublishedContribution",
    "PublishedFacet",
    "PublishedPart",
    "PublishingLock",
    "RedFlag",
    "RedFlagPlacement",
    "Reference",
    "Release",
    "Remedy",
    "RemedyPlacement",
    "Reminder",
    "RequestedVersion",
    "Review",
    "ReviewRequest",
    "ReviewTask",
    "SavedFilter",
    "Scenario",
    "SearchText",
    "SearchWord",
    "Section",
    "SourceText",
    "Takeaway",
    "TestPlacement",
    "Topic",
    "UrgencyWording",
    "Version",
    "WordList",
    "WordListEntry",
    "Wording",
]
