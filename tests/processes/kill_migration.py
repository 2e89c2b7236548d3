"""Kill a migration just before it is noted as done, on an empty database, and migrate again. Prints what came of it."""

import os
import signal
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

TABLE = "django_content_type"


def kill_before_it_is_noted(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    if sql.startswith('INSERT INTO "django_migrations"'):
        os.kill(os.getpid(), signal.SIGKILL)
    return execute(sql, params, many, context)


def main() -> None:
    child = os.fork()
    if child == 0:
        with connection.execute_wrapper(kill_before_it_is_noted):
            call_command("migrate", "contenttypes", verbosity=0)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    print(f"killed: {code == -signal.SIGKILL}, tables: {TABLE in connection.introspection.table_names()}")
    call_command("migrate", "contenttypes", verbosity=0)
    print(f"again: {TABLE in connection.introspection.table_names()}")


if __name__ == "__main__":
    main()
