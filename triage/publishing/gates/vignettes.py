import json
from collections.abc import Iterable

from articles.publishing import Subject
from articles.publishing.gates.registry import Finding

from .analysis import analyse

ADD_CASE = "Add a test case in which this rule alone gives the level."


def vignettes(subject: Subject) -> Iterable[Finding]:
    """Every test case passes, and between them they would notice if any rule were lost or made less urgent."""
    found = analyse(subject)
    if found.problems:
        return
    for index, run in enumerate(found.runs):
        for failure in run.failures:
            fix = "Correct the rules, or the case if it expects the wrong thing."
            yield f"cases[{index}]", run.case.code, f"Test case {run.case.code}: {failure}", fix
    own = {rule["code"] for rule in subject.payload["rules"]}
    for mutant in found.survivors:
        # The rules of an included pack are tested by the pack's own cases.
        if mutant.rule in own:
            yield "cases", mutant.rule, str(mutant), ADD_CASE


def promises(subject: Subject) -> Iterable[Finding]:
    """What must hold whatever is answered, tried out on made-up people."""
    for each in analyse(subject).broken:
        fix = "This is a fault of the program, not of your rules. Tell whoever runs it, with these answers."
        yield "rules", json.dumps(each.answers), each.message, fix
