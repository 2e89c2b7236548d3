"""Everything that can happen to a question, a session or a report, each one plain function."""

from .alarm import Alarm, alarm_in, what_to_do
from .answering import Made, NotYourQuestion, SessionNotOpen, answer_question, make_faq
from .asking import Asked, AskingClosed, ask_question, is_open
from .feedback import Reported, ReportingClosed, close_report, count_helpfulness, may_close, report_problem
from .gates import register_question_gates
from .moderating import (
    StillPersonal,
    WrongState,
    assign_question,
    decline_question,
    merge_question,
    return_question,
)
from .private_status import IN_WORDS, kept_for, published_answer, question_by, report_by
from .retention import Erased, erase_expired, take_back_question
from .rights import ANSWER, MODERATE, may
from .standing_jobs import register_question_jobs
from .states import CLOSED, UNMODERATED, state_of, with_state
from .suggesting import experts_for, similar_answers
from .telling import tell_askers
from .worklist_rows import worklist_rows

__all__ = [
    "ANSWER",
    "CLOSED",
    "IN_WORDS",
    "MODERATE",
    "UNMODERATED",
    "Alarm",
    "Asked",
    "AskingClosed",
    "Erased",
    "Made",
    "NotYourQuestion",
    "Reported",
    "ReportingClosed",
    "SessionNotOpen",
    "StillPersonal",
    "WrongState",
    "alarm_in",
    "answer_question",
    "ask_question",
    "assign_question",
    "close_report",
    "count_helpfulness",
    "decline_question",
    "erase_expired",
    "experts_for",
    "is_open",
    "kept_for",
    "make_faq",
    "may",
    "may_close",
    "merge_question",
    "published_answer",
    "question_by",
    "register_question_services",
    "report_by",
    "report_problem",
    "return_question",
    "similar_answers",
    "state_of",
    "take_back_question",
    "tell_askers",
    "what_to_do",
    "with_state",
    "worklist_rows",
]


def register_question_services() -> None:
    register_question_gates()
    register_question_jobs()
