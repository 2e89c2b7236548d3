import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

from django.db import transaction
from django.db.models import Max

from articles.models.people import Person
from articles.publishing import record_edit
from triage.models import Protocol, TestCase


@transaction.atomic
def add_test_case(
    *, protocol: Protocol, answers: Mapping[str, Any], level: str, rules: Sequence[str], by: Person, at: dt.datetime
) -> TestCase:
    """At the end of the list, under the first free code. It counts as an edit of the protocol."""
    record_edit(document=protocol, by=by, at=at)
    taken = set(protocol.cases.values_list("code", flat=True))
    code = next(code for number in count(1) if (code := f"case-{number}") not in taken)
    last: int | None = protocol.cases.aggregate(at=Max("position"))["at"]
    position = 0 if last is None else last + 1
    case: TestCase = protocol.cases.create(
        code=code, answers=dict(answers), level=level, rules=list(rules), position=position
    )
    return case
