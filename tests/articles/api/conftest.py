from typing import Any

import pytest
import time_machine

from tests.builders import after


@pytest.fixture(autouse=True)
def an_hour_later() -> Any:
    """Readers come after everything that a test publishes."""
    with time_machine.travel(after(60), tick=False):
        yield
