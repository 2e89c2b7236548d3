from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from triage.engine.assess import assess
from triage.engine.cases import run_cases
from triage.engine.compile import compile_protocol
from triage.engine.level import Level
from triage.engine.lints.lint import BLOCK, Lint
from triage.engine.protocol import Protocol


def failing_case(protocol: Protocol) -> Iterator[Lint]:
    for index, run in enumerate(run_cases(compile_protocol(protocol))):
        for failure in run.failures:
            yield Lint("failing_case", BLOCK, f"cases[{index}]", run.case.code, f"{run.case.code}: {failure}")


def rule_without_case(protocol: Protocol) -> Iterator[Lint]:
    """Rules that no test case meets; two cases for each are better than one."""
    counts = Counter(rule for run in run_cases(compile_protocol(protocol)) for rule in {each.rule for each in run.met})
    for index, rule in enumerate(protocol.rules):
        if not counts[rule.code]:
            message = f"No test case meets rule {rule.code}."
            yield Lint("rule_without_case", BLOCK, f"rules[{index}]", rule.code, message)


def self_care_too_early(protocol: Protocol) -> Iterator[Lint]:
    """Self-care with nothing answered, while some question has a red flag."""
    flagged = [each for each in protocol.questions if any(option.red_flag for option in each.options) or each.red_flag]
    if flagged and assess(compile_protocol(protocol), {}).level is Level.SELF_CARE:
        message = f'Self-care is said before "{flagged[0].code}" is answered.'
        yield Lint("self_care_too_early", BLOCK, "rules", flagged[0].code, message)
