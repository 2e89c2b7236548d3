from __future__ import annotations

from triage.engine.answers import Value
from triage.engine.compile import Compiled
from triage.engine.level import Level
from triage.engine.question import NO, NONE, NUMBER_KIND, UNSURE, YES, Question
from triage.engine.result import Because, Change, Result

LEVEL_WORDS = {
    Level.EMERGENCY: "get emergency help now",
    Level.SAME_DAY: "get medical advice today",
    Level.SOON: "see a GP in the next few days",
    Level.ROUTINE: "book a routine appointment",
    Level.SELF_CARE: "look after yourself at home",
}


def explain(compiled: Compiled, result: Result) -> tuple[str, ...]:
    """Why this level, what is still open and what would change it, one sentence or two for each."""
    lines = [_summary(result)]
    lines += [f"{rule.message} You answered: {_answers(compiled, rule.because)}." for rule in result.fired]
    lines += [_change(compiled, change) for change in result.what_would_change]
    if result.next_question is not None:
        question = compiled.by_code[result.next_question.question].question
        lines.append(f'Next: "{question.text}" {result.next_question.why}')
    return tuple(lines)


def name_answer(question: Question, answer: Value) -> str:
    """An answer in the words of the question."""
    if isinstance(answer, tuple):
        return ", ".join(_label(question, code) for code in answer)
    if isinstance(answer, str):
        return _label(question, answer)
    return f"{answer} {question.unit}".strip()


def _summary(result: Result) -> str:
    if result.decided:
        return f"Advice: {LEVEL_WORDS[result.worst_possible]}."
    reached = f"So far: {LEVEL_WORDS[result.level]}." if result.level else "Nothing found so far."
    return f"{reached} If you stop here: {LEVEL_WORDS[result.worst_possible]}."


def _answers(compiled: Compiled, because: tuple[Because, ...]) -> str:
    return "; ".join(
        f"{compiled.by_code[reason.question].question.text} {name_answer(_question(compiled, reason), reason.answer)}"
        for reason in because
    )


def _question(compiled: Compiled, reason: Because) -> Question:
    return compiled.by_code[reason.question].question


def _change(compiled: Compiled, change: Change) -> str:
    question = compiled.by_code[change.question].question
    needed = " and ".join(" or ".join(_label(question, code) for code in row) for row in change.findings)
    return f'"{question.text}" {needed}: {LEVEL_WORDS[change.to.level]}.'


def _label(question: Question, code: str) -> str:
    fixed = {UNSURE: question.unsure_label, YES: "Yes", NO: "No", NONE: question.none_label}
    options = {option.code: option.label for option in question.options}
    if question.kind == NUMBER_KIND:
        options = {each.code: each.label or f"{each.op} {each.value}" for each in question.thresholds}
    return options.get(code) or fixed.get(code, code)
