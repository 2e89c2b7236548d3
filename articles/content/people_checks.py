"""The checks that only a person can make. They are recorded with a name, a date and a result."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PeopleCheck:
    """``kinds`` are the kinds of document it is about; none: a member of staff. It holds for ``months``."""

    id: str
    name: str
    asks: str
    kinds: tuple[str, ...]
    months: int | None = None


_ALL = (
    PeopleCheck(
        "HUM-01", "User need recorded", "What readers need, and how we know: search, calls, surveys.", ("article",)
    ),
    PeopleCheck(
        "HUM-02",
        "Readers involved",
        "A test with 5 or more readers, at least 2 who find reading hard, and what changed after it.",
        ("article",),
    ),
    PeopleCheck(
        "HUM-03",
        "Equality check",
        "Notes on protected groups and on people who find care hard to reach.",
        ("article",),
    ),
    PeopleCheck(
        "HUM-04",
        "Impact measured",
        "Views, how many finish reading, feedback, and what to do next. Once a year.",
        ("article",),
        months=12,
    ),
    PeopleCheck("HUM-05", "Staff trained", "What the training was, and when. Every 2 years.", (), months=24),
    PeopleCheck(
        "HUM-06",
        "DISCERN score",
        "15 questions about treatment information and one overall, each 1 to 5, by 2 people. Aim for 4 overall.",
        ("article",),
    ),
    PeopleCheck(
        "ACC-09",
        "Translation checked",
        "A clinician who reads both languages compared the clinical text with the source.",
        ("article", "cause", "remedy", "red_flag", "test", "faq", "topic", "wording", "protocol"),
    ),
)

PEOPLE_CHECKS: Mapping[str, PeopleCheck] = {check.id: check for check in _ALL}
TRAINING = PEOPLE_CHECKS["HUM-05"]
