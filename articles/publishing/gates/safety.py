"""SAFE checks: what could hurt a reader. None of them can be overridden."""

import re
from collections.abc import Callable, Iterable

from articles.content.vocabulary import Frequency, Urgency

from ..problems import Severity
from .registry import Finding, Gate, Subject, register_gate, texts_of
from .sources import sources_of

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
RISKY = re.compile(
    r"\b(supplements?|potassium|exercis\w+|alcohol|caffeine|stretch\w*|heat (pad|pack)s?|hot water bottle|"
    r"herb\w*|tablets?|medicines?)\b",
    re.IGNORECASE,
)
DOSE = re.compile(r"\b\d[\d.,]*\s?(mg|mcg|µg|g|units?|IU)\b|\bsupplements?\b", re.IGNORECASE)
HOW_OFTEN = re.compile(r"\b(very )?rare(ly)?\b|\buncommon\b|\b(1|one) in \d", re.IGNORECASE)
LONG_WORRIES = re.compile(
    r"\b(anxi\w+|depress\w+|panic|worr(y|ied)|stress\w*|insomnia|sleep|tiredness|exhaust\w+|"
    r"long-term|chronic|self-harm)\b",
    re.IGNORECASE,
)
CRISIS_ROUTE = re.compile(
    r"\b(end(ing)? your life|suicid\w+|self-harm\w*|harm(ing)? yourself|kill(ing)? yourself|mental health option|"
    r"Samaritans|crisis (team|line))\b",
    re.IGNORECASE,
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
    if not subject.is_english:
        if urgency == Urgency.EMERGENCY and not re.search(r"\d{3}|A&E", action):
            yield "action", action, "An emergency must say the emergency number or A&E.", "Add it, for example 999."
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
    if not text.strip() or (subject.is_english and not AGAIN_WORDS.search(text)):
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


def risky_remedy(subject: Subject) -> Iterable[Finding]:
    if subject.payload["who_should_not"].strip():
        return
    text = f"{subject.title}. {subject.payload['steps']}"
    words = ", ".join(subject.payload["cautions"]) or next((found[0] for found in RISKY.finditer(text)), "")
    if words:
        yield (
            "who_should_not",
            words,
            "This can harm some people, and it does not say whom.",
            "Say who should not do it, or who should ask first.",
        )


def dose_signed_off(subject: Subject) -> Iterable[Finding]:
    approvals = subject.background.approvals
    unread = approvals is not None and not any(each.clinical for each in approvals)
    for field, text in subject.texts:
        found = DOSE.search(text)
        if found and not sources_of(subject, field):
            yield field, found[0], "A dose or supplement is named without a source.", "Add the reference it rests on."
        if found and unread:
            yield (
                field,
                found[0],
                "A dose or supplement is named, and no clinician has approved this version.",
                "Submit it as a major change, so that a clinician reads it.",
            )


def serious_cause(subject: Subject) -> Iterable[Finding]:
    if not subject.payload["serious"]:
        return
    if not subject.payload["when_to_suspect"].strip():
        yield "when_to_suspect", "", "It is serious and does not say when to suspect it.", "Write when to suspect it."
    if not subject.payload["red_flags"]:
        yield "red_flags", "", "It is serious and no red flag is linked to it.", "Link the signs that need help fast."
    urgencies = {flag.payload["urgency"] for flag in subject.used("red_flags")}
    if urgencies and urgencies <= {Urgency.SELF_CARE}:
        yield "red_flags", "", "It is serious and no sign of it needs help.", "Give its red flags an urgency."


def serious_cause_order(subject: Subject) -> Iterable[Finding]:
    places = [(each, subject.parts[each["id"]]) for each in subject.payload["causes"] if each["id"] in subject.parts]
    serious = [bool(cause.payload["serious"]) for _, cause in places]
    for index, (place, cause) in enumerate(places):
        if not serious[index]:
            continue
        if not all(serious[index:]):
            yield (
                f"causes[{index}]",
                cause.title,
                "This serious cause comes before others that are not serious, which may frighten readers.",
                "Move it below them.",
            )
        text = " ".join([place["note"], *(text for _, text in cause.texts)])
        if place["frequency"] == Frequency.COMMON or not HOW_OFTEN.search(f"{place['frequency']} {text}"):
            yield (
                f"causes[{index}]",
                cause.title,
                "It does not say how rare this serious cause is.",
                "Choose uncommon or rare, or say 1 in how many.",
            )


def crisis_route(subject: Subject) -> Iterable[Finding]:
    about = [subject.title, subject.payload["summary"], *subject.payload["synonyms"]]
    about += [section["heading"] for section in subject.payload["sections"]]
    about += [used.title for field in ("topics", "causes") for used in subject.used(field)]
    if not subject.is_english:
        return
    found = next((match for text in about if (match := LONG_WORRIES.search(text))), None)
    if found and not any(CRISIS_ROUTE.search(text) for _, text in subject.everything):
        yield (
            "sections",
            found[0],
            "Some readers of this page may think of ending their life, and it does not say where to get help.",
            "Add whom to call, for example: call 999, or call 111 and choose the mental health option.",
        )


def _block(check_id: str, name: str, check: Callable[[Subject], Iterable[Finding]], *kinds: str) -> Gate:
    return Gate(check_id, name, Severity.BLOCK, frozenset(kinds), check)


def register_safety_gates() -> None:
    register_gate(_block("SAFE-01", "Red flag has urgency and action", red_flag_complete, "red_flag"))
    register_gate(_block("SAFE-02", "Action matches urgency", action_matches_urgency, "red_flag"))
    register_gate(_block("SAFE-03", "Article has an emergency route", emergency_route, "article"))
    register_gate(_block("SAFE-04", "Safety net is present", safety_net, "article", "wording"))
    register_gate(_block("SAFE-05", "No instruction to stop a medicine", no_stopping_medicine))
    register_gate(_block("SAFE-06", "Risky remedy says who should not use it", risky_remedy, "remedy"))
    register_gate(_block("SAFE-07", "A dose or supplement is signed off", dose_signed_off))
    register_gate(_block("SAFE-08", "Serious cause says when to suspect it", serious_cause, "cause"))
    name = "Serious causes come last"
    register_gate(Gate("SAFE-09", name, Severity.WARN, frozenset({"article"}), serious_cause_order))
    register_gate(_block("SAFE-12", "Readers in crisis find help", crisis_route, "article"))
