"""Protocols for systems that speak FHIR R4."""

from typing import Any

from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from triage.fhir import ResponseError, answers_from, plan_definition, questionnaire
from triage.publishing.live import LiveProtocol

from .asking import read_answers
from .assessing import asked_wording
from .base import TriageView
from .errors import InvalidAnswers, error
from .results import result_for
from .schema import describe_plan_definition, describe_questionnaire, describe_response


class FhirRenderer(JSONRenderer):
    media_type = "application/fhir+json"
    format = "fhir"


class QuestionnaireView(TriageView):
    renderer_classes = [FhirRenderer, JSONRenderer]

    @describe_questionnaire
    def get(self, request: Request, slug: str) -> Response:
        protocol = self.protocol(slug)
        return Response(questionnaire(protocol.compiled.protocol, **_about(request, protocol)))


class PlanDefinitionView(TriageView):
    renderer_classes = [FhirRenderer, JSONRenderer]

    @describe_plan_definition
    def get(self, request: Request, slug: str) -> Response:
        protocol = self.protocol(slug)
        references = protocol.references
        about = _about(request, protocol)
        return Response(plan_definition(protocol.compiled.protocol, references=references, **about))


class QuestionnaireResponseView(TriageView):
    """The same result as ``assess``, from a FHIR response. What it says of the patient is not looked at."""

    parameters = frozenset({"lang", "country"})

    @describe_response
    def post(self, request: Request, slug: str) -> Response:
        protocol = self.protocol(slug)
        try:
            answers = answers_from(request.data, protocol.compiled.known_questions)
        except ResponseError as problem:
            raise InvalidAnswers([error(problem.pointer, "wrong_type", problem.message)]) from None
        wording = asked_wording(request.query_params.get("country", ""), protocol)
        return Response(result_for(protocol, read_answers(answers, protocol), wording))


def _about(request: Request, protocol: LiveProtocol) -> dict[str, Any]:
    return {
        "url": request.build_absolute_uri(f"/api/v1/triage/protocols/{protocol.slug}/"),
        "version": protocol.version,
        "locale": protocol.locale,
        "date": protocol.body["modified"][:10],
    }
