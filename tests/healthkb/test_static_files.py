from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.test import RequestFactory

from healthkb.static_files import StaticFilesMiddleware


def test_files_are_served_and_the_list_of_them_is_not(tmp_path: Path, settings: Any) -> None:
    settings.STATIC_ROOT = str(tmp_path)
    for name in ("staticfiles.json", "page.css"):
        (tmp_path / name).write_text("a text")
    middleware = StaticFilesMiddleware(lambda request: HttpResponse(status=404), settings=settings)
    asked = [middleware(RequestFactory().get(f"/static/{name}")) for name in ("staticfiles.json", "page.css")]
    assert [answer.status_code for answer in asked] == [404, 200]
