"""Triage against its own description: whatever is sent, the answer is one that docs/openapi.yaml tells of.

LONG_TESTS=1 sends many more.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
import yaml
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.builders import after, publish_now
from tests.served import connection_left_open
from tests.triage.builders import make_protocol

pytestmark = pytest.mark.django_db
DESCRIPTION = Path(__file__).resolve().parents[3] / "docs/openapi.yaml"
# Which questions, fields and filters there are is up to the content: made-up ones are rightly refused.
KNOWN_CODES = ("assess", "questionnaire-response", "GET /api/v1/triage/protocols/ ", "protocols/{slug}/ ")
EXAMPLES = 500 if "LONG_TESTS" in os.environ else 12

QUIET: Any = {
    "max_examples": EXAMPLES,
    "deadline": None,
    "database": None,
    "derandomize": True,
    "suppress_health_check": list(HealthCheck),
}


@pytest.fixture(autouse=True)
def _protocol(time_machine: Any) -> None:
    time_machine.move_to(after(60))
    publish_now(make_protocol())


@pytest.fixture(autouse=True)
def _connection_of_the_test() -> Iterator[None]:
    """A whole request ends by closing connections whose time is over, and the clock was moved."""
    with connection_left_open():
        yield


def operations() -> list[Any]:
    described = yaml.safe_load(DESCRIPTION.read_text("utf-8"))
    described["paths"] = {path: each for path, each in described["paths"].items() if "/triage/" in path}
    schema: Any = schemathesis.openapi.from_dict(described)
    schema.app = get_wsgi_application()
    return [found.ok() for found in schema.get_all_operations()]


@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode), ids=lambda each: each.value)
def test_anything_sent_is_answered_as_described(mode: Any) -> None:
    for operation in operations():
        asks_for_known_codes = any(words in f"{operation.label} " for words in KNOWN_CODES)
        send_to(operation, mode, [positive_data_acceptance] if asks_for_known_codes else [])


def send_to(operation: Any, mode: Any, left_out: list[Any]) -> None:
    @settings(**QUIET)
    @given(case=operation.as_strategy(generation_mode=mode))
    def send(case: Any) -> None:
        if len(case.path_parameters.get("slug", "")) % 2:
            case.path_parameters["slug"] = "leg"
        case.call_and_validate(headers={"Accept-Encoding": "identity"}, excluded_checks=left_out)

    send()
