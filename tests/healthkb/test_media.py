from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from django.test import Client
from pytest_django import Settings


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    (tmp_path / "media/images").mkdir(parents=True)
    (tmp_path / "media/images/leg.webp").write_bytes(b"picture")
    (tmp_path / "secret_key").write_text("secret")
    return tmp_path


def test_a_stored_picture_is_served(client: Client, folder: Path) -> None:
    response = client.get("/media/images/leg.webp")
    assert (response.status_code, response.getvalue()) == (200, b"picture")
    assert response.headers["Content-Type"] == "image/webp"
    assert response.headers["Cache-Control"] == "public, max-age=86400"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("images/", 404),
        ("images/none.webp", 404),
        ("../secret_key", 400),
        ("%2e%2e/secret_key", 400),
        ("images/../../secret_key", 400),
    ],
)
def test_nothing_else_is_served(client: Client, folder: Path, path: str, status: int) -> None:
    assert client.get(f"/media/{path}").status_code == status


def test_pictures_are_only_read(client: Client, folder: Path) -> None:
    assert client.post("/media/images/leg.webp").status_code == 405


def test_a_picture_in_a_bucket_has_the_same_address(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    bucket = InMemoryStorage()
    bucket.save("images/leg.webp", ContentFile(b"picture"))
    monkeypatch.setattr("healthkb.media.default_storage", bucket)
    response = client.get("/media/images/leg.webp")
    assert (response.status_code, response.getvalue()) == (200, b"picture")
    assert (response.headers["Content-Type"], response.headers["Access-Control-Allow-Origin"]) == ("image/webp", "*")
    for path in ("images/none.webp", "../secret_key"):
        assert client.get(f"/media/{path}").status_code in (400, 404)
