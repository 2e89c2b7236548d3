import datetime as dt

import pytest

from articles.publishing.dates import add_months


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2026-03-15", 1, "2026-04-15"),
        ("2026-03-15", 12, "2027-03-15"),
        ("2026-11-15", 1, "2026-12-15"),
        ("2026-12-01", 1, "2027-01-01"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2023-01-31", 13, "2024-02-29"),
        ("2026-12-31", 0, "2026-12-31"),
    ],
)
def test_the_same_day_of_a_later_month_or_its_last(day: str, months: int, later: str) -> None:
    assert add_months(dt.date.fromisoformat(day), months) == dt.date.fromisoformat(later)
