"""Mutation testing: `python -m tests.mutation triage/engine tests/triage/engine --sample 200 --seed 1`."""

import argparse
import sys
from pathlib import Path

import pytest

from tests.mutation.running import Mutation

parser = argparse.ArgumentParser(
    prog="tests.mutation", description="How many small mistakes in a room its tests notice."
)
parser.add_argument("room", type=Path)
parser.add_argument("tests", nargs="+")
parser.add_argument("--sample", type=int, default=0, help="So many mutants, chosen at random. All without it.")
parser.add_argument("--seed", type=int, default=1)
parser.add_argument("--at-least", type=float, default=95.0, help="Percent of mutants that have to be killed.")
arguments = parser.parse_args()

mutation = Mutation(arguments.room, arguments.sample, arguments.seed)
status = pytest.main(["-q", "-s", "-p", "no:randomly", *arguments.tests], plugins=[mutation])
outcome = mutation.outcome
if not outcome.tried:
    sys.exit(int(status) or 2)
share = 100 * len(outcome.killed) / outcome.tried
print(
    f"{len(outcome.killed)} of {outcome.tried} killed ({share:.1f} %), {len(outcome.survived)} survived, "
    f"{len(outcome.not_reached)} not reached by any test"
)
sys.exit(share < arguments.at_least)
