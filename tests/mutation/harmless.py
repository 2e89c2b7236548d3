"""Mutants that are no mistakes: the module does the same with them. ``harmless.txt`` names each and says why."""

from collections.abc import Iterator
from pathlib import Path

from tests.mutation.mutants import Mutant, mutants_in

LIST = Path(__file__).with_name("harmless.txt")


def harmless(room: Path) -> list[Mutant]:
    """Those of a room. An entry that fits no mutant, or several, is an error: the line has been changed."""
    mutants = mutants_in(room)
    found = []
    for file, text, what in entries():
        if Path(file).is_relative_to(room):
            what, _, which = what.partition(" #")
            fitting = [each for each in mutants if (str(each.file), each.text, each.what) == (file, text, what)]
            if which:
                fitting = fitting[int(which) - 1 : int(which)]
            if len(fitting) != 1:
                raise LookupError(f"{LIST.name}: {len(fitting)} mutants are {file} | {text} | {what}")
            found += fitting
    return found


def entries() -> Iterator[tuple[str, str, str]]:
    """File, line and mistake, with its number where the line has several such. A reason stands below each."""
    for line in LIST.read_text().splitlines():
        if line and not line.startswith(("#", " ")):
            file, text, what = line.split(" | ")
            yield file, text, what
