"""A time of day that a change of clocks leaves out, or has twice, is refused by programs as it is by the forms."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tests.trust.asking import description

LEFT_OUT, TWICE = "2026-03-29T01:30:00", "2026-10-25T01:30:00"
ZONED = ("2026-03-29T01:30:00Z", "2026-10-25T01:30:00+01:00", "2026-10-25T01:30:00 00:00")
pytestmark = pytest.mark.django_db


def parameters(kind: str) -> list[tuple[str, str]]:
    return [
        (path, each["name"])
        for path, operations in description()["paths"].items()
        for each in operations.get("get", {}).get("parameters", [])
        if kind in each["name"] and each["schema"].get("format") == "date"
    ]


def test_a_list_is_asked_by_times_that_there_are(client: Client, settings: Any) -> None:
    settings.TIME_ZONE = "Europe/London"
    asked = parameters("modified")
    assert len(asked) == 18
    refused = [client.get(path, {name: time}).json() for path, name in asked for time in (LEFT_OUT, TWICE)]
    assert {(each["status"], "may not exist" in str(each["errors"])) for each in refused} == {(400, True)}
    for path, name in asked:
        assert [client.get(path, {name: time}).status_code for time in ZONED] == [200, 200, 200]


def test_a_day_is_no_time(client: Client) -> None:
    asked = parameters("reviewed")
    assert len(asked) == 18
    assert {client.get(path, {name: time}).status_code for path, name in asked for time in (TWICE, *ZONED)} == {400}


def test_no_body_is_described_with_a_time() -> None:
    bodies = [each.get("requestBody") for path in description()["paths"].values() for each in path.values()]
    assert [each for each in bodies if "date-time" in str(each)] == []


@pytest.mark.parametrize("time", [LEFT_OUT, TWICE])
@pytest.mark.parametrize("command", [("public_on", "--date", "{}"), ("replay_triage", "leg", "--at", "{}")])
def test_a_command_refuses_it_too(command: tuple[str, ...], time: str, settings: Any) -> None:
    settings.TIME_ZONE = "Europe/London"
    with pytest.raises(CommandError, match="may not exist"):
        call_command(*[part.format(time) for part in command])
