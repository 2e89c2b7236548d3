"""Which findings of one question imply others."""

import pytest

from triage.engine import Option, Question
from triage.engine.lints.coverage import implies
from triage.engine.ways import FindingBits

OPTIONS = tuple(Option(code=code, label=code) for code in "abc")


@pytest.mark.parametrize("kind", ["one_of", "many_of"])
def test_a_choice_implies_a_wider_one_and_no_other(kind: str) -> None:
    findings = FindingBits(0, Question(code="q", kind=kind, text="Which?", stage="s", options=OPTIONS))
    a, b, either = (frozenset({findings.atom(codes, with_unsure=False)}) for codes in (("a",), ("b",), ("a", "b")))
    assert implies(findings, a, either)
    assert not implies(findings, either, a)
    assert not implies(findings, a, b)
    # Both of them at once cannot be chosen where one is, so that says nothing wrong there.
    assert implies(findings, a | b, a)
    assert implies(findings, a, a | b) is False
