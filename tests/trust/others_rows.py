"""Rows of another page, put into the form of one's own page. Whoever tries may do everything, but not this way."""

from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

from django.apps import apps
from django.contrib import admin
from django.db import transaction
from django.forms.models import _get_foreign_key
from django.test import Client, RequestFactory
from django.urls import reverse

from articles.models import Document
from tests.articles.admin.forms import form_data
from tests.triage.builders import make_protocol, make_wording
from tests.trust.base import client_of, make_image

FORGED = "Words that a stranger put in."
WORDS = ("note", "display", "title", "text", "label", "phrase", "heading")


class Attempt(NamedTuple):
    name: str
    succeeded: bool


class Inline(NamedTuple):
    """``theirs`` is a row of ``owner``; ``mine`` is another page of the same sort."""

    model: Any
    prefix: str
    parent: str
    theirs: Any
    owner: Any
    mine: Any


def fill_inlines() -> None:
    """Where the base has no row, or no second page."""
    make_protocol(slug="arm")
    make_wording(country="US", number="911")
    apps.get_model("articles.Article").objects.order_by("pk")[0].images.create(image=make_image("arm"))
    for model in Document.__subclasses__():
        model.objects.order_by("pk")[0].codes.get_or_create(system="icd-10", code="M79", display="Sore")


def inlines(user: Any) -> Iterator[Inline]:
    request = RequestFactory().get("/admin/")
    request.user = user
    for model, model_admin in admin.site._registry.items():
        for inline in model_admin.get_inline_instances(request):
            parent = _get_foreign_key(model, inline.model, inline.fk_name).name
            rows, pages = inline.model._base_manager, model._base_manager.order_by("pk")
            owner = pages.filter(pk__in=rows.values(parent))[0]
            theirs = rows.filter(**{parent: owner.pk}).order_by("pk")[0]
            prefix = inline.get_formset(request).get_default_prefix()
            yield Inline(model, prefix, parent, theirs, owner, pages.exclude(pk=owner.pk).last())


def attempts_on_rows(*, every_way: bool) -> Iterator[Attempt]:
    """Each deleted, changed and added to, with its own page named in the row, and this one; or only a third deleted."""
    fill_inlines()
    client = client_of("superuser")
    for each in islice(inlines(client_user(client)), 0, None, 1 if every_way else 3):
        forms = {page.pk: form_data(client.get(page_of(page))) for page in (each.owner, each.mine)}
        row = row_in(forms[each.owner.pk], each)
        words = next((name for name in WORDS if name in row), "")
        changes = [{"DELETE": "on"}, *([{words: FORGED}] if words else [])]
        name = f"{each.model.__name__} {each.prefix}"
        for change in changes if every_way else changes[:1]:
            # Through its own page it can be done, so that what is refused is refused for where it came from.
            own = {**row, **change, each.parent: each.owner.pk}
            assert changed(client, each, each.owner, forms, own, start=1), f"{name} {change} is not possible at all"
            for parent in (each.owner, each.mine):
                sent = {**row, **change, each.parent: parent.pk}
                yield Attempt(f"{name} {change} as of {parent}", changed(client, each, each.mine, forms, sent, start=1))
        if not every_way:
            continue
        added = {**row, "id": "", each.parent: each.owner.pk}
        yield Attempt(f"{name} added to {each.owner}", changed(client, each, each.mine, forms, added, start=0))


def client_user(client: Client) -> Any:
    return client.get("/admin/").wsgi_request.user


def row_in(sent: dict[str, Any], inline: Inline) -> dict[str, Any]:
    """What the form of its own page sends for it, by field."""
    start = next(
        name.removesuffix("id")
        for name, value in sent.items()
        if name.startswith(f"{inline.prefix}-") and name.endswith("-id") and value == inline.theirs.pk
    )
    return {name.removeprefix(start): value for name, value in sent.items() if name.startswith(start)}


def changed(
    client: Client, inline: Inline, page: Any, forms: dict[int, dict[str, Any]], row: dict[str, Any], *, start: int
) -> bool:
    """Whether the rows of the owner are others after the form of a page was sent with this row in it."""
    before = rows_of(inline)
    with transaction.atomic():
        sent = {name: value for name, value in forms[page.pk].items() if not name.startswith(f"{inline.prefix}-")}
        sent |= {f"{inline.prefix}-TOTAL_FORMS": 1, f"{inline.prefix}-INITIAL_FORMS": start}
        sent |= {f"{inline.prefix}-0-{name}": value for name, value in row.items()}
        client.post(page_of(page), sent)
        after = rows_of(inline)
        transaction.set_rollback(True)
    return before != after


def rows_of(inline: Inline) -> list[Any]:
    rows = type(inline.theirs)._base_manager
    return list(rows.filter(**{inline.parent: inline.owner.pk}).order_by("pk").values())


def page_of(row: Any) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
