"""Assessments before Django: docs/adr/0008-assessments-before-django.md.

The protocol, the reading of the body and the result are the view's. The headers are those that Django last sent to the
same client. What cannot be answered with a result goes to Django, which says why in its own words.
"""

import re
import time
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

from django.urls import resolve, reverse
from django.utils import timezone

from articles.api.languages import DEFAULT, LANGUAGES
from articles.api.plain_requests import Environ, Start, caller, takes_json
from articles.content.kept import Kept
from healthkb.api.parsers import BoundedJSONParser
from healthkb.api.throttling import count
from healthkb.clients import network_of
from healthkb.fast_path import MOST_FRAMES, Frame
from healthkb.logs import tell_access, within_request
from healthkb.middleware import request_id_in
from triage.api.assessing import AssessView, result_of
from triage.publishing.live import live_protocol

PARAMETERS = re.compile(rf"(?:lang=({'|'.join(LANGUAGES)}))?(?:(?:^|&)country=([A-Z]{{2}}))?")
LONGEST_BODY = 64 * 1024  # bytes; longer ones, as far as they are taken, are Django's
LENGTH = re.compile("[0-9]{1,5}")
OF_EACH_ANSWER = re.compile("Content-Length|RateLimit.*|X-Request-Id")


class FastTriage:
    def __init__(self, django: Callable[[Environ, Start], Iterable[bytes]]) -> None:
        self.django = django
        address = reverse("triage-assess", args=["SLUG"])
        self.route = f"/{resolve(address).route}"
        self.address = re.compile(re.escape(address).replace("SLUG", "([a-z0-9-]+)"))
        self.frames: Kept[Frame] = Kept(MOST_FRAMES)

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "POST" or not (found := self.address.fullmatch(environ["PATH_INFO"])):
            return self.django(environ, start_response)
        environ.pop("HTTP_COOKIE", None)  # nobody looks at it here, and Django would answer a damaged one with another
        asked = PARAMETERS.fullmatch(environ["QUERY_STRING"])
        if asked is None or not is_plain_body(environ):
            return self.django(environ, start_response)
        begun, place = time.perf_counter(), caller(environ)
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        environ["wsgi.input"] = BytesIO(body)
        frame = self.frames.get(place)
        with within_request(request_id := request_id_in(environ)):
            result = result_from(body, found[1], asked[1] or DEFAULT, asked[2] or "") if frame else None
            if frame and result is not None and (limits := limits_left(environ)) is not None:
                tell_access("POST", self.route, 200, time.perf_counter() - begun)
                own = [*limits.items(), ("X-Request-Id", request_id), ("Content-Length", str(len(result)))]
                start_response("200 OK", [*frame, *own])
                return [result]
        response: Any = self.django(environ, start_response)
        if response.status_code == 200 and not response.cookies:
            learnt = [header for header in response.items() if not OF_EACH_ANSWER.fullmatch(header[0])]
            self.frames.put(place, learnt, 0)
        return response  # type: ignore[no-any-return]


def is_plain_body(environ: Environ) -> bool:
    if environ.get("SCRIPT_NAME") or "HTTP_AUTHORIZATION" in environ or "HTTP_TRANSFER_ENCODING" in environ:
        return False
    if not LENGTH.fullmatch(environ.get("CONTENT_LENGTH") or "") or int(environ["CONTENT_LENGTH"]) > LONGEST_BODY:
        return False
    return environ.get("CONTENT_TYPE") == "application/json" and takes_json(environ)


def result_from(body: bytes, slug: str, language: str, country: str) -> bytes | None:
    try:
        data = BoundedJSONParser().parse(BytesIO(body), "application/json", {"encoding": "utf-8"})
        return result_of(live_protocol(slug, language, at=timezone.now()), data, country)
    except Exception:  # a mistake of the sender's, a protocol that is off, a database that fails: Django tells which
        return None


def limits_left(environ: Environ) -> dict[str, str] | None:
    """As headers; None where this client has asked too often. It counts once more then, as Django counts it too."""
    verdict = count(AssessView.throttle_scope, network_of(environ), at=time.time())
    if verdict is None:
        return {}
    return None if verdict.is_over else verdict.headers
