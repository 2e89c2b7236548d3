"""Which numbers stand for all numbers, and which conditions a single answer can meet together."""

from dataclasses import replace

import pytest

from triage.engine import ProtocolError, Question, Threshold
from triage.engine.ways import Speller, samples

BABY, CHILD, OLD = Threshold("baby", "lt", 1), Threshold("child", "lt", 5), Threshold("old", "gt", 7)
AGE = Question(code="age", kind="number", text="Age?", stage="s", min=0, max=10, thresholds=(CHILD,))


def test_samples_are_the_edges_and_what_lies_between_or_beside_them() -> None:
    assert samples(AGE) == [0, 2.5, 5, 7.5, 10]
    assert samples(replace(AGE, step=1)) == [0, 1, 4, 5, 6, 9, 10]
    assert samples(replace(AGE, step=4)) == [0, 4, 8]
    grown_up = replace(AGE, min=20, max=100, step=1, thresholds=(replace(OLD, value=50),))
    assert samples(grown_up) == [20, 21, 49, 50, 51, 99, 100]


def test_one_number_can_meet_two_thresholds_but_not_opposite_ones() -> None:
    speller = Speller((replace(AGE, thresholds=(BABY, CHILD, OLD)),))
    assert len(speller.spell_out((("age.baby", "age.child"),))) == 1
    assert speller.spell_out((("age.child", "age.old"),)) == []


def test_whole_numbers_are_written_as_people_write_them() -> None:
    """They are read by those who review a protocol: somebody of 5 years, not of 5.0."""
    assert str(samples(replace(AGE, min=0.5))) == "[0.5, 2.75, 5, 7.5, 10]"


def test_as_many_combinations_as_there_may_be_are_weighed_and_one_more_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    speller = Speller((replace(AGE, thresholds=(BABY, CHILD, OLD)),))
    ways = (("age.baby",), ("age.child",), ("age.old",))
    monkeypatch.setattr("triage.engine.ways.MOST_WAYS", 2)
    assert len(speller.spell_out(ways[:2])) == 2
    with pytest.raises(ProtocolError, match="more than 2 combinations"):
        speller.spell_out(ways)
