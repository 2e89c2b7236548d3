"""What is downloaded: the file, its name, and what the audit log tells of it."""

import json
from typing import Any

from django.urls import reverse
from django.utils import timezone

from articles.models import AuditEntry
from articles.sheets.files.read import read_file
from tests.articles.sheets.builders import make_importer
from tests.builders import make_cause, publish_now

from .test_admin import EXPORT, signed_in, staff


def test_an_export_is_a_file_with_a_name_and_is_told_in_the_audit_log(db: None) -> None:
    make_cause(slug="draft")
    publish_now(make_cause(slug="live"))
    client = signed_in(make_importer())
    assert client.get(reverse(EXPORT)).status_code == 200

    def exports(**wanted: str) -> tuple[str, bytes]:
        got: Any = client.get(reverse(EXPORT), {"sheets": "Causes", **wanted})
        return got["Content-Disposition"], b"".join(got.streaming_content)

    name, rows = exports(format="csv")
    assert (name, b"draft" in rows) == ('attachment; filename="Causes.csv"', True)
    name, rows = exports(format="csv", published="on")
    assert (b"draft" in rows, b"live" in rows) == (False, True)
    assert exports(format="zip")[0] == f'attachment; filename="healthkb-{timezone.now():%Y-%m-%d}.zip"'
    told = AuditEntry.objects.filter(action="exported").order_by("number").values_list("details", flat=True)
    assert [(json.loads(each)["format"], json.loads(each)["published"]) for each in told] == [
        ("csv", False),
        ("csv", True),
        ("zip", False),
    ]


def test_a_template_holds_the_sheets_that_one_may_see(db: None) -> None:
    template = reverse("admin:articles_importbatch_template")
    client = signed_in(staff("articles.view_cause", "articles.view_remedy"))

    def sheets(query: str) -> tuple[str, set[str]]:
        got: Any = client.get(template + query)
        book = read_file(b"".join(got.streaming_content), "template.xlsx")
        return got["Content-Disposition"], {sheet.name for sheet in book.sheets}

    name, of_all = sheets("")
    assert (name, {"Causes", "Articles"} & of_all) == ('attachment; filename="healthkb-template.xlsx"', {"Causes"})
    name, of_one = sheets("?sheet=Causes")
    assert (name, of_one < of_all, "Remedies" in of_all - of_one) == (
        'attachment; filename="Causes-template.xlsx"',
        True,
        True,
    )
    assert client.get(f"{template}?sheet=Articles").status_code == 403
