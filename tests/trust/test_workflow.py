"""A random walk through the workflow, of at most 50 steps, a few times. ``WALKS=200`` takes more than 5,000 steps."""

import os

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from articles.content.vocabulary import Decision
from tests.trust.workflow import NEEDS, Workflow

WALKS = int(os.environ.get("WALKS", "3"))
STEPS, ENOUGH = 50, 5000


@pytest.mark.django_db
def test_nothing_goes_live_past_the_table_the_roles_and_two_people() -> None:
    chosen = settings(
        max_examples=WALKS, stateful_step_count=STEPS, deadline=None, suppress_health_check=list(HealthCheck)
    )
    try:
        run_state_machine_as_test(Workflow, settings=chosen)
    finally:
        print(f"{Workflow.steps} steps: {dict(sorted(Workflow.tried.items()))}")  # noqa: T201 - with -s
    if Workflow.steps >= ENOUGH:
        assert not [name for name in (*NEEDS, *Decision) if not Workflow.tried[f"{name}, done"]]
