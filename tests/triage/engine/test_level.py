from articles.content.vocabulary import Urgency
from triage.engine import LEVEL_CODES, Level


def test_the_levels_are_the_urgencies_of_the_content() -> None:
    assert tuple(urgency.value for urgency in Urgency) == LEVEL_CODES


def test_the_more_urgent_is_the_greater() -> None:
    assert max(Level.SOON, Level.EMERGENCY, Level.SELF_CARE) is Level.EMERGENCY


def test_lowering_stops_at_self_care() -> None:
    assert [Level.EMERGENCY.lowered(), Level.SELF_CARE.lowered()] == [Level.SAME_DAY, Level.SELF_CARE]
