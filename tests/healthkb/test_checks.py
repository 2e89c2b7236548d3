import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from pytest_django import Settings

from healthkb.checks import check_deployment, refuse_unsafe_deployment, sqlite_messages
from healthkb.env import sqlite_database

DEFERRED = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": ":memory:",
    "OPTIONS": {"init_command": "PRAGMA journal_mode=WAL", "transaction_mode": "DEFERRED"},
}


@pytest.fixture
def deployed(settings: Settings) -> Settings:
    settings.SECRET_KEY = "k7dh3Vw0mZ9qXe5tRb2nYc8uJp4sLf6gAhDkTiWoNvMxQzEyCr"
    settings.DEBUG = settings.DEMONSTRATION = False
    settings.ALLOWED_HOSTS = ["health.example"]
    settings.SECOND_STEP = True
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
        ("SECURE_PROXY_SSL_HEADER", ("HTTP_X_FORWARDED_PROTO", "https"), "healthkb.W002"),
        ("SECOND_STEP", False, "healthkb.W003"),
    ],
)
def test_each_wrong_setting_is_named(deployed: Settings, name: str, value: object, expected: str) -> None:
    setattr(deployed, name, value)
    assert ids(check_deployment(None)) == [expected]


@pytest.mark.filterwarnings("ignore:Overriding setting DATABASES")
@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("DEBUG", True, "DEBUG is on. Unset DEBUG: error pages show settings and data. (healthkb.E001)"),
        ("SECRET_KEY", "unsafe-key-for-commands-and-tests-only-0123456789abcdef", "(healthkb.E002)"),
        ("ALLOWED_HOSTS", ["*"], "(healthkb.E003)"),
        ("DATABASES", {"default": DEFERRED}, "(healthkb.E004)"),
    ],
)
def test_server_refuses_to_start_and_says_why(deployed: Settings, name: str, value: object, words: str) -> None:
    refuse_unsafe_deployment()
    setattr(deployed, name, value)
    with pytest.raises(ImproperlyConfigured, match=re.escape(words)):
        refuse_unsafe_deployment()


def run(command: list[str], tmp_path: Path, **values: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "VAR_DIR": str(tmp_path), "SECRET_KEY": "k7dh3Vw0mZ9qXe5tRb2n" * 3, **values}
    environment["DJANGO_SETTINGS_MODULE"] = "healthkb.settings"
    return subprocess.run(
        [sys.executable, *command], cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False
    )


def test_the_web_server_itself_does_not_start_with_debug(tmp_path: Path) -> None:
    done = run(["-c", "import healthkb.wsgi"], tmp_path, DEBUG="1")
    assert (done.returncode, "(healthkb.E001)" in done.stderr) == (1, True)


def test_a_proper_deployment_passes_every_check_of_django_too(tmp_path: Path) -> None:
    command = ["manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = run(command, tmp_path, HTTPS="1", ALLOWED_HOSTS="health.example")
    assert (done.returncode, done.stdout) == (0, "System check identified no issues (0 silenced).\n")


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
