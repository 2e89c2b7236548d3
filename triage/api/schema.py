"""The OpenAPI description of triage."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema

from articles.publishing.describing import object_of, ref

from .asking import MOST_LETTERS
from .shapes import SHAPES

TAG = "triage"
LANG = OpenApiParameter("lang", str, enum=[code for code, _ in settings.LANGUAGES], default="en")
COUNTRY = OpenApiParameter("country", str, description="Two letters, for example GB. Whose words and numbers to use.")
SLUG = OpenApiParameter("slug", str, OpenApiParameter.PATH)
JSON = "application/json"
PROBLEM = "application/problem+json"
SOME_TEXT = {"type": "string", "minLength": 1, "maxLength": MOST_LETTERS, "pattern": r"\S"}
FHIR = {"type": "object", "required": ["resourceType"], "properties": {"resourceType": {"type": "string"}}}
PROBLEMS = {
    400: "A parameter is not known, or the body is not JSON.",
    404: "There is no protocol for this: `covered` is false and `help` says how to get help.",
    406: "Ask for `application/json`.",
    409: "The version that was named is retired; `current_version` is the one in use.",
    411: "The body came in chunks, without `Content-Length`.",
    413: "The body is too large.",
    415: "Send `application/json`.",
    429: "Too many requests; wait for as long as `Retry-After` says.",
    422: "`errors` has every mistake with a pointer into the body and, in `valid`, the codes that would be right.",
    503: "The protocol is switched off: `covered` is false and `help` says how to get help.",
}
ANSWERS_EXAMPLE = OpenApiExample(
    "Answers",
    value={"answers": {"age": 44, "sudden_signs": ["none"], "numbness": "unsure", "duration_days": 3}},
    request_only=True,
)


def add_components(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """A hook of drf-spectacular: the shapes that these operations name."""
    schemas = result["components"]["schemas"]
    schemas.update(SHAPES)
    result["components"]["schemas"] = dict(sorted(schemas.items()))
    return result


def _responses(body: dict[str, Any], about: str, problems: Iterable[int], media_type: str = JSON) -> dict[Any, Any]:
    found: dict[Any, Any] = {(200, media_type): OpenApiResponse(body, about)}
    for code in (*problems, 429):
        found[code, PROBLEM] = OpenApiResponse(ref("Problem"), PROBLEMS[code])
    return found


describe_assess = extend_schema(
    operation_id="assess",
    summary="How soon to get help",
    description=(
        "Send every answer given so far, each time; nothing is kept between requests. Leave out what has not been "
        "answered: that is never taken for a no. Go on until `decided` is true or `next_question` is null; who stops "
        "before that is told `if_ended_now`. Answers to questions that do not apply are ignored and listed under "
        "`not_applicable`."
    ),
    tags=[TAG],
    parameters=[SLUG, LANG, COUNTRY],
    request={JSON: ref("TriageAnswers")},
    examples=[ANSWERS_EXAMPLE],
    responses=_responses(ref("TriageResult"), "The result.", (400, 404, 406, 409, 411, 413, 415, 422, 503)),
)
describe_match = extend_schema(
    operation_id="match_text",
    summary="What to ask, from free text",
    description=(
        "Finds protocols, and findings to confirm by asking. It never gives a level and never takes anything for "
        "absent: a red-flag word counts even in a sentence that denies it. `covered: false` means that nothing fits; "
        "it does not mean that all is well."
    ),
    tags=[TAG],
    parameters=[LANG],
    request={JSON: {**object_of({"text": SOME_TEXT}), "additionalProperties": False}},
    responses=_responses(ref("TriageMatches"), "What may fit.", (400, 406, 411, 413, 415, 422)),
)
describe_vectors = extend_schema(
    operation_id="get_triage_vectors",
    summary="Test vectors for front ends",
    description="Answers with what they must come to, in the version that is live.",
    tags=[TAG],
    parameters=[SLUG, LANG],
    responses=_responses(ref("TriageVectors"), "The vectors.", (400, 404, 406, 503)),
)
describe_questionnaire = extend_schema(
    operation_id="get_triage_questionnaire",
    summary="The questions as a FHIR R4 Questionnaire",
    tags=[TAG],
    parameters=[SLUG, LANG],
    responses=_responses(FHIR, "A Questionnaire.", (400, 404, 406, 503), "application/fhir+json"),
)
describe_plan_definition = extend_schema(
    operation_id="get_triage_plan_definition",
    summary="The rules as a FHIR R4 PlanDefinition",
    tags=[TAG],
    parameters=[SLUG, LANG],
    responses=_responses(FHIR, "A PlanDefinition.", (400, 404, 406, 503), "application/fhir+json"),
)
describe_response = extend_schema(
    operation_id="assess_questionnaire_response",
    summary="How soon to get help, from a FHIR R4 QuestionnaireResponse",
    tags=[TAG],
    parameters=[SLUG, LANG, COUNTRY],
    request={JSON: FHIR},
    responses=_responses(ref("TriageResult"), "The result.", (400, 404, 406, 411, 413, 415, 422, 503)),
)
