"""What a save does to the draft: which rules it bears on, and who would be told something else."""

from typing import Any

from django.contrib import messages
from django.urls import reverse
from django.utils.html import format_html

from articles.publishing.freezing import freeze
from triage.engine import LevelChange, ProtocolError, Rule
from triage.engine import Protocol as EngineProtocol
from triage.engine.condition import questions_in
from triage.models import Protocol
from triage.publishing import LEVEL_NAMES, changes_between, working_protocol

NAMED = 5


def runnable(key: int) -> EngineProtocol | None:
    """The draft as it is saved now, or None while something in it cannot run."""
    try:
        return working_protocol(freeze([Protocol.objects.get(pk=key)])[key].payload)
    except ProtocolError:
        return None


def tell_effects(request: Any, key: int, before: EngineProtocol | None) -> None:
    after = runnable(key)
    checks = reverse("admin:triage_protocol_checks", args=[key])
    if after is None:
        text = "The draft cannot run now. <a href='{}'>The checks</a> say what to put right."
        messages.warning(request, format_html(text, checks))
    elif before is not None:
        changes = changes_between(before, after)
        text = "{} {} <a href='{}'>See the checks.</a>"
        said = format_html(text, _about_rules(before, after), _about_people(changes), checks)
        (messages.warning if any(each.is_lowered for each in changes) else messages.info)(request, said)


def rules_touched(before: EngineProtocol, after: EngineProtocol) -> list[str]:
    """Rules that are new, gone or different, and those that rest on a question that is."""
    old, new = _meanings(before), _meanings(after)
    return [code for code in {**old, **new} if old.get(code) != new.get(code)]


def _meanings(protocol: EngineProtocol) -> dict[str, tuple[Rule, list[Any]]]:
    questions = {question.code: question for question in protocol.questions}
    return {rule.code: (rule, [questions[code] for code in sorted(questions_in(rule.any))]) for rule in protocol.rules}


def _about_rules(before: EngineProtocol, after: EngineProtocol) -> str:
    touched = rules_touched(before, after)
    if not touched:
        return "This changes no rule."
    return f"This bears on {len(touched)} rule{'s' * (len(touched) > 1)}: {_some(touched)}."


def _about_people(changes: tuple[LevelChange, ...]) -> str:
    if not changes:
        return "Every test case and golden path comes to the same level as before."
    lowered = sum(change.is_lowered for change in changes)
    named = _some([f"{each.case.code} ({_level(each.before)} → {_level(each.after)})" for each in changes])
    many = "test cases or golden paths come" if len(changes) > 1 else "test case or golden path comes"
    return f"{len(changes)} {many} to another level, {lowered} less urgent: {named}."


def _level(level: Any) -> str:
    return LEVEL_NAMES[level].lower() if level else "no answer"


def _some(names: list[str]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more
