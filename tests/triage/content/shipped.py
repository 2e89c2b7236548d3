"""The protocols that ship with the product, as the engine sees them, and answers to them."""

import json
from pathlib import Path
from random import Random
from typing import Any

from tests.triage.engine.brute_force import possible_answers
from triage.engine import Compiled, Protocol, Question, compile_protocol, include
from triage.engine.answers import Value
from triage.engine.ways import samples

CONTENT = Path(__file__).parents[3] / "fixtures" / "content"
OF_EVERY_DOCUMENT = {"kind", "locale", "review_interval_months", "references", "codes", "articles", "wordings"}
LEVEL_OF_LETTER = {"E": "emergency", "S": "same_day", "N": "soon", "T": "routine"}

CALM: dict[str, Value] = {
    "who": "self",
    "age": 30,
    "pregnancy": "no",
    "emergency_now": "none",
    "sudden_signs": "none",
    "lower_body": "none",
    "swallow_speech": "none",
    "weakness": "none",
    "weak_where": "one_leg",
    "walking": "usual",
    "numbness": "none",
    "back": "none",
    "pain": "none",
    "muscle_signs": "none",
    "wasting": "no",
    "leg_look": "none",
    "urine": "usual",
    "body_signs": "none",
    "preg_signs": "none",
    "child_signs": "none",
    "conditions": "none",
    "medicines": "none",
    "med_timing": "no",
    "exposures": "none",
    "worry": "fine",
    "movement": "flicker",
    "jerk_pattern": "brief",
    "sites": ("thigh_one",),
    "duration_days": 3,
    "course": "same",
    "checked": "never",
    "triggers": "none",
}


def document(kind: str, slug: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((CONTENT / kind / f"{slug}.en.json").read_text("utf-8"))
    return read


def documents(kind: str) -> dict[str, dict[str, Any]]:
    return {path.name.split(".")[0]: json.loads(path.read_text("utf-8")) for path in (CONTENT / kind).glob("*.json")}


def protocol(slug: str) -> Protocol:
    form = document("protocol", slug)
    return Protocol.from_json({key: value for key, value in form.items() if key not in OF_EVERY_DOCUMENT})


PACK = protocol("universal-red-flags")
OWN = protocol("thigh-twitching")
THIGH = include(OWN, {PACK.slug: PACK})
THIGH_COMPILED: Compiled = compile_protocol(THIGH)
PACK_COMPILED: Compiled = compile_protocol(PACK)
SHIPPED = {"thigh-twitching": THIGH_COMPILED, "universal-red-flags": PACK_COMPILED}


def any_answer(question: Question, random: Random) -> Value:
    unsure: list[Value] = ["unsure"] * question.allows_unsure
    if question.kind == "number":
        return random.choice([*unsure, *samples(question)])
    if question.kind != "many_of":
        return random.choice(possible_answers(question))
    codes = [option.code for option in question.options]
    alone: list[Value] = [*unsure, *(["none"] * question.allows_none)]
    if alone and random.random() < 0.5:
        return random.choice(alone)
    chosen = random.sample(codes, random.randint(1, 3))
    return tuple(code for code in codes if code in chosen)


def any_answers(compiled: Compiled, random: Random) -> dict[str, Value]:
    """Mostly calm, so that every level comes up."""
    strange, asked = random.choice([0.05, 0.1, 0.3]), random.choice([0.5, 0.9, 1])
    return {
        question.code: any_answer(question, random) if random.random() < strange else CALM[question.code]
        for question in compiled.protocol.questions
        if random.random() < asked
    }
