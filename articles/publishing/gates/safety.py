"""SAFE checks: what could hurt a reader. None of them can be overridden."""

import re
from collections.abc import Callable, Iterable

from articles.content.vocabulary import Urgency

from ..problems import Severity
from .registry import Finding, Gate, Subject, register_gate, texts_of

EMERGENCY_WORDS = re.compile(r"\b(999|112|911|000|A&E|A and E|emergency (department|number))", re.IGNORECASE)
SAME_DAY_WORDS = re.compile(
    r"\b(today|same day|111|urgent\w*|now|maternity unit|helpline|999|A&E|at once|straight away)\b", re.IGNORECASE
)
EMERGENCY_FIRST = re.compile(r"^\W*(call|dial|ring|phone)?\W*(999|112|911)\b", re.IGNORECASE)
AGAIN_WORDS = re.compile(r"\b(999|111|GP|doctor|pharmacist|A&E|help|nurse|midwife)\b", re.IGNORECASE)
STOP_MEDICINE = re.compile(
    r"\b(stop(ping)?( taking)?|com(e|ing) off|quit(ting)?)\b[^.!?\n]{0,40}"
    r"\b(tablets?|medicines?|medications?|drugs?)\b",
    re.IGNORECASE,
)
STOP_IS_SAFE = re.compile(
    r"\b(do not|don't|never|not to|ask|without (asking|talking|advice)|before you)\b", re.IGNORECASE
)
SENTENCE = re.compile(r"[^.!?\n]+[.!?]?")


def red_flag_complete(subject: Subject) -> Iterable[Finding]:
    labels = {"text": "what the reader notices", "action": "what to do"}
    for field, label in labels.items():
        if not subject.payload[field].strip():
            yield field, "", f"This red flag does not say {label}.", f"Fill in: {label}."
    if subject.payload["urgency"] not in set(Urgency):
        yield "urgency", subject.payload["urgency"], "It does not say how soon to get help.", "Choose an urgency."


def action_matches_urgency(subject: Subject) -> Iterable[Finding]:
    action, urgency = subject.payload["action"], subject.payload["urgency"]
    if not action.strip():
        return
    if urgency == Urgency.EMERGENCY and not EMERGENCY_WORDS.search(action):
        yield "action", action, "An emergency must say 999 or A&E.", "Say: call 999 or go to A&E."
    elif urgency == Urgency.SAME_DAY and not SAME_DAY_WORDS.search(action):
        yield (
            "action",
            action,
            "It does not say that help is needed today.",
            "Say who to contact today, for example 111.",
        )
    elif urgency in (Urgency.SOON, Urgency.ROUTINE, Urgency.SELF_CARE) and EMERGENCY_FIRST.search(action):
        yield "action", action, "999 comes first, but this is not marked as an emergency.", "Change one of the two."


def emergency_route(subject: Subject) -> Iterable[Finding]:
    urgent = [flag for flag in subject.used("red_flags") if flag.payload["urgency"] == Urgency.EMERGENCY]
    if not urgent and not subject.payload["no_emergency_reason"].strip():
        yield (
            "red_flags",
            "",
            "This article has no emergency red flag.",
            "Add the emergency signs, or write why there is none for a clinician to agree with.",
        )


def safety_net(subject: Subject) -> Iterable[Finding]:
    text = subject.payload["safety_net"]
    if not AGAIN_WORDS.search(text):
        yield (
            "safety_net",
            text,
            "It does not say when to get help again, or from whom.",
            "Write when to get help again and who to contact, for example: See a GP if it lasts over 2 weeks.",
        )


def no_stopping_medicine(subject: Subject) -> Iterable[Finding]:
    for field, text in texts_of(subject.payload):
        for sentence in SENTENCE.findall(text):
            if STOP_MEDICINE.search(sentence) and not STOP_IS_SAFE.search(sentence):
                yield (
                    field,
                    sentence.strip(),
                    "This could be read as advice to stop a prescribed medicine.",
                    "Say: do not stop a medicine without asking a doctor or pharmacist.",
                )


def _block(check_id: str, name: str, check: Callable[[Subject], Iterable[Finding]], *kinds: str) -> Gate:
    return Gate(check_id, name, Severity.BLOCK, frozenset(kinds), check)


def register_safety_gates() -> None:
    register_gate(_block("SAFE-01", "Red flag has urgency and action", red_flag_complete, "red_flag"))
    register_gate(_block("SAFE-02", "Action matches urgency", action_matches_urgency, "red_flag"))
    register_gate(_block("SAFE-03", "Article has an emergency route", emergency_route, "article"))
    register_gate(_block("SAFE-04", "Safety net is present", safety_net, "article", "wording"))
    register_gate(_block("SAFE-05", "No instruction to stop a medicine", no_stopping_medicine))
