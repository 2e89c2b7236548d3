import logging
from collections.abc import Iterator

import pytest
import time_machine

from tests.trust.base import NOW
from tests.trust.worlds import publish_public


@pytest.fixture
def now(db: None) -> Iterator[None]:
    """At ``NOW``, and without the log: it would show each of thousands of refusals with its traceback."""
    logging.disable(logging.CRITICAL)
    with time_machine.travel(NOW, tick=False):
        yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def published(now: None) -> None:
    publish_public()
