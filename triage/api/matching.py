from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from triage.matching import Match, MatchedFinding, match
from triage.publishing.live import live_protocols

from .asking import text_in
from .base import TriageView
from .schema import describe_match
from .words import help_without_result, notice


class MatchView(TriageView):
    """From free text to what to ask. It never says how urgent anything is, nor that anything is absent."""

    @describe_match
    def post(self, request: Request) -> Response:
        text = text_in(request.data)
        offered = {each.slug: each for each in live_protocols(self.locale, at=self.now)}
        found = match((each.compiled.protocol for each in offered.values()), text)
        notices = [notice(offered[each.protocol.slug]) for each in found]
        return Response(
            {
                "covered": any(each.about or _has_red_flag(each) for each in found),
                "protocols": [_protocol(each, offered[each.protocol.slug].version) for each in found],
                "demonstration": any(notices),
                "notice": next(filter(None, notices), None),
                "help": help_without_result(offered.values()),
            }
        )


def _has_red_flag(found: Match) -> bool:
    return any(each.red_flag for each in found.findings)


def _protocol(found: Match, version: int) -> dict[str, Any]:
    slug = found.protocol.slug
    return {
        "protocol": slug,
        "title": found.protocol.title,
        "version": version,
        "url": f"/api/v1/triage/protocols/{slug}/",
        "about": found.about,
        "ask_first": list(found.questions),
        "to_confirm": [_finding(each) for each in found.findings],
    }


def _finding(found: MatchedFinding) -> dict[str, Any]:
    return {
        "question": found.question,
        "finding": found.finding or None,
        "label": found.label,
        "words": list(found.words),
        "is_red_flag": found.red_flag is not None,
    }
