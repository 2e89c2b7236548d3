"""What to do now, where a reader's words are alarming. Told at once, whatever becomes of the question."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from articles.content.vocabulary import Urgency
from articles.models import Published
from healthkb.questions.reading import alarming_words
from triage.engine import Level
from triage.matching import match
from triage.publishing.live import live_protocols

# A finding counts where every telling word of it is in the text. Fewer would alarm nearly everybody.
WHOLE = 0.99
MOST_WORDS = 5
FALLBACK = {
    Urgency.EMERGENCY: ("Get emergency help now", "now", "Call your emergency number now."),
    Urgency.SAME_DAY: ("Get medical help today", "today", "Call a doctor or an advice line today."),
}
DO_NOT_WAIT = "Nobody reads your question at once. Do not wait for an answer to it."


@dataclass(frozen=True, slots=True)
class Alarm:
    """``words`` are those of the text that it rests on, or the signs of triage that they stand for."""

    urgency: Urgency
    words: tuple[str, ...]


def alarm_in(text: str, *, locale: str, at: dt.datetime) -> Alarm | None:
    """From words that always alarm, and from the red flags of every live triage protocol."""
    plain = alarming_words(text, locale)
    levels: dict[str, Level] = {}
    for found in match((each.compiled.protocol for each in live_protocols(locale, at=at)), text):
        for finding in found.findings:
            if (finding.red_flag or 0) >= Level.SAME_DAY and finding.score >= WHOLE:
                levels[finding.label] = max(finding.red_flag or Level.SAME_DAY, levels.get(finding.label, Level(1)))
    if not plain and not levels:
        return None
    is_emergency = bool(plain) or max(levels.values()) is Level.EMERGENCY
    urgency = Urgency.EMERGENCY if is_emergency else Urgency.SAME_DAY
    return Alarm(urgency, tuple(plain or levels)[:MOST_WORDS])


def what_to_do(alarm: Alarm, *, locale: str, at: dt.datetime) -> dict[str, Any]:
    """In the words that are published for this country."""
    wording = _wording(locale, at) or (_wording(settings.LANGUAGES[0][0], at))
    levels = wording["levels"] if wording else []
    published = next((each for each in levels if each["urgency"] == alarm.urgency), None)
    label, timeframe, action = FALLBACK[alarm.urgency]
    return {
        "urgency": alarm.urgency.value,
        "label": published["label"] if published else label,
        "timeframe": published["timeframe"] if published else timeframe,
        "action": published["action"]["text"] if published else action,
        "emergency_number": wording["emergency_number"] if wording else None,
        "because": list(alarm.words),
        "do_not_wait": DO_NOT_WAIT,
    }


def _wording(locale: str, at: dt.datetime) -> Mapping[str, Any] | None:
    rows = Published.objects.live(at).filter(kind="wording", locale=locale).order_by("slug")
    bodies = [json.loads(bytes(body)) for body in rows.values_list("body", flat=True)]
    return next((each for each in bodies if each["country"] == settings.COUNTRY), None)
