import pytest
from django.db import connection

from articles.publishing.transaction import publishing_transaction
from tests.builders import AT


def shown(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SHOW {name}")
        return str(cursor.fetchone()[0])


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no such limits.")
@pytest.mark.django_db
def test_a_publish_has_more_patience_than_what_readers_ask() -> None:
    before = [shown("lock_timeout"), shown("statement_timeout")]
    with publishing_transaction(AT):
        assert [shown("lock_timeout"), shown("statement_timeout")] == ["30s", "1min"] != before
