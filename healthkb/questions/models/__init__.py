from .expert import Expert
from .feedback import MOST_LETTERS as MOST_REPORT_LETTERS
from .feedback import Helpfulness, ProblemCategory, ProblemReport, ReportState
from .question import MOST_LETTERS, Answer, Contact, DeclineReason, Question, QuestionState
from .session import ExpertSession, SessionState

__all__ = [
    "MOST_LETTERS",
    "MOST_REPORT_LETTERS",
    "Answer",
    "Contact",
    "DeclineReason",
    "Expert",
    "ExpertSession",
    "Helpfulness",
    "ProblemCategory",
    "ProblemReport",
    "Question",
    "QuestionState",
    "ReportState",
    "SessionState",
]
