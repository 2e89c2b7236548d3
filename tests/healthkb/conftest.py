from collections.abc import Iterator

import pytest
import time_machine

from tests.builders import after
from tests.served import connection_left_open


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def served_an_hour_later() -> Iterator[None]:
    with connection_left_open(), time_machine.travel(after(60), tick=False):
        yield
