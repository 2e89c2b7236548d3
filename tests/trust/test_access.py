"""Every address with every role and every method, against the table that declares it."""

import os
from typing import Any

import pytest

from tests.journeys.conftest import LONG
from tests.trust.access import cell, is_sampled, methods_of, outcome, read_table, words_of, write_table
from tests.trust.addresses import address_of, patterns
from tests.trust.base import WHO, build_base, client_of

Addresses = dict[str, str]


@pytest.fixture
def addresses(now: None) -> Addresses:
    """By pattern."""
    values = build_base()
    return {pattern: address_of(pattern, values) for pattern in patterns()}


def test_every_address_has_a_row() -> None:
    assert set(patterns()) == set(read_table())


def test_a_sample_of_the_table(addresses: Addresses) -> None:
    assert differences(addresses, sampled=True) == []


@LONG
def test_the_whole_table(addresses: Addresses) -> None:
    if "WRITE_ACCESS" in os.environ:
        write_table(everything(addresses))
    else:
        assert differences(addresses, sampled=False) == []


def everything(addresses: Addresses) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {pattern: {} for pattern in addresses}
    for who in WHO:
        client = client_of(who)
        for pattern, address in addresses.items():
            found[pattern][who] = cell([outcome(client, method, address) for method in methods_of(pattern)])
    return found


def differences(addresses: Addresses, *, sampled: bool) -> list[Any]:
    table, found = read_table(), []
    for who in WHO:
        client = client_of(who)
        for pattern, address in addresses.items():
            methods = methods_of(pattern)
            for method, declared in zip(methods, words_of(table[pattern][who], len(methods)), strict=True):
                if sampled and not is_sampled(pattern, who, method):
                    continue
                answered = outcome(client, method, address)
                if answered != declared:
                    found.append((pattern, who, method, declared, answered))
    return found
