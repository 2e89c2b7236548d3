import re
from collections.abc import Iterable

from articles.content.vocabulary import Urgency
from articles.publishing import Subject
from articles.publishing.gates.registry import Finding
from articles.publishing.gates.safety import AGAIN_WORDS
from triage.engine import Protocol
from triage.engine.lints import BLOCK, NOTE, WARN

from .analysis import analyse

ROW = re.compile(r"(rules|questions)\[(\d+)\](?:\.options\[\d+\])?(.*)")
# What SAFE-11 says with more detail.
ABOUT_CASES = {"failing_case", "rule_without_case"}

FIXES = {
    "too_many_combinations": "Split the rule, or ask a simpler question.",
    "impossible_condition": "Take the condition out, or change what it asks for.",
    "red_flag_without_rule": "Add a rule with this one finding, or lower the mark of the option.",
    "unsure_not_offered": "Offer the answer: not sure.",
    "unsure_unhandled": "Give a rule of this question a level if not sure, or add a rule for not sure.",
    "unsure_above_present": "Add a rule for those who are sure, at the same level or above.",
    "subsumed_rule": "Take one of the rules out, if nobody needs its words.",
    "same_condition": "Join the two rules.",
    "optional_question": "Make the question required.",
    "self_care_too_early": "Add the rules that the red flags need.",
    "missing_source": "Name the source that the rule rests on.",
    "missing_action": "Say what to do.",
    "missing_help": "Say how to tell.",
    "bands": "Change the numbers so that each one is in just one band.",
    "negated_question": "Ask what is there, not what is missing.",
    "double_question": "Ask one thing, or make each one an option.",
}


def integrity(subject: Subject) -> Iterable[Finding]:
    """It can run, and nothing in it can hide how urgent something is."""
    found = analyse(subject)
    for problem in found.problems:
        yield problem.path, problem.words, problem.message, "Change the row that this is about."
    yield from _lints(subject, BLOCK)


def warnings(subject: Subject) -> Iterable[Finding]:
    return _lints(subject, WARN)


def notes(subject: Subject) -> Iterable[Finding]:
    return _lints(subject, NOTE)


def safety_net(subject: Subject) -> Iterable[Finding]:
    text = " ".join(subject.payload["safety_net"])
    if not AGAIN_WORDS.search(text):
        yield (
            "safety_net",
            text,
            "It does not say when to get help again, or from whom.",
            "Add a sentence, for example: See a GP if it gets worse or lasts over 2 weeks.",
        )


def wording(subject: Subject) -> Iterable[Finding]:
    """Readers are told each level in the words of a country."""
    wordings = subject.used("wordings")
    if not wordings:
        yield "wordings", "", "It does not say how each level is put to readers.", "Choose at least one reader wording."
    for each in wordings:
        said = {
            level["urgency"] for level in each.payload["levels"] if level["label"].strip() and level["action"].strip()
        }
        for urgency in Urgency:
            if urgency not in said:
                yield "wordings", each.title, f"It has no words for {urgency}.", "Add the label and what to do."


def _lints(subject: Subject, severity: str) -> Iterable[Finding]:
    found = analyse(subject)
    for each in found.lints:
        if each.severity == severity and each.code not in ABOUT_CASES and found.protocol:
            yield own_path(subject, found.protocol, each.path), each.words, each.message, FIXES[each.code]


def own_path(subject: Subject, merged: Protocol, path: str) -> str:
    """The path to the same row where editors have it: in the protocol itself, or in a pack that it includes."""
    found = ROW.fullmatch(path)
    if found is None:
        return path
    part, place, rest = found[1], int(found[2]), found[3]
    code = (merged.rules if part == "rules" else merged.questions)[place].code
    own = [row["code"] for row in subject.payload[part]]
    return f"{part}[{own.index(code)}]{rest}" if code in own else "includes"
