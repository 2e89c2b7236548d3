"""System checks: settings that are each allowed but wrong together. `manage.py check --deploy` runs them all."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured


def refuse_unsafe_deployment() -> None:
    """Stop a server that would show its settings, sign with a known key, answer to any name or lose writes."""
    found = [*check_deployment(None), *check_sqlite(None)]
    errors = [f"{each.msg} {each.hint} ({each.id})" for each in found if each.is_serious()]
    if errors:
        raise ImproperlyConfigured("HealthKB does not start like this. " + " ".join(errors))


@register(Tags.security, deploy=True)
def check_deployment(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if settings.DEBUG:
        found.append(Error("DEBUG is on.", hint="Unset DEBUG: error pages show settings and data.", id="healthkb.E001"))
    if settings.SECRET_KEY == settings.UNSAFE_SECRET_KEY:
        hint = "Set SECRET_KEY, or SECRET_KEY_FILE to a file that holds 50 random characters."
        found.append(Error("SECRET_KEY is the one in the source code.", hint=hint, id="healthkb.E002"))
    if "*" in settings.ALLOWED_HOSTS:
        hint = "Name the hosts in ALLOWED_HOSTS, with commas between them."
        found.append(Error("ALLOWED_HOSTS accepts every host.", hint=hint, id="healthkb.E003"))
    if settings.DEMONSTRATION:
        hint = "Unset DEMONSTRATION: it lets create_demo_accounts and load_demo run."
        found.append(Warning("The demonstration is on.", hint=hint, id="healthkb.W001"))
    if settings.SECURE_PROXY_SSL_HEADER and not settings.REST_FRAMEWORK["NUM_PROXIES"]:
        hint = "Set NUM_PROXIES to the number of proxies, else all readers share the limits of one client."
        found.append(Warning("There is a proxy, but NUM_PROXIES is 0.", hint=hint, id="healthkb.W002"))
    if not settings.SECOND_STEP:
        hint = "Unset SECOND_STEP: a stolen password must not be enough to publish."
        message = "People who approve and publish sign in with a password only."
        found.append(Warning(message, hint=hint, id="healthkb.W003"))
    return found


@register(Tags.database)
def check_sqlite(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    databases = settings.DATABASES.items()
    return [message for alias, database in databases for message in sqlite_messages(alias, database)]


def sqlite_messages(alias: str, database: Mapping[str, Any]) -> Iterator[CheckMessage]:
    """WAL without IMMEDIATE makes two writers fail at once instead of waiting for each other."""
    if not database["ENGINE"].endswith("sqlite3"):
        return
    options = database.get("OPTIONS", {})
    wal = "journal_mode=wal" in options.get("init_command", "").lower().replace(" ", "")
    if wal and options.get("transaction_mode", "").upper() != "IMMEDIATE":
        hint = 'Set OPTIONS["transaction_mode"] to "IMMEDIATE".'
        message = f"The SQLite database {alias!r} uses WAL without IMMEDIATE transactions."
        yield Error(message, hint=hint, id="healthkb.E004")
    if options.get("timeout", 5) < 5:
        hint = 'Set OPTIONS["timeout"] to 20 seconds.'
        yield Error(f"The SQLite database {alias!r} gives up on a busy file too soon.", hint=hint, id="healthkb.E005")
