"""Which numbers stand for all numbers, and which conditions a single answer can meet together."""

from dataclasses import replace

from triage.engine import Question, Threshold
from triage.engine.ways import Speller, samples

BABY, CHILD, OLD = Threshold("baby", "lt", 1), Threshold("child", "lt", 5), Threshold("old", "gt", 7)
AGE = Question(code="age", kind="number", text="Age?", stage="s", min=0, max=10, thresholds=(CHILD,))


def test_samples_are_the_edges_and_what_lies_between_or_beside_them() -> None:
    assert samples(AGE) == [0, 2.5, 5, 7.5, 10]
    assert samples(replace(AGE, step=1)) == [0, 1, 4, 5, 6, 9, 10]
    assert samples(replace(AGE, step=4)) == [0, 4, 8]


def test_one_number_can_meet_two_thresholds_but_not_opposite_ones() -> None:
    speller = Speller((replace(AGE, thresholds=(BABY, CHILD, OLD)),))
    assert len(speller.spell_out((("age.baby", "age.child"),))) == 1
    assert speller.spell_out((("age.child", "age.old"),)) == []
