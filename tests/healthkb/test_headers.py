"""The headers of every kind of answer, and the score that Mozilla's published rules give them."""

import re
from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from healthkb.headers import security_headers
from healthkb.models import User
from tests.builders import make_user, publish_now
from tests.triage.builders import make_protocol

PAGES = ["/", "/admin/login/", "/api/v1/", "/api/v1/articles/", "/api/v1/docs/", "/problems/", "/healthz", "/no-such/"]


def score(headers: Mapping[str, str], cookies: Mapping[str, Any]) -> int:
    """Of 100, after the rules of Mozilla's HTTP Observatory; extra credit counts from 90 on."""
    policy = headers.get("Content-Security-Policy", "")
    hsts = re.match(r"max-age=(\d+)", headers.get("Strict-Transport-Security", ""))
    unsafe = (
        not policy or "unsafe" in policy or re.search(r"(default|script|object)-src[^;]*(\*|https?:|data:)", policy)
    )
    penalties = [
        25 if unsafe else 0,
        20 if not hsts or int(hsts[1]) < 15_768_000 else 0,
        5 if headers.get("X-Content-Type-Options") != "nosniff" else 0,
        20 if "frame-ancestors" not in policy and headers.get("X-Frame-Options") not in ("DENY", "SAMEORIGIN") else 0,
        40 if any(not cookie["secure"] for cookie in cookies.values()) else 0,
        50 if headers.get("Cross-Origin-Resource-Policy") not in ("same-origin", "cross-origin") else 0,
    ]
    credit = [
        10 if "default-src 'none'" in policy and not unsafe else 0,
        5 if headers.get("Referrer-Policy") in ("same-origin", "no-referrer", "strict-origin") else 0,
        5 if "frame-ancestors 'none'" in policy else 0,
        5 if cookies and all(cookie["samesite"] in ("Lax", "Strict") for cookie in cookies.values()) else 0,
    ]
    found = 100 - sum(penalties)
    return found + sum(credit) if found >= 90 else found


@pytest.fixture
def over_https(settings: Settings) -> None:
    settings.HTTPS = settings.SECURE_SSL_REDIRECT = True
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"


@pytest.mark.django_db
@pytest.mark.parametrize("address", PAGES)
def test_every_answer_scores_full_marks(client: Client, over_https: None, address: str) -> None:
    response: Any = client.get(address, secure=True)
    assert score(response.headers, response.cookies) >= 100
    assert set(security_headers(https=True, is_for_anyone=False)) - set(response.headers) == set()
    names = list(response.cookies)
    assert [name for name in names if not name.startswith("__Host-")] == []


@pytest.mark.django_db
def test_pages_lead_on_to_https_and_the_api_refuses(client: Client, over_https: None) -> None:
    led: Any = client.get("/causes/cramp/?lang=en")
    assert (led.status_code, led.url) == (301, "https://testserver/causes/cramp/?lang=en")
    for more, is_told in (({}, False), ({"authorization": "Bearer hkb_1_secret"}, True)):
        refused: Any = client.get("/api/v1/causes/", headers=more)
        assert (refused.status_code, refused.json()["type"]) == (403, "/problems/https-required")
        assert ("end it, and make another" in refused.json()["detail"], "Location" in refused) == (is_told, False)
    assert client.get("/api/v1/causes/", secure=True).status_code == 200


def test_the_score_notices_what_is_missing() -> None:
    headers = dict(security_headers(https=True, is_for_anyone=False))
    assert score(headers, {}) == 120
    for name, left in {"Content-Security-Policy": 75, "Strict-Transport-Security": 80}.items():
        assert score({key: value for key, value in headers.items() if key != name}, {}) <= left


@pytest.mark.django_db
def test_cookies_of_someone_who_signed_in_belong_to_this_host_alone(client: Client, over_https: None) -> None:
    user = make_user(username="ann", is_staff=True)
    user.set_password("a long pass phrase")
    user.save()
    response: Any = client.post(
        "/admin/login/?next=/admin/", {"username": "ann", "password": "a long pass phrase"}, secure=True
    )
    assert (response.status_code, User.objects.get().last_login is not None) == (302, True)
    kept = {name: (cookie["secure"], cookie["path"], cookie["domain"]) for name, cookie in response.cookies.items()}
    assert kept == dict.fromkeys(("__Host-csrftoken", "__Host-sessionid"), (True, "/", ""))
    assert score(response.headers, response.cookies) >= 100
    # No script needs the one of the session. The other one is what a script may send back with a form.
    assert response.cookies["__Host-sessionid"]["httponly"] is True
    assert "no-store" in client.get("/admin/", secure=True).headers["Cache-Control"]


def test_browsers_are_told_to_use_https_for_a_year_and_which_pages_may_frame_ours() -> None:
    headers = security_headers(https=True, is_for_anyone=False)
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    policy = headers["Content-Security-Policy"].split("; ")
    assert {"default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"} <= set(policy)


@pytest.mark.django_db
def test_other_sites_may_load_what_is_public_and_nothing_else(client: Client) -> None:
    publish_now(make_protocol())
    answers = {address: client.get(address) for address in PAGES}
    policies = {address: answer.headers["Cross-Origin-Resource-Policy"] for address, answer in answers.items()}
    for_anyone = {address for address, policy in policies.items() if policy == "cross-origin"}
    assert for_anyone == {"/api/v1/", "/api/v1/articles/"}
    assert {address for address in PAGES if "Access-Control-Allow-Origin" in answers[address].headers} == for_anyone
    triage = client.post("/api/v1/triage/match/", {"text": "twitching"}, content_type="application/json")
    assert triage.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
