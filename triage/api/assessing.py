from typing import Any

import msgspec
from django.http import HttpResponse
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from triage.publishing.live import LiveProtocol

from .asking import answers_in
from .base import TriageView
from .results import result_for
from .schema import describe_assess
from .words import Wording, countries_of, wording_of


class AssessView(TriageView):
    parameters = frozenset({"lang", "country"})

    @describe_assess
    def post(self, request: Request, slug: str) -> HttpResponse:
        result = result_of(self.protocol(slug), request.data, request.query_params.get("country", ""))
        return HttpResponse(result, content_type="application/json")


def result_of(protocol: LiveProtocol, data: Any, country: str) -> bytes:
    """As bytes, since choosing a renderer and asking it costs as much as assessing.

    Nobody stores them, so they need not be the canonical ones of a document, which take ten times as long.
    """
    answers = answers_in(data, protocol)
    return msgspec.json.encode(result_for(protocol, answers, asked_wording(country, protocol)))


def asked_wording(country: str, protocol: LiveProtocol) -> Wording:
    known = countries_of(protocol)
    if country and country not in known:
        raise ValidationError({"country": f"Use one of: {', '.join(known)}."})
    return wording_of(protocol, country)
