import datetime as dt

import pytest

from articles.models import Published
from articles.publishing.bytes import status_on, with_status
from tests.builders import AT, make_cause, publish_now

pytestmark = pytest.mark.django_db


def test_a_page_is_overdue_from_the_day_after_its_review_was_due() -> None:
    publish_now(make_cause(review_interval_months=12))
    row = Published.objects.get()
    assert row.next_review is not None
    due = dt.datetime.combine(row.next_review, AT.timetz())
    days = [due - dt.timedelta(days=1), due, due + dt.timedelta(days=1)]
    assert [status_on(row, day) for day in days] == [row.review_status, row.review_status, "overdue"]
    row.next_review = None
    assert status_on(row, due + dt.timedelta(days=999)) == row.review_status


def test_a_body_gets_its_status_as_its_last_field() -> None:
    assert with_status(b'{"title":"Salt"}', "overdue") == b'{"title":"Salt","review_status":"overdue"}'
