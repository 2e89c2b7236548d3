"""Values from the environment. A value that cannot be read stops the start with its name, never with a guess."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}


def env_str(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def env_bool(name: str, default: bool = False) -> bool:
    value = os.environ.get(name)
    if value is None:
        return default
    if value.strip().lower() in TRUE:
        return True
    if value.strip().lower() in FALSE:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}. Use 1 or 0.")


def env_int(name: str, default: int) -> int:
    value = env_str(name)
    if not value:
        return default
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {value!r}. Use a whole number.") from None


def env_choice(name: str, *choices: str) -> str:
    """One of these words; the first where nothing is said."""
    value = env_str(name) or choices[0]
    if value not in choices:
        raise ImproperlyConfigured(f"{name} is {value!r}. Use one of: {', '.join(choices)}.")
    return value


def env_list(name: str, default: str = "") -> list[str]:
    """Parts between commas, without the blanks."""
    return [part.strip() for part in env_str(name, default).split(",") if part.strip()]


def env_days(name: str) -> dict[str, int]:
    """Words with a number of days each, for example ``emergency:30,same_day:90``."""
    try:
        return {word.strip(): int(days) for word, days in (part.split(":") for part in env_list(name))}
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {env_str(name)!r}. Write it like this: emergency:30,any:365.") from None


RATE_WINDOWS = {"s": 1, "min": 60, "hour": 3600, "day": 86_400}


def env_rates(name: str, default: str) -> dict[str, tuple[int, int]]:
    """Number and seconds by scope, from ``search:600/min,export:0``; 0 is none. What is left out stays the default."""
    try:
        return dict(_rate(part) for part in (*default.split(","), *env_list(name)))
    except (ValueError, KeyError):
        raise ImproperlyConfigured(f"{name} is {env_str(name)!r}. Write it like this: {default}.") from None


def _rate(text: str) -> tuple[str, tuple[int, int]]:
    scope, rate = text.split(":")
    number, _, window = rate.partition("/")
    return scope.strip(), (abs(int(number)), RATE_WINDOWS[window.strip() or "min"])


def env_secret(name: str, default_file: Path) -> str:
    """NAME, or the content of the file that NAME_FILE names, or of the default file; "" when there is none of them."""
    if value := env_str(name):
        return value
    file = Path(env_str(f"{name}_FILE") or default_file)
    try:
        return file.read_text().strip()
    except FileNotFoundError:
        if file == default_file:
            return ""
        raise ImproperlyConfigured(f"{name}_FILE names {file}, which does not exist.") from None
    except OSError as error:
        raise ImproperlyConfigured(f"The secret file {file} cannot be read: {error.strerror}.") from None


def sqlite_database(path: Path | str) -> dict[str, Any]:
    """One writer at a time that says so at once (IMMEDIATE), readers that never wait for it (WAL).

    With recursive triggers, a REPLACE counts as a delete, which tables of history refuse. Opening the file costs ten
    times what reading a page does, so a connection is kept for a minute.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA recursive_triggers=ON;",
        },
    }


def postgres_database(url: str) -> dict[str, Any]:
    """Connections are kept for a minute and tried before use; nothing may wait for ever."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    session = {
        "statement_timeout": env_str("DATABASE_STATEMENT_TIMEOUT", "5s"),
        "lock_timeout": env_str("DATABASE_LOCK_TIMEOUT", "2s"),
        "idle_in_transaction_session_timeout": "30s",
        # For disks without a moving part. With PostgreSQL's own value, search reads the words of every page.
        "random_page_cost": "1.1",
    }
    options = " ".join(f"-c {name}={value}" for name, value in session.items())
    prepare = 1 if env_bool("DATABASE_PREPARE", True) else None
    return {
        "ENGINE": "healthkb.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # Only the fast path prepares statements. Some poolers cannot bear it: DATABASE_PREPARE=0.
        "OPTIONS": {"connect_timeout": 3, "options": options, "prepare_threshold": prepare} | query,
    }


def env_database(default_path: Path) -> dict[str, Any]:
    """DATABASE_URL (postgres://user:password@host/name, sqlite:///path), else DATABASE_PATH, else the default."""
    url = env_str("DATABASE_URL")
    if not url:
        return sqlite_database(env_str("DATABASE_PATH") or default_path)
    scheme = urlsplit(url).scheme
    if scheme in ("postgres", "postgresql"):
        return postgres_database(url)
    if scheme == "sqlite":
        return sqlite_database(unquote(urlsplit(url).path.removeprefix("/")) or ":memory:")
    raise ImproperlyConfigured("DATABASE_URL has to start with postgres:// or sqlite:///.")


def env_databases(default_path: Path) -> dict[str, dict[str, Any]]:
    """The primary and, by DATABASE_REPLICA_URLS, its replicas."""
    found = {"default": env_database(default_path)}
    for number, url in enumerate(env_list("DATABASE_REPLICA_URLS"), start=1):
        replica = postgres_database(url)
        replica["OPTIONS"]["connect_timeout"] = 1
        found[f"replica{number}"] = replica | {"TEST": {"MIRROR": "default"}}
    return found


def env_float(name: str, default: float) -> float:
    value = env_str(name)
    try:
        return float(value) if value else default
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {value!r}. Use a number.") from None


def env_media() -> dict[str, Any]:
    """A bucket by MEDIA_BUCKET (with django-storages[s3], for any S3-compatible service), else MEDIA_ROOT."""
    bucket = env_str("MEDIA_BUCKET")
    if not bucket:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    options = {
        "bucket_name": bucket,
        "endpoint_url": env_str("MEDIA_BUCKET_ENDPOINT") or None,
        "region_name": env_str("MEDIA_BUCKET_REGION") or None,
        "access_key": env_str("MEDIA_BUCKET_KEY") or None,
        "secret_key": env_str("MEDIA_BUCKET_SECRET") or None,
        "file_overwrite": False,
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


def env_cache() -> Mapping[str, Any]:
    """REDIS_URL when several machines share a cache, else a cache inside each process."""
    if url := env_str("REDIS_URL"):
        # A cache that does not answer at once is no help; what uses it does without.
        waits = {"socket_timeout": 0.25, "socket_connect_timeout": 0.25}
        return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url, "OPTIONS": waits}
    return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 10_000}}


def env_shared_cache(folder: Path) -> Mapping[str, Any]:
    """What one process tells another: REDIS_URL when there are several machines, else files of this one."""
    if env_str("REDIS_URL"):
        return env_cache()
    return {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": str(folder)}
