"""The base of ``tests.trust.base`` with probes in all its texts, and what in a page could run."""

import itertools
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

from django.apps import apps
from django.db import DatabaseError, models, transaction

from articles.models.fields import LineField, MarkdownField
from articles.publishing import publish, review, submitting
from healthkb.models import User
from tests.builders import after, make_author, make_clinician, make_publisher, submit_now
from tests.trust.base import build_base
from tests.trust.probes import PROBES

OURS = ("articles", "triage", "questions", "healthkb")
# Forms of their own: an address, a code, a hash. A form of the admin refuses anything else there.
FORMED = {"slug", "locale", "country", "emergency_number", "key", "url", "prefix", "code", "system", "list"}
TOGETHER = 25
ALLOWED_SCHEMES = ("", "http", "https", "mailto", "tel")
OWN_SCRIPTS = ("/static/", "/admin/jsi18n/", "/api/v1/docs/?script=")
DATA_BLOCKS = ("application/ld+json", "application/json")
DEAD = {"iframe", "object", "embed", "applet", "frame", "frameset", "base", "math", "marquee", "style", "isindex"}
OWN_HOSTS = ("", "testserver", "127.0.0.1")
LEFT_TO_A_CLICK = ("a", "area")
ADDRESSES = ("href", "src", "action", "formaction", "poster", "data", "background", "xlink:href", "srcset")


def build_hostile_base() -> tuple[dict[str, Any], int]:
    """Values for addresses, and how many texts hold a probe. Whoever wrote them went round the forms and the checks."""
    values = build_base()
    probes = itertools.cycle(PROBES)
    filled = sum(_fill(row, field, probes) for row, field in list(_texts()))
    with patch.object(submitting, "blocking", lambda problems: []):
        documents = apps.get_model("articles", "Document").objects.filter(published__isnull=False, locale="en")
        rows = [apps.get_model(_label(each.kind)).objects.get(pk=each.pk) for each in documents]
        request = submit_now(*rows, by=make_author(), at=after(40), change_note=next(probes)[:300])
        comment = "\n\n".join(itertools.islice(probes, TOGETHER))
        reviewer = make_clinician(first_name=next(probes)[:60])
        review(request=request, role="clinical", decision="approve", by=reviewer, at=after(41), comment=comment)
        publish(request=request, by=make_publisher(), at=after(42))
    return values, filled


def _label(kind: str) -> str:
    named = {"red_flag": "redflag", "test": "diagnostictest", "protocol": "protocol"}
    return f"{'triage' if kind == 'protocol' else 'articles'}.{named.get(kind, kind)}"


def _texts() -> Iterator[tuple[models.Model, Any]]:
    for model in apps.get_models():
        if model._meta.app_label in OURS:
            fields = [field for field in model._meta.local_fields if _is_free(model, field)]
            yield from ((row, field) for row in model._base_manager.all() for field in fields)


def _is_free(model: Any, field: Any) -> bool:
    is_text = isinstance(field, LineField | MarkdownField | models.TextField) or (
        model is User and field.name in ("first_name", "last_name")
    )
    return is_text and not field.choices and not field.unique and field.name not in FORMED


def _fill(row: models.Model, field: Any, probes: Iterator[str]) -> bool:
    """False where the database refuses it: history cannot be changed, and some texts have rules."""
    several = isinstance(field, MarkdownField | models.TextField)
    text = "\n\n".join(itertools.islice(probes, TOGETHER if several else 1))
    try:
        with transaction.atomic():
            type(row)._base_manager.filter(pk=row.pk).update(**{field.name: text[: field.max_length or 20_000]})
    except DatabaseError:
        return False
    return True


class _Active(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name.lower(): value or "" for name, value in attrs}
        is_data = values.get("type") in DATA_BLOCKS
        self.in_script = tag == "script" and not is_data
        if tag in DEAD or (tag == "meta" and "http-equiv" in values):
            self.found.append(tag)
        if tag == "script" and not is_data and not values.get("src", "").startswith(OWN_SCRIPTS):
            self.found.append(f"script {values}")
        self.found += [f"{tag} {name}" for name in values if name.startswith("on") or name in ("style", "srcdoc")]
        for name in ADDRESSES:
            elsewhere = tag not in LEFT_TO_A_CLICK and name in values and not is_own(values[name])
            if name in values and (elsewhere or not is_harmless(values[name])):
                self.found.append(f"{tag} {name}={values[name]}")

    def handle_endtag(self, tag: str) -> None:
        self.in_script = False

    def handle_data(self, data: str) -> None:
        if self.in_script and data.strip():
            self.found.append(f"inline script {data[:60]}")


def is_harmless(address: str) -> bool:
    """As a browser reads it, without tabs, newlines and leading spaces."""
    read = address.translate({9: None, 10: None, 13: None}).strip("".join(map(chr, range(33)))).replace("\\", "/")
    if read.startswith("data:image/") or read == "data:,":
        return True
    try:
        scheme = urlsplit(read).scheme.lower()
    except ValueError:
        return False
    return scheme in ALLOWED_SCHEMES and not read.startswith("//")


def is_own(address: str) -> bool:
    """What a page loads, or sends a form to, without being asked comes from this server."""
    try:
        return all((urlsplit(each.split(" ")[0]).hostname or "") in OWN_HOSTS for each in address.strip().split(", "))
    except ValueError:
        return False


def active_in(page: str) -> list[str]:
    """Everything that could run script or load from elsewhere."""
    parser = _Active()
    parser.feed(page)
    parser.close()
    return parser.found
