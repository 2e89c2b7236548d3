"""No answer sends anyone to another site, and no stranger writes a header: 60 addresses tried wherever one is taken."""

import itertools
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from tests.builders import make_user
from tests.healthkb.accounts.conftest import PASSWORD, make_person

pytestmark = pytest.mark.django_db
EVIL = "evil.example"
HOSTS = (
    *("//evil.example", "///evil.example", "////evil.example", "https://evil.example", "http:evil.example"),
    *("https:evil.example", "https:/evil.example", "https:///evil.example", "\\\\evil.example", "/\\evil.example"),
    *("\\/evil.example", "/\t/evil.example", "/\n/evil.example", "\t//evil.example", " //evil.example"),
    *("//evil。example", "https://testserver@evil.example", "https://evil.example#testserver"),
    *("//evil.example/testserver", "https://testserver.evil.example", "javascript:alert(1)"),
    *("JaVaScRiPt:alert(1)", "java\nscript:alert(1)", "data:text/html,evil.example", "ftp://evil.example"),
    *("//evil.example%2f..", "/%2f%2fevil.example", "%2f%2fevil.example", "/..//evil.example", "/.//evil.example"),
    *("//[::1]", "//2130706433", "https://evil.example\\@testserver", "//evil.example\x00", "\x00//evil.example"),
    *("\ufeff//evil.example", "\u2028//evil.example", "//\u202eelpmaxe.live"),
)
LINES = tuple(
    f"/admin/{line}{rest}"
    for line, rest in itertools.product(
        ("\r\n", "\n", "\r", "%0d%0a", "\u560d\u560a", "\u2028"), ("Set-Cookie: a=b", "X-A: b", "\r\n<script>", " ")
    )
)
PAYLOADS = (*HOSTS, *LINES)


def is_safe(response: Any) -> bool:
    """What a browser makes of the address: backslashes are slashes, tabs and newlines are not there."""
    headers = {name: value for name, value in response.headers.items() if name != "Location"}
    told = response.headers.get("Location", "/")
    read = told.replace("\\", "/").translate({9: None, 10: None, 13: None}).strip()
    parts = urlsplit(read)
    stays = parts.scheme in ("", "http") and parts.netloc in ("", "testserver") and not read.startswith("//")
    clean = not any("\r" in value or "\n" in value for value in (told, *headers.values()))
    return stays and clean and "X-A" not in headers and "a" not in response.cookies


def test_there_are_sixty() -> None:
    assert len(set(PAYLOADS)) >= 60


@pytest.mark.parametrize("payload", PAYLOADS, ids=ascii)
def test_no_page_sends_anyone_away(client: Client, payload: str) -> None:
    name = make_person().get_username()
    signed_in = Client()
    signed_in.force_login(make_user(is_staff=True))
    answers = [
        client.post("/admin/login/", {"username": name, "password": PASSWORD, "next": payload}),
        signed_in.get("/admin/login/", {"next": payload}),
        signed_in.get("/admin/second-step/", {"next": payload}),
        signed_in.post("/admin/prove/", {"password": "wrong", "next": payload}),
        signed_in.get(f"/admin/articles/cause/{payload.lstrip('/')}"),
        client.get(f"/{payload.lstrip('/')}"),
        client.get("/articles", {"next": payload}),
        client.get("/search/", {"q": payload}),
        client.get("/api/v1/search/", {"q": payload}),
    ]
    assert [answer.status_code for answer in answers if not is_safe(answer) or answer.status_code >= 500] == []
    pages = [answer for answer in answers if not answer.headers["Content-Type"].startswith("application/")]
    assert [page for page in pages if f'href="{payload}"' in page.content.decode()] == []


@pytest.mark.parametrize(
    "host", [EVIL, f"testserver@{EVIL}", f"testserver.{EVIL}", f"{EVIL}:80", "testserver:x", "a b", ""]
)
def test_a_host_of_another_is_refused_and_named_in_no_link(client: Client, host: str) -> None:
    answer: Any = client.get("/api/v1/", headers={"Host": host})
    assert (answer.status_code, EVIL in answer.content.decode()) == (400, False)
    for name in ("X-Forwarded-Host", "X-Host", "Forwarded", "X-Original-URL", "X-Rewrite-URL"):
        answer = client.get("/api/v1/", headers={name: host or EVIL})
        assert (answer.status_code, EVIL in answer.content.decode()) == (200, False)
