"""Mutation testing: `python -m tests.mutation triage/engine tests/triage/engine --sample 200 --seed 1`."""

import argparse
import sys
from pathlib import Path

import pytest

from tests.mutation.harmless import harmless
from tests.mutation.lines import Watch
from tests.mutation.mutants import in_seeded_order, mutants_in
from tests.mutation.repeatable import same_examples_each_time
from tests.mutation.running import Mutation

parser = argparse.ArgumentParser(
    prog="tests.mutation", description="How many small mistakes in a room its tests notice."
)
parser.add_argument("room", type=Path)
parser.add_argument("tests", nargs="+", type=Path)
parser.add_argument("--sample", type=int, default=0, help="So many mutants, chosen at random. All without it.")
parser.add_argument("--seed", type=int, default=1)
parser.add_argument("--after", type=int, default=0, help="Leave out so many, the first of the seeded order.")
parser.add_argument("--without", type=Path, default=Path("/nowhere"), help="A part of the room that is left out.")
parser.add_argument(
    "--again", action="store_true", help="Go on: what was killed before, in a file that is still the same, counts."
)
parser.add_argument(
    "--quick",
    type=float,
    nargs="?",
    const=0.2,
    metavar="SECONDS",
    help="Leave out tests that take longer, and load no module anew. What survives may yet be killed without.",
)
parser.add_argument(
    "--most",
    type=float,
    metavar="SECONDS",
    help="Give a mutant up after tests that together take so long without it. It counts as survived.",
)
parser.add_argument("--at-least", type=float, default=95.0, help="Percent of mutants that have to be killed.")
arguments = parser.parse_args()

left_out = harmless(arguments.room)
same_examples_each_time()
watch = Watch(arguments.room, arguments.tests)
mutants = [each for each in mutants_in(arguments.room) if not each.file.is_relative_to(arguments.without)]
chosen = in_seeded_order(mutants, left_out, arguments.seed)[arguments.after :][: arguments.sample or None]
print(f"{len(chosen)} of {len(mutants)} mutants of {arguments.room}", flush=True)
mutation = Mutation(watch, chosen, again=arguments.again, quick=arguments.quick, most=arguments.most)
status = pytest.main(["-q", "-s", *map(str, arguments.tests)], plugins=[mutation])
outcome = mutation.outcome
if not outcome.tried or status == pytest.ExitCode.USAGE_ERROR:
    sys.exit(int(status) or 2)
share = 100 * outcome.killed / outcome.tried
print(
    f"{outcome.killed} of {outcome.tried} killed ({share:.1f} %), {outcome.out_of_time} of them by a limit of time; "
    f"{outcome.survived} survived, {outcome.given_up} of them without having had all their tests; "
    f"{outcome.not_reached} not reached by any test; {outcome.seconds / outcome.tried:.1f} s of CPU each. "
    f"Left out as harmless in the whole room: {len(left_out)}"
)
sys.exit(share < arguments.at_least)
