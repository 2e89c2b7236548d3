from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from pytest_django import Settings

from healthkb.checks import check_deployment, refuse_unsafe_key, sqlite_messages
from healthkb.env import sqlite_database


@pytest.fixture
def deployed(settings: Settings) -> Settings:
    settings.SECRET_KEY = "k7dh3Vw0mZ9qXe5tRb2nYc8uJp4sLf6gAhDkTiWoNvMxQzEyCr"
    settings.DEBUG = settings.DEMONSTRATION = False
    settings.ALLOWED_HOSTS = ["health.example"]
    return settings


def ids(found: list[Any]) -> list[str]:
    return [message.id for message in found]


def test_a_proper_deployment_has_nothing_to_say(deployed: Settings) -> None:
    assert ids(check_deployment(None)) == []


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("DEBUG", True, "healthkb.E001"),
        ("SECRET_KEY", "unsafe-key-for-commands-and-tests-only-0123456789abcdef", "healthkb.E002"),
        ("ALLOWED_HOSTS", ["health.example", "*"], "healthkb.E003"),
        ("DEMONSTRATION", True, "healthkb.W001"),
    ],
)
def test_each_wrong_setting_is_named(deployed: Settings, name: str, value: object, expected: str) -> None:
    setattr(deployed, name, value)
    assert ids(check_deployment(None)) == [expected]


def test_server_refuses_the_key_of_the_source_code(deployed: Settings) -> None:
    refuse_unsafe_key()
    deployed.SECRET_KEY = deployed.UNSAFE_SECRET_KEY
    with pytest.raises(ImproperlyConfigured, match="No SECRET_KEY"):
        refuse_unsafe_key()


@pytest.mark.parametrize(
    ("options", "expected"),
    [({}, []), ({"transaction_mode": "DEFERRED"}, ["healthkb.E004"]), ({"timeout": 1}, ["healthkb.E005"])],
)
def test_sqlite_options_that_do_not_fit(options: dict[str, Any], expected: list[str]) -> None:
    database = sqlite_database("/data/health.sqlite3")
    database["OPTIONS"] |= options
    assert ids(list(sqlite_messages("default", database))) == expected


def test_settings_of_this_test_run_pass() -> None:
    call_command("check", fail_level="WARNING")
