"""What readers are told about a level, and where there is no result at all."""

from collections.abc import Iterable, Mapping
from typing import Any

from articles.content.vocabulary import Urgency
from triage.engine import Level
from triage.publishing.live import LiveProtocol

DEMONSTRATION = (
    "This is a demonstration. No clinician has approved this check, so do not rely on what it says. "
    "If you are worried, talk to a health professional."
)
NO_RESULT = (
    "We cannot tell you how soon to get help with this. If it could be an emergency, call your emergency number now. "
    "Otherwise talk to a GP, a pharmacist or another health professional."
)

Wording = Mapping[str, Any]


def wording_of(protocol: LiveProtocol, country: str = "") -> Wording:
    """The words for one country; those of the first where none is asked for."""
    wordings: list[Wording] = protocol.body["wordings"]
    return next((each for each in wordings if each["country"] == country), wordings[0])


def countries_of(protocol: LiveProtocol) -> tuple[str, ...]:
    return tuple(each["country"] for each in protocol.body["wordings"])


def advice(wording: Wording, level: Level) -> Mapping[str, Any]:
    found: Mapping[str, Any] = next(each for each in wording["levels"] if each["level"] == level.code)
    return found


def notice(protocol: LiveProtocol) -> str | None:
    return DEMONSTRATION if protocol.is_demonstration else None


def help_without_result(offered: Iterable[LiveProtocol]) -> dict[str, Any]:
    """How to get help where no check fits. It names no level, least of all self-care."""
    wording = next((wording_of(each) for each in offered), None)
    if wording is None:
        return {"text": NO_RESULT, "emergency_number": None, "emergency": None}
    emergency = next(each for each in wording["levels"] if each["level"] == Urgency.EMERGENCY)
    return {"text": NO_RESULT, "emergency_number": wording["emergency_number"], "emergency": emergency}
