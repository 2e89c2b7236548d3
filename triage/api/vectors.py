from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from triage.engine import Compiled, TestCase, assess, parse_answers
from triage.publishing.live import published_cases

from .base import TriageView
from .schema import describe_vectors


class VectorsView(TriageView):
    """Answers with what they must come to: with these a front end tests that it asks and sends as it should."""

    @describe_vectors
    def get(self, request: Request, slug: str) -> Response:
        protocol = self.protocol(slug)
        cases = published_cases(protocol)
        return Response(
            {
                "protocol": protocol.slug,
                "version": protocol.version,
                "content_hash": protocol.content_hash,
                "vectors": [_vector(protocol.compiled, case) for case in cases],
            }
        )


def _vector(compiled: Compiled, case: TestCase) -> dict[str, Any]:
    result = assess(compiled, parse_answers(compiled.known_questions, case.answers))
    return {
        "code": case.code,
        "title": case.title,
        "answers": case.answers,
        "expected": {
            "level": result.level.code if result.level else None,
            "lowest_possible": result.lowest_possible.code,
            "worst_possible": result.worst_possible.code,
            "decided": result.decided,
            "status": result.status,
            "fired_rules": [rule.rule for rule in result.fired],
            "next_question": result.next_question.question if result.next_question else None,
            "not_applicable": list(result.not_applicable),
        },
    }
