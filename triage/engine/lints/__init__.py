"""What a clinician should look at before a protocol is published. Every lint is a pure function of the protocol."""

from collections.abc import Callable, Iterator

from triage.engine.lints import logic, testing, wording
from triage.engine.lints.lint import BLOCK, NOTE, SEVERITIES, WARN, Lint
from triage.engine.protocol import Protocol

LINTS: tuple[Callable[[Protocol], Iterator[Lint]], ...] = (
    logic.impossible_condition,
    logic.red_flag_without_rule,
    logic.unsure_unhandled,
    logic.unsure_above_present,
    logic.subsumed_rule,
    logic.same_condition,
    logic.optional_question,
    testing.self_care_too_early,
    testing.failing_case,
    testing.rule_without_case,
    wording.missing_source,
    wording.missing_action,
    wording.missing_help,
    wording.thresholds_that_do_not_fit,
    wording.negated_question,
    wording.double_question,
)


def lint(protocol: Protocol) -> tuple[Lint, ...]:
    """All lints of a protocol whose included protocols have been merged in; what blocks comes first.

    When a condition has too many combinations only that is said, since nothing else can be worked out.
    """
    found = list(logic.too_many_combinations(protocol)) or [each for check in LINTS for each in check(protocol)]
    return tuple(sorted(found, key=lambda each: SEVERITIES.index(each.severity)))


__all__ = ["BLOCK", "LINTS", "NOTE", "SEVERITIES", "WARN", "Lint", "lint"]
