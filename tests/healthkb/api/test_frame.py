"""What stands around the API: health, docs, description, security headers."""

import re
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, connection
from django.test import Client
from rest_framework.exceptions import ParseError
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BrowsableAPIRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from healthkb.api import health
from healthkb.api.negotiation import BrowsableForStaff
from healthkb.api.parsers import BoundedJSONParser
from healthkb.models import User


def test_alive_without_a_database(client: Client) -> None:
    """pytest-django refuses every query of a test that did not ask for a database."""
    assert client.get("/healthz").json() == {"status": "ok"}


@pytest.mark.django_db
def test_ready_with_its_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_seen_migrated", False)
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"status": "ok", "database": "ok", "migrations": "ok"})
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_not_ready_before_its_migrations(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_seen_migrated", False)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'healthkb'")
    response = client.get("/readyz")
    assert (response.status_code, response.json()["migrations"]) == (503, "missing")


def test_not_ready_without_its_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any) -> Any:
        raise DatabaseError("gone")

    monkeypatch.setattr(connection, "cursor", refuse)
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (503, {"status": "unavailable", "database": "does not answer"})


@pytest.mark.parametrize("address", ["/api/v1/docs/", "/problems/", "/admin/login/"])
def test_pages_load_only_what_this_server_serves(client: Client, address: str) -> None:
    response = client.get(address)
    page = response.content.decode()
    assert re.findall(r"""(?:src|href)=["'](?:https?:)?//[^"']*""", page) == []
    assert re.findall(r"<script(?![^>]*src=)[^>]*>|<style|\son[a-z]+=|\sstyle=", page) == []
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self';")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"


def test_description_is_openapi_3_1(client: Client) -> None:
    description = client.get("/api/v1/schema/", headers={"Accept": "application/vnd.oai.openapi+json"}).json()
    assert description["openapi"] == "3.1.0"
    assert description["info"]["license"] == {"name": "MIT", "identifier": "MIT"}
    answers = [
        answer for path in description["paths"].values() for verb in path.values() for answer in verb["responses"]
    ]
    assert answers.count("default") == sum(len(path) for path in description["paths"].values())


def chosen_for(user: User | None, accept: str, session: str = "s" * 32) -> str:
    asked = APIRequestFactory().get("/api/v1/articles/", headers={"Accept": accept})
    asked.COOKIES[settings.SESSION_COOKIE_NAME] = session
    request = Request(asked)
    request.user = user  # type: ignore[assignment]
    negotiation: DefaultContentNegotiation = BrowsableForStaff()
    renderer, _ = negotiation.select_renderer(request, [JSONRenderer(), BrowsableAPIRenderer()])
    return renderer.format or ""


BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8"


def test_only_staff_browse() -> None:
    assert chosen_for(User(is_staff=True), BROWSER) == "api"
    assert chosen_for(User(is_staff=False), BROWSER) == "json"
    assert chosen_for(User(is_staff=True, is_active=False), BROWSER) == "json"
    assert chosen_for(None, BROWSER) == "json"
    assert chosen_for(User(is_staff=True), "application/json") == "json"
    assert chosen_for(User(is_staff=True), BROWSER, session="damaged") == "json"


def test_json_that_is_nested_too_deeply_is_a_mistake_of_the_sender() -> None:
    body = BytesIO(b"[" * 200_000)
    with pytest.raises(ParseError, match="nested too deeply"):
        BoundedJSONParser().parse(body, "application/json", {})
