"""Trying the draft: a form of its questions, and what the answers come to. Nothing of it is kept."""

from dataclasses import dataclass
from typing import Any

from triage.engine import AnswersError, Compiled, Question, Result, assess, explain, golden_paths, parse_answers
from triage.engine.question import MANY_OF, NO, NONE, NUMBER_KIND, UNSURE, YES, YES_NO
from triage.engine.result import LESS_LIKELY, MORE_LIKELY, POSSIBLE
from triage.publishing import LEVEL_NAMES

BAND_WORDS = {MORE_LIKELY: "more likely", POSSIBLE: "possible", LESS_LIKELY: "less likely"}


@dataclass(frozen=True, slots=True)
class Choice:
    code: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the page shows it."""

    question: Question
    choices: list[Choice]
    number: str
    is_next: bool

    @property
    def input_type(self) -> str:
        return "checkbox" if self.question.kind == MANY_OF else "radio"


def answers_in_form(compiled: Compiled, posted: Any) -> dict[str, Any]:
    """Answers as the API takes them."""
    found: dict[str, Any] = {}
    for code, question in compiled.known_questions.items():
        values = [value for value in posted.getlist(f"q-{code}") if value]
        if not values:
            continue
        if question.kind == MANY_OF:
            found[code] = values
        elif question.kind == NUMBER_KIND and values[0] != UNSURE:
            found[code] = _number(values[0])
        else:
            found[code] = values[-1]
    return found


def tried(compiled: Compiled, answers: dict[str, Any]) -> tuple[Result | None, list[str]]:
    """The result with nothing missing, or the mistakes in the answers."""
    try:
        return assess(compiled, parse_answers(compiled.known_questions, answers)), []
    except AnswersError as error:
        return None, [fault.message for fault in error.faults]


def asked(compiled: Compiled, answers: dict[str, Any], result: Result | None) -> list[Asked]:
    following = result.next_question.question if result and result.next_question else ""
    return [
        Asked(question, _choices(question, answers.get(code)), _shown(answers.get(code)), code == following)
        for code, question in compiled.known_questions.items()
    ]


def shown(compiled: Compiled, result: Result) -> dict[str, Any]:
    """The result as the panel says it."""
    summary, *lines = explain(compiled, result)
    protocol = compiled.protocol
    causes = {each.slug: each.title or each.slug for each in protocol.causes}
    remedies = {each.slug: each.title or each.slug for each in protocol.remedies}
    fired, changes = len(result.fired), len(result.what_would_change)
    return {
        "level": LEVEL_NAMES[result.level] if result.level else "Nothing yet",
        "level_code": result.level.code if result.level else "none",
        "worst": LEVEL_NAMES[result.worst_possible],
        "worst_code": result.worst_possible.code,
        "lowest": LEVEL_NAMES[result.lowest_possible],
        "summary": summary,
        "reasons": [
            {"rule": rule.rule, "level": LEVEL_NAMES[rule.level], "words": words}
            for rule, words in zip(result.fired, lines[:fired], strict=True)
        ],
        "changes": lines[fired : fired + changes],
        "next": lines[-1].removeprefix("Next: ") if result.next_question else "",
        "causes": [(causes[each.cause], BAND_WORDS[each.band]) for each in result.causes],
        "remedies": [remedies[each] for each in result.remedies],
        "withheld": [(remedies[each.remedy], each.text) for each in result.withheld],
    }


def path_of_rule(compiled: Compiled, rule: str) -> dict[str, Any]:
    """Answers that meet one sentence of this rule and nothing else, to start a test case from."""
    paths = (path for path in golden_paths(compiled) if path.code.startswith(f"path-{rule}-"))
    first = next(paths, None)
    return dict(first.answers) if first and rule in {each.code for each in compiled.protocol.rules} else {}


def _choices(question: Question, answer: Any) -> list[Choice]:
    chosen = answer if isinstance(answer, list) else [answer]
    pairs = [(YES, "Yes"), (NO, "No")] if question.kind == YES_NO else []
    pairs += [(option.code, option.label) for option in question.options]
    if question.allows_none:
        pairs.append((NONE, question.none_label))
    if question.allows_unsure:
        pairs.append((UNSURE, question.unsure_label))
    return [Choice(code, label, code in chosen) for code, label in pairs]


def _shown(answer: Any) -> str:
    return str(answer) if isinstance(answer, int | float) else ""


def _number(text: str) -> Any:
    try:
        number = float(text)
    except ValueError:
        return text
    return int(number) if number.is_integer() else number
