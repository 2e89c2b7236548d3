"""Is the process alive, and may it be sent requests."""

import logging

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from healthkb.outages import watches

log = logging.getLogger(__name__)
_seen_migrated = False


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answers as long as the process does. Touches no database, so that a slow one gets nobody restarted."""
    return answer({"status": "ok"})


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    watch = watches.of(DEFAULT_DB_ALIAS)
    if watch is not None and not watch.is_ready:
        return answer({"status": "unavailable", "database": "does not answer"}, status=503)
    if watch is not None and _seen_migrated:  # the watch has just asked
        return answer({"status": "ok", "database": "ok", "migrations": "ok"})
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        migrated = is_migrated()
    except DatabaseError as error:
        log.warning("Not ready: the database does not answer (%s).", type(error).__name__)
        return answer({"status": "unavailable", "database": "does not answer"}, status=503)
    if not migrated:
        return answer({"status": "unavailable", "database": "ok", "migrations": "missing"}, status=503)
    return answer({"status": "ok", "database": "ok", "migrations": "ok"})


def is_migrated() -> bool:
    """Once seen it is kept for the life of the process, whose code does not change."""
    global _seen_migrated
    if not _seen_migrated:
        executor = MigrationExecutor(connection)
        _seen_migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _seen_migrated


def answer(body: dict[str, str], status: int = 200) -> JsonResponse:
    return JsonResponse(body, status=status, headers={"Cache-Control": "no-store"})
