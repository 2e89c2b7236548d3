"""Each target on its seeds and on these with small damage. `make fuzz-parsers` looks for more with atheris."""

import random
from types import ModuleType

import pytest

from tests.fuzzing import query_parameters, text_file, triage_answers, workbook

ROUNDS = 300
TELLING = [b"\0", b'"', b"\xff", b"\xed\xa0\x80", b"[" * 99, b"{}", b"&", b"=", b"%", b",", b"PK\x05\x06", b"9" * 400]


def damaged(seed: bytes, chance: random.Random) -> bytes:
    data = bytearray(seed[:20_000])
    for _ in range(chance.choice((1, 1, 2, 8))):
        place = chance.randrange(len(data) + 1)
        sort = chance.randrange(4)
        if sort == 0:
            data[place:place] = chance.choice(TELLING)
        elif sort == 1:
            data[place : place + chance.choice((1, 4, 40))] = b""
        elif sort == 2:
            data[place : place + 1] = bytes([chance.randrange(256)])
        else:
            other = chance.randrange(len(data) + 1)
            data[place:place] = data[other : other + 60]
    return bytes(data)


TARGETS = [workbook, text_file, triage_answers, query_parameters]


@pytest.mark.parametrize("target", TARGETS, ids=lambda each: each.__name__)
def test_nothing_but_its_own_refusals_comes_out(target: ModuleType) -> None:
    chance = random.Random(target.__name__)
    for seed in target.SEEDS:
        target.take(seed)
    for _ in range(ROUNDS):
        target.take(damaged(chance.choice(target.SEEDS), chance))
