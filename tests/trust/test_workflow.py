"""A random walk through the workflow. ``LONG_TESTS=1`` takes more than 5,000 steps."""

import os

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.trust.workflow import NEEDS, Workflow

WALKS, STEPS = (110, 50) if "LONG_TESTS" in os.environ else (3, 40)


@pytest.mark.django_db
def test_nothing_goes_live_past_the_table_the_roles_and_two_people() -> None:
    chosen = settings(
        max_examples=WALKS, stateful_step_count=STEPS, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(Workflow, settings=chosen)
    print(f"{Workflow.steps} steps: {dict(sorted(Workflow.tried.items()))}")  # noqa: T201 - with -s
    if "LONG_TESTS" in os.environ:
        assert Workflow.steps >= 5000
        assert not [name for name in NEEDS if not Workflow.tried[f"{name}, done"]]
