"""Nobody reaches a row through a page, a list or a chooser that is not meant for it."""

import pytest

from tests.journeys.conftest import LONG
from tests.trust.base import build_base
from tests.trust.others_pages import attempts_on_pages
from tests.trust.others_rows import attempts_on_rows


@pytest.fixture(autouse=True)
def _base(now: None) -> None:
    build_base()


@pytest.mark.parametrize("every_way", [False, pytest.param(True, marks=LONG)])
def test_no_row_is_changed_through_the_page_of_another(every_way: bool) -> None:
    attempts = list(attempts_on_rows(every_way=every_way))
    assert len(attempts) == (119 if every_way else 18)
    assert [each.name for each in attempts if each.succeeded] == []


def test_no_page_gives_or_changes_what_is_somebody_elses() -> None:
    attempts = list(attempts_on_pages())
    assert len(attempts) > 600
    assert [each.name for each in attempts if each.succeeded] == []
