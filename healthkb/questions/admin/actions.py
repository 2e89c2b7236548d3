"""What can be done with a question or a report. Each makes one call to a service, which decides for itself."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from articles.publishing import permissions
from healthkb.questions import services
from healthkb.questions.models import QuestionState, ReportState

from . import forms
from .action import Action, Data

State = QuestionState


def _moderates(row: Any, user: Any) -> bool:
    return services.may(user, services.MODERATE)


def _is_theirs(question: Any, user: Any) -> bool:
    return question.expert is not None and question.expert.user_id == user.pk


def _answers(question: Any, user: Any) -> bool:
    return services.may(user, services.ANSWER) and _is_theirs(question, user)


def _returns(question: Any, user: Any) -> bool:
    return _moderates(question, user) or _is_theirs(question, user)


def _publishes(question: Any, user: Any) -> bool:
    return _moderates(question, user) and permissions.may(user, permissions.SUBMIT)


def _while(*states: QuestionState) -> Callable[[Any, Any, dt.datetime], bool]:
    def is_possible(question: Any, user: Any, at: dt.datetime) -> bool:
        return services.state_of(question, at=at) in states and question.faq_id is None

    return is_possible


def _calls(service: Callable[..., Any], row_name: str = "question") -> Callable[[Any, Data, Any, dt.datetime], Any]:
    def call(row: Any, data: Data, by: Any, at: dt.datetime) -> Any:
        return service(**{row_name: row}, **data, by=by, at=at)

    return call


UNANSWERED = (State.NEW, State.NEEDS_MODERATION, State.ASSIGNED)

QUESTION_ACTIONS = {
    each.name: each
    for each in (
        Action(
            "assign",
            "Assign to an expert",
            forms.AssignForm,
            _calls(services.assign_question),
            _while(*UNANSWERED),
            _moderates,
            "Assigned. It is on the expert's worklist.",
            "Write the question as readers will see it, without anything that tells who asked. The expert sees both.",
        ),
        Action(
            "answer",
            "Answer",
            forms.AnswerForm,
            _calls(services.answer_question),
            _while(State.ASSIGNED, State.ANSWERED),
            _answers,
            "Answered. A moderator makes it a FAQ, and somebody else reviews it.",
            "Answer the question for every reader, not for this one person only.",
        ),
        Action(
            "make_faq",
            "Publish as a FAQ",
            forms.MakeFaqForm,
            _calls(services.make_faq),
            _while(State.ANSWERED),
            _publishes,
            "Sent for review. Once it is approved, a publisher publishes it.",
            "The question and its answer become a FAQ with the expert's name on it, and are sent for clinical review.",
        ),
        Action(
            "merge",
            "It is answered already",
            forms.MergeForm,
            _calls(services.merge_question),
            _while(*UNANSWERED, State.ANSWERED),
            _moderates,
            "Closed. The person is shown the answer that there is.",
            "The question is closed, and the person who asked is shown a FAQ that readers have already.",
        ),
        Action(
            "decline",
            "Decline",
            forms.DeclineForm,
            _calls(services.decline_question),
            _while(*UNANSWERED, State.ANSWERED),
            _moderates,
            "Declined. The person is shown your message.",
            "The question is closed without an answer. The person who asked is shown your message.",
            danger=True,
        ),
        Action(
            "return",
            "Give it back to the moderators",
            forms.ReturnForm,
            _calls(services.return_question),
            _while(State.ASSIGNED),
            _returns,
            "Given back. The moderators see your reason.",
            "The question goes back to the moderators, who see why.",
        ),
    )
}


def _is_open(report: Any, user: Any, at: dt.datetime) -> bool:
    return bool(report.state == ReportState.OPEN)


REPORT_ACTIONS = {
    "close": Action(
        "close",
        "Say what came of it",
        forms.CloseReportForm,
        _calls(services.close_report, "report"),
        _is_open,
        services.may_close,
        "Closed. Whoever reported it can read your reply.",
        "Put the page right first, if it needs it. Then say here what you did.",
    )
}
