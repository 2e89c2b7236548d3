"""Every address with nonsense in place of what it names: refused, never an error of ours."""

import itertools
import random
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from tests.journeys.conftest import LONG
from tests.trust.addresses import PART, patterns, plain
from tests.trust.base import client_of

ASKERS = ("anonymous", "superuser")
NUMBERS = ("0", "9" * 19, "9" * 30, "9" * 4000)
WORDS = (
    "a" * 4000,
    "\x00",
    "-1",
    "9" * 30,
    "1e309",
    "\u0661",
    "\u202e\u200b",
    "\U0001f600" * 300,
    "..",
    "%s%(a)d",
    "' OR 1=1 --",
    "_5F_3A_",
    "00000000-0000-0000-0000-000000000000",
    "a\r\nX: y",
    "\\..\\..",
    "{{7*7}}",
)


def filled(pattern: str, word: str) -> str:
    def value(part: Any) -> str:
        if part["converter"] == "int":
            return NUMBERS[len(word) % len(NUMBERS)]
        return word if part["converter"] == "path" else word.replace("/", "")

    return "/" + quote(PART.sub(value, plain(pattern)))


def errors_of_ours(client: Client, asked: list[str]) -> dict[str, int]:
    answers = {address: client.get(address).status_code for address in asked}
    return {address[:200]: status for address, status in answers.items() if status >= 500}


def with_places() -> list[str]:
    return [pattern for pattern in patterns() if PART.search(plain(pattern))]


@pytest.mark.parametrize("asker", ASKERS)
def test_each_address_with_a_word_of_nonsense(published: None, asker: str) -> None:
    words = itertools.cycle(random.Random(asker).sample(WORDS, len(WORDS)))
    asked = [filled(pattern, next(words)) for pattern in with_places()]
    assert len(asked) > 250
    assert errors_of_ours(client_of(asker), asked) == {}


@pytest.mark.usefixtures("published")
def test_a_letter_beyond_latin_names_nothing_either() -> None:
    asked = [filled(pattern, "\u0661\u202e") for pattern in with_places()]
    assert errors_of_ours(client_of("anonymous"), asked) == {}


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("number", ["9" * 19, "9" * 23])
def test_a_number_that_no_row_can_have_names_none(number: str) -> None:
    asked = [filled(pattern, number) for pattern in with_places() if "object_id" in pattern]
    assert len(asked) > 100
    assert errors_of_ours(client_of("superuser"), asked) == {}


@LONG
@pytest.mark.parametrize("asker", ASKERS)
def test_each_address_with_each_word(published: None, asker: str) -> None:
    asked = [filled(pattern, word) for pattern in with_places() for word in WORDS]
    assert errors_of_ours(client_of(asker), asked) == {}
