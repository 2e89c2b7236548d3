"""The OpenAPI description of these addresses."""

from collections.abc import Callable
from typing import Any, TypeVar

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema

from articles.api.languages import LANG
from articles.api.schema import SLUG, responses
from articles.publishing.describing import INSTANT, TEXT, list_of, object_of, ref
from healthkb.questions.models import QuestionState, ReportState, SessionState

from .inputs import FeedbackBody, QuestionBody, ReportBody, SimilarBody

Method = TypeVar("Method", bound=Callable[..., Any])
JSON, PROBLEM = "application/json", "application/problem+json"
TAG, FEEDBACK, SESSIONS = "questions", "feedback", "expert-sessions"
FLAG: dict[str, Any] = {"type": "boolean"}
NUMBER: dict[str, Any] = {"type": "integer"}
URL: dict[str, Any] = {"type": "string", "format": "uri"}
UUID: dict[str, Any] = {"type": "string", "format": "uuid"}
TEXT_OR_NULL: dict[str, Any] = {"type": ["string", "null"]}
PROBLEMS = {
    400: "`errors` names each field and says what is wrong. Alarming words are answered here too, under `urgent`.",
    404: "There is nothing behind this link, or its time is over.",
    411: "The body came in chunks, without `Content-Length`.",
    413: "The body is too large.",
    415: "Send `application/json`.",
    429: "Too many requests; wait for as long as `Retry-After` says. Alarming words are answered here too.",
    503: "No more are taken just now; `detail` says until when.",
}


def or_null(schema: dict[str, Any], about: str) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}], "description": about}


URGENT = object_of(
    {
        "urgency": {"type": "string", "enum": ["emergency", "same_day"]},
        "label": TEXT,
        "timeframe": TEXT,
        "action": TEXT,
        "emergency_number": TEXT_OR_NULL,
        "because": {**list_of(TEXT), "description": "The words that it rests on, or the signs that they stand for."},
        "do_not_wait": TEXT,
    },
    "What to do now. Show it first.",
)
KEPT: dict[str, Any] = {**INSTANT, "description": "Then it is deleted, and the link with it."}
LINK: dict[str, Any] = {
    "token": {**TEXT, "description": "Told this once. Whoever has it sees the question's state and answer."},
    "status_url": URL,
    "kept_until": KEPT,
}
STATE: dict[str, Any] = {"type": "string", "enum": list(QuestionState.values)}
REPORT_STATE: dict[str, Any] = {"type": "string", "enum": list(ReportState.values)}
SHAPES: dict[str, Any] = {
    "Urgent": URGENT,
    "AskingForm": object_of(
        {
            "notice": {**TEXT, "description": "Show it above the form."},
            "consent": {**TEXT, "description": "What `consent` agrees to."},
            "is_open": FLAG,
            "min_letters": NUMBER,
            "max_letters": NUMBER,
            "kept_days": NUMBER,
        }
    ),
    "QuestionReceipt": object_of(
        {
            "id": UUID,
            "state": STATE,
            "notice": TEXT,
            "urgent": or_null(ref("Urgent"), "Not null if the text has alarming words."),
            **LINK,
        }
    ),
    "QuestionStatus": object_of(
        {
            "id": UUID,
            "state": STATE,
            "in_words": TEXT,
            "asked_at": INSTANT,
            "kept_until": KEPT,
            "message": TEXT_OR_NULL,
            "lang": TEXT,
            "answer": or_null(ref("Faq"), "The published answer, once there is one."),
        }
    ),
    "SimilarAnswers": object_of(
        {
            "urgent": or_null(ref("Urgent"), "Not null if the text has alarming words."),
            "results": list_of(object_of({"id": UUID, **dict.fromkeys(("type", "slug", "lang", "title"), TEXT)})),
        }
    ),
    "AnswerPage": object_of(
        {
            "count": NUMBER,
            "next": {"type": ["string", "null"], "format": "uri"},
            "previous": {"type": ["string", "null"], "format": "uri"},
            "results": list_of(ref("FaqSummary")),
        }
    ),
    "ReportReceipt": object_of({"state": REPORT_STATE, **LINK}),
    "ReportStatus": object_of(
        {
            "state": REPORT_STATE,
            "in_words": TEXT,
            "category": TEXT,
            "reply": TEXT_OR_NULL,
            "reported_at": INSTANT,
            "kept_until": KEPT,
        }
    ),
}
_SESSION: dict[str, Any] = {
    **dict.fromkeys(("slug", "lang", "title", "summary"), TEXT),
    "topic": or_null(object_of({"slug": TEXT, "name": TEXT}), "Null while the topic is not published."),
    "experts": list_of(ref("Person")),
    "state": {"type": "string", "enum": list(SessionState.values), "description": "By the clock alone."},
    "takes_questions": {**FLAG, "description": "From `collects_from` until `starts_at`."},
    **dict.fromkeys(("collects_from", "starts_at", "ends_at"), INSTANT),
}
SHAPES["ExpertSession"] = object_of(_SESSION)
SHAPES["ExpertSessionWhole"] = object_of({**_SESSION, "answers": list_of(ref("FaqSummary"))})
SHAPES["ExpertSessionPage"] = object_of(
    {**SHAPES["AnswerPage"]["properties"], "results": list_of(ref("ExpertSession"))}
)


def add_components(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """A hook of drf-spectacular: the shapes that these operations name."""
    schemas = result["components"]["schemas"]
    schemas.update(SHAPES)
    result["components"]["schemas"] = dict(sorted(schemas.items()))
    return result


def _answers(code: int, shape: str, about: str, *problems: int) -> dict[Any, Any]:
    found: dict[Any, Any] = {(code, JSON): OpenApiResponse(ref(shape), about)}
    for problem in problems:
        found[problem, PROBLEM] = OpenApiResponse(ref("Problem"), PROBLEMS[problem])
    return found


def _post(
    operation: str, summary: str, about: str, tag: str, body: type, answer: dict[Any, Any]
) -> Callable[[Method], Method]:
    described: Callable[[Method], Method] = extend_schema(
        operation_id=operation, summary=summary, description=about, tags=[tag], request={JSON: body}, responses=answer
    )
    return described


TOKEN = OpenApiParameter("token", str, OpenApiParameter.PATH, description="From the receipt.")
Q = OpenApiParameter("q", str, description="Readers' own words.")
EXPERT = OpenApiParameter("expert", str, description="The slug of a contributor.")
PAGES = [
    OpenApiParameter("page", {"type": "integer", "minimum": 1}, default=1),
    OpenApiParameter("page_size", {"type": "integer", "minimum": 1, "maximum": 100}, default=20),
]
STATES = OpenApiParameter("state", str, description="One or more of upcoming, open, closed, with commas.")


describe_ask = _post(
    "ask_question",
    "Ask a question",
    "Not for emergencies. Alarming words are answered at once under `urgent`, in errors too: show that first. "
    "`website` is a trap for programs and stays empty. There is no account: keep the `token`.",
    TAG,
    QuestionBody,
    _answers(201, "QuestionReceipt", "It is taken.", 400, 411, 413, 415, 429, 503),
)
describe_similar = _post(
    "find_similar_answers",
    "What may answer it already",
    "For while somebody types. A POST, so that the text stands in no address and no log.",
    TAG,
    SimilarBody,
    _answers(200, "SimilarAnswers", "Published FAQs, best first.", 400, 411, 413, 415, 429),
)
describe_feedback = _post(
    "send_feedback",
    "Was it helpful?",
    "Adds one to a count of the version that readers have. Nothing is kept of who, or when.",
    FEEDBACK,
    FeedbackBody,
    {
        (201, JSON): OpenApiResponse(object_of({"counted": FLAG}), "Counted."),
        **{(code, PROBLEM): OpenApiResponse(ref("Problem"), PROBLEMS[code]) for code in (400, 411, 413, 415, 429)},
    },
)
describe_report = _post(
    "report_problem",
    "Report a problem",
    "Goes to whoever looks after the page. The reply can be read by the private link.",
    FEEDBACK,
    ReportBody,
    _answers(201, "ReportReceipt", "It is taken.", 400, 411, 413, 415, 429, 503),
)

describe_answers = extend_schema(
    operation_id="list_answers",
    summary="Answers of experts",
    description="Only what is published. Newest first, or best first with `q`.",
    tags=[TAG],
    parameters=[Q, LANG, EXPERT, *PAGES],
    responses=responses(ref("AnswerPage"), "One page of them.", 404),
)
describe_answer = extend_schema(
    operation_id="get_answer",
    summary="Read an answer",
    description="The FAQ document, whole.",
    tags=[TAG],
    parameters=[SLUG, LANG],
    responses=responses(ref("Faq"), "The document.", 404, 410),
)
describe_form = extend_schema(
    operation_id="get_question_form",
    summary="What to show beside the form",
    tags=[TAG],
    responses=_answers(200, "AskingForm", "Notice, consent and limits."),
)


def _describe_status(of: str, tag: str) -> Callable[[Method], Method]:
    described: Callable[[Method], Method] = extend_schema(
        operation_id=f"get_{of}_status",
        summary=f"What became of a {of}",
        tags=[tag],
        parameters=[TOKEN],
        responses=_answers(200, f"{of.capitalize()}Status", "Where it stands.", 404),
    )
    return described


describe_status = _describe_status("question", TAG)
describe_report_status = _describe_status("report", FEEDBACK)
describe_taking_back = extend_schema(
    operation_id="take_back_question",
    summary="Delete a question by its private link",
    description="Deletes what was asked and the e-mail address at once. An answer that is written for all stays.",
    tags=[TAG],
    parameters=[TOKEN],
    responses={
        204: OpenApiResponse(None, "It is deleted, and the link ends."),
        **{(code, PROBLEM): OpenApiResponse(ref("Problem"), PROBLEMS[code]) for code in (404, 429)},
    },
)
describe_sessions = extend_schema(
    operation_id="list_expert_sessions",
    summary="Expert sessions",
    tags=[SESSIONS],
    parameters=[STATES, LANG, *PAGES],
    responses=responses(ref("ExpertSessionPage"), "One page of them.", 404),
)
describe_session = extend_schema(
    operation_id="get_expert_session",
    summary="An expert session with its answers",
    tags=[SESSIONS],
    parameters=[SLUG, LANG],
    responses=responses(ref("ExpertSessionWhole"), "The session.", 404),
)
