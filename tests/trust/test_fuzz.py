"""The API against its own description, by schemathesis: each operation, asked by everybody.

`FUZZ_CASES` is how many cases there are for each operation and each asker; `make fuzz` takes many. `FUZZ_SEED=1` makes
other cases than those of every run; `FUZZ_ONLY=/triage/` asks only the operations with that in their address.
"""

import os
import random
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, given, seed, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.journeys.conftest import LONG
from tests.trust.asking import PUBLIC_SLUGS
from tests.trust.base import client_of

CASES = int(os.environ.get("FUZZ_CASES", "1"))
SEED, ONLY = os.environ.get("FUZZ_SEED", ""), os.environ.get("FUZZ_ONLY", "")
ASKERS = ("anonymous", "read key", "preview key", "superuser")
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@LONG
@pytest.mark.parametrize("asker", ASKERS)
def test_every_answer_is_as_described(published: None, asker: str, record_property: Any) -> None:
    schema: Any = schemathesis.openapi.from_wsgi("/api/v1/schema/?format=json", get_wsgi_application())
    client = client_of(asker)
    headers = {"Authorization": client.defaults["HTTP_AUTHORIZATION"]} if asker.endswith("key") else {}
    cookies = {name: cookie.value for name, cookie in client.cookies.items()}
    found, asked = {}, list[str]()
    for result in schema.get_all_operations():
        operation = result.ok()
        if ONLY not in operation.path:
            continue
        if mistake := first_mistake(operation, headers, cookies, asked):
            found[operation.label] = mistake
    record_property("requests", len(asked))
    print(f"{asker}: {len(asked)} requests, {len(set(asked))} operations")  # noqa: T201 - with -s
    assert found == {}, "\n".join(f"{name}: {told}" for name, told in found.items())


def first_mistake(operation: Any, headers: dict[str, str], cookies: dict[str, str], asked: list[str]) -> str:
    chance = random.Random(operation.label + SEED)

    @seed(int(SEED or "0"))
    @settings(
        max_examples=CASES,
        database=None,
        derandomize=not SEED,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def ask(case: Any) -> None:
        if "slug" in (case.path_parameters or {}) and chance.random() < 0.7:
            case.path_parameters["slug"] = chance.choice(PUBLIC_SLUGS)
        # Packed answers are for browsers: the client of these tests unpacks none.
        sent = {"Accept-Encoding": "identity", **headers}
        asked.append(operation.label)
        case.validate_response(case.call(headers=sent, cookies=cookies), checks=CHECKS)

    try:
        ask()
    except (Exception, BaseExceptionGroup) as failure:  # whatever it is, it is told with its operation
        return str(failure)[:600]
    return ""
