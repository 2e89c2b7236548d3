import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from pytest_django import DjangoDbBlocker
from pytest_socket import socket_allow_hosts

from tests import schema_cache

DATABASE_FIXTURES = {"db", "transactional_db", "migrated"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database-only", action="store_true", help="leave out the tests that use no database")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A second run, on another database, need not repeat what no database can change."""
    if not config.getoption("--database-only"):
        return
    chosen = [item for item in items if _uses_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if not _uses_database(item)])
    items[:] = chosen


def _uses_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures & DATABASE_FIXTURES)


def pytest_runtest_setup() -> None:
    """No test reaches another host; 127.0.0.1 stays open for databases, servers and browsers."""
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)
    # The database of each test is rolled back, its stamps too, so what one test kept says nothing to the next.
    from articles.content.kept import forget_all

    forget_all()


@pytest.fixture(scope="session")
def schema_folder(pytestconfig: pytest.Config) -> Path:
    return pytestconfig.cache.mkdir("schema") if pytestconfig.cache else Path(settings.MEDIA_ROOT)


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker, schema_folder: Path
) -> Iterator[None]:
    """As pytest-django does it; on SQLite from a kept copy of the migrated database where there is one."""
    kept = schema_cache.kept(schema_folder)
    if connection.vendor != "sqlite" or not kept.exists():
        request.getfixturevalue("migrated_by_django")
        if connection.vendor == "sqlite":
            with django_db_blocker.unblock():
                connection.ensure_connection()
                schema_cache.keep(connection.connection, schema_folder)
        yield
        return
    request.getfixturevalue("django_test_environment")
    with django_db_blocker.unblock():
        connection.close()
        creation: Any = connection.creation
        connection.settings_dict["NAME"] = creation._get_test_db_name()
        connection.ensure_connection()
        source = sqlite3.connect(kept)
        source.backup(connection.connection)
        source.close()
    yield


@pytest.fixture(scope="session")
def migrated_by_django(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    django_db_modify_db_settings: None,
) -> Iterator[None]:
    from django.test.utils import setup_databases, teardown_databases

    with django_db_blocker.unblock():
        databases: Any = setup_databases(verbosity=0, interactive=False)
    yield
    with django_db_blocker.unblock():
        teardown_databases(databases, verbosity=0)


@pytest.fixture
def own_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits are counted from nothing: the file of all tests keeps its counts, in forks of this process too."""
    from healthkb.api import throttling

    monkeypatch.setattr(throttling, "counters", throttling.counters_of(tmp_path / "counts"))
