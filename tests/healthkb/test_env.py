from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from healthkb.env import (
    env_bool,
    env_cache,
    env_database,
    env_databases,
    env_int,
    env_list,
    env_media,
    env_rates,
    env_secret,
)


@pytest.mark.parametrize(("text", "value"), [("1", True), ("yes", True), ("ON", True), ("0", False), ("", False)])
def test_env_bool(monkeypatch: pytest.MonkeyPatch, text: str, value: bool) -> None:
    monkeypatch.setenv("SWITCH", text)
    assert env_bool("SWITCH") is value


def test_env_bool_refuses_to_guess(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SWITCH", "maybe")
    with pytest.raises(ImproperlyConfigured, match="SWITCH is 'maybe'"):
        env_bool("SWITCH")


def test_env_int(monkeypatch: pytest.MonkeyPatch) -> None:
    assert env_int("NUMBER", 7) == 7
    monkeypatch.setenv("NUMBER", "12")
    assert env_int("NUMBER", 7) == 12
    monkeypatch.setenv("NUMBER", "twelve")
    with pytest.raises(ImproperlyConfigured, match="NUMBER is 'twelve'"):
        env_int("NUMBER", 7)


def test_env_list_leaves_out_blanks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOSTS", " a.example , ,b.example,")
    assert env_list("HOSTS") == ["a.example", "b.example"]


def test_env_secret_prefers_the_value_then_the_named_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    default, named = tmp_path / "default", tmp_path / "named"
    assert env_secret("KEY", default) == ""
    default.write_text("from default\n")
    assert env_secret("KEY", default) == "from default"
    named.write_text("from named\n")
    monkeypatch.setenv("KEY_FILE", str(named))
    assert env_secret("KEY", default) == "from named"
    monkeypatch.setenv("KEY", "from value")
    assert env_secret("KEY", default) == "from value"


def test_env_secret_says_which_file_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KEY_FILE", str(tmp_path / "gone"))
    with pytest.raises(ImproperlyConfigured, match=r"KEY_FILE names .*gone, which does not exist"):
        env_secret("KEY", tmp_path / "default")


@pytest.fixture
def no_database_env(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("DATABASE_PATH", raising=False)


@pytest.mark.usefixtures("no_database_env")
def test_sqlite_waits_for_its_turn(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    database = env_database(tmp_path / "db.sqlite3")
    assert database["NAME"] == tmp_path / "db.sqlite3"
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    monkeypatch.setenv("DATABASE_PATH", "/data/other.sqlite3")
    assert env_database(tmp_path)["NAME"] == "/data/other.sqlite3"
    monkeypatch.setenv("DATABASE_URL", "sqlite:////data/url.sqlite3")
    assert env_database(tmp_path)["NAME"] == "/data/url.sqlite3"


@pytest.mark.usefixtures("no_database_env")
def test_postgres_never_waits_for_ever(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://me:p%40ss@db.example:5433/health?sslmode=require")
    assert env_database(tmp_path) == {
        "ENGINE": "healthkb.postgresql",
        "NAME": "health",
        "USER": "me",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "5433",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": 3,
            "options": (
                "-c statement_timeout=5s -c lock_timeout=2s -c idle_in_transaction_session_timeout=30s "
                "-c random_page_cost=1.1"
            ),
            "prepare_threshold": 1,
            "sslmode": "require",
        },
    }


@pytest.mark.usefixtures("no_database_env")
def test_replicas_are_databases_beside_the_primary(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert list(env_databases(tmp_path)) == ["default"]
    monkeypatch.setenv("DATABASE_REPLICA_URLS", "postgres://me@one/health, postgres://me@two/health")
    monkeypatch.setenv("DATABASE_PREPARE", "0")
    found = env_databases(tmp_path)
    assert [(name, found[name].get("HOST")) for name in found if name != "default"] == [
        ("replica1", "one"),
        ("replica2", "two"),
    ]
    options = found["replica2"]["OPTIONS"]
    assert (options["connect_timeout"], options["prepare_threshold"]) == (1, None)


def test_pictures_are_in_a_folder_or_a_bucket(monkeypatch: pytest.MonkeyPatch) -> None:
    assert env_media() == {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    monkeypatch.setenv("MEDIA_BUCKET", "pictures")
    monkeypatch.setenv("MEDIA_BUCKET_ENDPOINT", "https://s3.example.org")
    options = env_media()["OPTIONS"]
    assert (options["bucket_name"], options["endpoint_url"]) == ("pictures", "https://s3.example.org")
    assert options["secret_key"] is None


@pytest.mark.usefixtures("no_database_env")
def test_other_databases_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://localhost/health")
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL has to start with"):
        env_database(tmp_path)


def test_cache_is_shared_when_there_is_a_redis(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REDIS_URL", raising=False)
    assert env_cache()["BACKEND"] == "django.core.cache.backends.locmem.LocMemCache"
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:6379/3")
    assert env_cache()["LOCATION"] == "redis://127.0.0.1:6379/3"


def test_rates_take_the_place_of_single_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RATES", "search:0, export:5/hour")
    assert env_rates("RATES", "search:600/min,export:30/min,read:0") == {
        "search": (0, 60),
        "export": (5, 3600),
        "read": (0, 60),
    }
    monkeypatch.setenv("RATES", "search=60")
    with pytest.raises(ImproperlyConfigured, match=r"RATES is 'search=60'\. Write it like this: search:600/min"):
        env_rates("RATES", "search:600/min")
