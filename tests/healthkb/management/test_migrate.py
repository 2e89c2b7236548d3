from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from healthkb.migrating import WholeMigrations


def limit_of_time() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        return str(cursor.fetchone()[0])


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no such limit.")
def test_a_statement_of_a_migration_may_take_as_long_as_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    migrate = WholeMigrations.migrate

    def watched(self: Any, *args: Any, **options: Any) -> Any:
        seen.append(limit_of_time())
        return migrate(self, *args, **options)

    monkeypatch.setattr(WholeMigrations, "migrate", watched)
    before = limit_of_time()
    call_command("migrate", verbosity=0)
    assert (seen, limit_of_time()) == (["0"], before)
    assert before != "0"
