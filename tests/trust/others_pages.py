"""Rows of other people and of other pages, asked for or acted on through pages that are not meant for them."""

import datetime as dt
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core import signing
from django.db import models, transaction
from django.test import Client
from django.urls import reverse

from articles.models import (
    Article,
    Buffer,
    BulkChange,
    Cause,
    Contributor,
    Document,
    Image,
    ImportBatch,
    PreviewLink,
    Reference,
    SavedFilter,
    Version,
)
from articles.services.previews import share_preview, token_of
from healthkb.keys import make_key
from healthkb.models import ApiKey, Scope
from tests.articles.admin.forms import form_data
from tests.articles.sheets.builders import upload_now, workbook
from tests.builders import AT, make_author, make_user
from tests.healthkb.questions.builders import assign, make_question
from tests.trust.base import NOW, client_of
from tests.trust.others_rows import Attempt, page_of

# What an account may be asked by, the most private first.
PRIVATE = ("password", "secret", "hash", "token", "sha256", "email", "payload", "comment", "text", "username")
People = dict[str, Client]
CHOOSABLE = (Document, Reference, Contributor, Image, get_user_model())


def attempts_on_pages() -> Iterator[Attempt]:
    people = {who: client_of(who) for who in ("superuser", "no role", "author", "editor", "expert")}
    for each in KINDS:
        yield from each(people)


def asked(client: Client, method: str, address: str, data: Any = None) -> Any:
    with transaction.atomic():
        response = getattr(client, method)(address, data or {})
        transaction.set_rollback(True)
    return response


def address_of(model: Any, name: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


def first_rows() -> Iterator[Any]:
    """One of each model that has pages and rows."""
    for model in admin.site._registry:
        row = model._base_manager.order_by("pk").first()
        if row is not None:
            yield row


def versions(people: People) -> Iterator[Attempt]:
    """One of another document: taken back to, compared with."""
    client = people["superuser"]
    every = list(Version.objects.select_related("document").order_by("pk"))
    kinds = {each.document.kind: each for each in every}
    for version in kinds.values():
        row = next(model for model in Document.__subclasses__() if model.KIND == version.document.kind)
        page = row.objects.get(pk=version.document_id)
        for other in kinds.values():
            if other.document_id != version.document_id:
                answer = asked(client, "post", address_of(row, "restore", page.pk), {"version": other.pk})
                yield Attempt(f"{page} taken back to {other}", answer.status_code == 302)
        other = next(each for each in reversed(every) if each.document_id != version.document_id)
        answer = asked(client, "get", reverse("admin:articles_version_compare", args=[version.pk]), {"with": other.pk})
        yield Attempt(f"{version} compared with {other}", bool(answer.context["before"]))


def private_columns(people: People) -> Iterator[Attempt]:
    """As the field that a pop-up gives back, and as what a list is asked by."""
    client = people["superuser"]
    for model in admin.site._registry:
        names = [field.name for field in model._meta.concrete_fields if not field.primary_key]
        name = min(names, key=lambda name: (PRIVATE.index(name) if name in PRIVATE else 99, name))
        for page in ("changelist", "add"):
            answer = asked(client, "get", address_of(model, page), {"_popup": "1", "_to_field": name})
            yield Attempt(f"{model.__name__} {page} by {name}", answer.status_code == 200)
        for field in model._meta.concrete_fields:
            if field.related_model is get_user_model():
                query = {f"{field.name}__password__startswith": "m"}
                answer = asked(client, "get", address_of(model, "changelist"), query)
                yield Attempt(f"{model.__name__} by {field.name}'s password", answer.status_code == 200)


def choosers(people: People) -> Iterator[Attempt]:
    everything, nothing = people["superuser"], people["no role"]
    address = "/admin/articles/article/pick/"
    for model in apps.get_models():
        may = issubclass(model, CHOOSABLE)
        answer = asked(nothing if may else everything, "get", address, {"model": model._meta.label, "q": ""})
        yield Attempt(f"{model._meta.label} chosen from", answer.status_code == 200)


def autocompletes(people: People) -> Iterator[Attempt]:
    """By somebody without a role, and accounts by an author."""
    for model in admin.site._registry:
        for field in model._meta.get_fields():
            other = getattr(field, "remote_field", None) and field.related_model
            if other in admin.site._registry and not isinstance(field, models.ForeignObjectRel):
                query = {"app_label": model._meta.app_label, "model_name": model._meta.model_name}
                for who in ("no role", "author") if other is get_user_model() else ("no role",):
                    answer = asked(people[who], "get", "/admin/autocomplete/", {**query, "field_name": field.name})
                    yield Attempt(f"{model.__name__}.{field.name} for {who}", answer.status_code == 200)


def histories(people: People) -> Iterator[Attempt]:
    client = people["no role"]
    for row in first_rows():
        for name in ("history", "change"):
            answer = asked(client, "get", address_of(type(row), name, row.pk))
            yield Attempt(f"{name} of {type(row).__name__}", answer.status_code == 200)


def deletions(people: People) -> Iterator[Attempt]:
    """Through the action of a list, by an author who may delete nothing."""
    client = people["author"]
    for row in first_rows():
        data = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes", "select_across": "1"}
        with transaction.atomic():
            client.post(address_of(type(row), "changelist"), data)
            gone = not type(row)._base_manager.filter(pk=row.pk).exists()
            transaction.set_rollback(True)
        yield Attempt(f"{type(row).__name__} deleted from its list", gone)


def own_things(people: People) -> Iterator[Attempt]:
    """A key, a filter and what somebody is typing, which are each person's own."""
    client, other = people["editor"], make_user(is_staff=True)
    make_key(key=ApiKey(name="Theirs", scope=Scope.READ, expires_at=NOW + dt.timedelta(days=9)), by=other, at=AT)
    key = ApiKey.objects.get(name="Theirs")
    for name in ("change", "history"):
        answer = asked(client, "get", address_of(ApiKey, name, key.pk))
        yield Attempt(f"{name} of another's key", answer.status_code == 200)
    client.post(address_of(ApiKey, "changelist"), {"action": "end_keys", "_selected_action": [key.pk]})
    yield Attempt("another's key ended", ApiKey.objects.filter(pk=key.pk).exclude(ended_at=None).exists())
    for model in Document.__subclasses__():
        row = model.objects.order_by("pk")[0]
        kept = SavedFilter.objects.create(by=other, list=model._meta.label_lower, name="Theirs", query="q=theirs")
        client.post(address_of(model, "filters"), {"delete": kept.pk})
        yield Attempt(
            f"another's filter of {model.__name__} deleted", not SavedFilter.objects.filter(pk=kept.pk).exists()
        )
        answer = client.get(address_of(model, "changelist"))
        yield Attempt(f"another's filter of {model.__name__} shown", b"q=theirs" in answer.content)
        typed = Buffer.objects.create(
            by=other, kind=model.KIND, document_id=row.pk, edit_number=0, values={"title": "Typed"}, kept_at=NOW
        )
        answer = client.get(address_of(model, "buffer", row.pk))
        yield Attempt(f"what another types on {row} read", b"Typed" in answer.content)
        client.post(address_of(model, "buffer", row.pk), {"forget": True}, content_type="application/json")
        yield Attempt(f"what another types on {row} forgotten", not Buffer.objects.filter(pk=typed.pk).exists())


def copies(people: People) -> Iterator[Attempt]:
    """Of an entry that another page shows; and by somebody who may not make entries of that kind."""
    everything, changes_articles = people["superuser"], client_with("change_article", "view_article")
    first, second = Article.objects.order_by("pk")[:2]
    for name in ("causes", "remedies", "red_flags", "tests", "faqs"):
        owner, mine = (first, second) if getattr(first, name).exists() else (second, first)
        placed = getattr(owner, name).first()
        yield Attempt(f"copy of {placed} on {mine}", is_copied(everything, mine, name, placed))
        assert is_copied(everything, owner, name, placed)
        yield Attempt(f"copy of {placed} by one who adds nothing", is_copied(changes_articles, owner, name, placed))


def is_copied(client: Client, page: Article, name: str, placed: Any) -> bool:
    before = Document.objects.count()
    with transaction.atomic():
        client.post(page_of(page), form_data(client.get(page_of(page)), _private_copy=f"{name}-{placed.pk}"))
        after = Document.objects.count()
        transaction.set_rollback(True)
    return after > before


def client_with(*codenames: str) -> Client:
    person = make_user(is_staff=True)
    person.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return client


def many_pages(people: People) -> Iterator[Attempt]:
    """Documents of another kind, sent to the page of this one; and the outcome of what was done to another kind."""
    client, owner = people["superuser"], make_author()
    cause = Cause.objects.order_by("pk")[0]
    done = BulkChange.objects.create(action="owner", values={}, documents=[cause.pk], by=owner, at=AT, finished_at=AT)
    for model in Document.__subclasses__():
        if model is not Cause:
            sent = {"bulk_action": "owner", "owner": owner.username, "document": [cause.pk], "confirm": "1"}
            client.post(address_of(model, "bulk"), sent)
            yield Attempt(f"a cause changed as a {model.__name__}", Cause.objects.get(pk=cause.pk).owner == owner)
            answer = asked(client, "get", address_of(model, "bulk_done", done.uuid))
            yield Attempt(f"what was done to causes read as {model.__name__}", answer.status_code == 200)
            answer = asked(
                client, "post", f"/admin/articles/cause/{cause.pk}/merge/{model.objects.order_by('pk')[0].pk}/"
            )
            yield Attempt(f"a {model.__name__} merged into a cause", answer.status_code == 302)


def previews(people: People) -> Iterator[Attempt]:
    """By a token that was never given out, and another page's link taken back."""
    article, cause = Article.objects.order_by("pk")[0], Cause.objects.order_by("pk")[0]
    link = share_preview(document=article, by=make_author(), at=NOW)
    token, nobody = token_of(link), Client(raise_request_exception=False)
    assert nobody.get(f"/preview/{token}/").status_code == 200
    forged = [signing.dumps(each, salt=salt) for each in (link.uuid.hex, uuid4().hex) for salt in ("", "preview")]
    forged += [signing.dumps(uuid4().hex, salt="articles.preview"), link.uuid.hex, str(link.uuid), str(link.pk)]
    forged += [token[:-1], f"{token}A", token.swapcase(), token.replace(":", ".", 1), token.partition(":")[0]]
    old = share_preview(document=article, by=make_author(), at=NOW - dt.timedelta(minutes=61))
    for each in [*forged, token_of(old)]:
        for page in ("", "document.json"):
            answer = nobody.get(f"/preview/{each}/{page}")
            yield Attempt(f"preview by {each}{page}", answer.status_code == 200)
    people["superuser"].post(address_of(Cause, "preview", cause.pk), {"revoke": link.pk})
    yield Attempt("another page's link taken back", PreviewLink.objects.get(pk=link.pk).revoked_at is not None)


def imports(_: People) -> Iterator[Attempt]:
    """Of a kind that the account may not write."""
    batch = upload_now(workbook(Causes=[["slug", "name", "description"], ["new-one", "New", "One."]]))
    client = client_with("change_remedy", "view_remedy", "add_remedy", "submit_document")
    for step in ("preview", "columns", "problems", "confirm", "undo", "again", "cancel", "submit"):
        for method in ("get", "post"):
            answer = getattr(client, method)(address_of(ImportBatch, step, batch.uuid))
            yield Attempt(f"{step} of another's import, {method}", answer.status_code == 200)
    batch.refresh_from_db()
    yield Attempt("something done to it", batch.state != "ready" or Cause.objects.filter(slug="new-one").exists())


def questions(people: People) -> Iterator[Attempt]:
    """That another expert was asked."""
    question, client = assign(make_question(text="What of my own knee?")), people["expert"]
    for page in ("change", "history", "answer", "return", "assign", "merge", "decline", "make-faq"):
        address = f"/admin/questions/question/{question.pk}/{page}/"
        for method in ("get", "post"):
            answer = asked(client, method, address)
            yield Attempt(f"{page} of another's question, {method}", answer.status_code == 200)
    yield Attempt("another's question in the list", b"knee" in client.get("/admin/questions/question/").content)


KINDS = (
    versions,
    private_columns,
    choosers,
    autocompletes,
    histories,
    deletions,
    own_things,
    copies,
    many_pages,
    previews,
    imports,
    questions,
)
