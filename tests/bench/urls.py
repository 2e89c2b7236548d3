from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from tests.bench.applications import one_body


def plain_bytes(request: HttpRequest) -> HttpResponse:
    return HttpResponse(one_body(), content_type="application/json")


urlpatterns: list[Any] = [
    path("bytes/", plain_bytes),
    path("", include("tests.bench.naive")),
    path("", include("healthkb.urls")),
]
