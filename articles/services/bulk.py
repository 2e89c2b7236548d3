"""One thing done to many documents, each in a transaction of its own: at once for a few, by the worker for many."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction

from articles.content.vocabulary import AuditAction
from articles.models import Article, BulkChange, Document, Topic
from articles.models.people import Person
from articles.publishing import Refused, audit, permissions, record_edit, submit

from .jobs import Clock

AT_ONCE = 20
Action = BulkChange.Action


class NothingToDo(Refused):
    pass


@transaction.atomic
def begin_bulk_change(
    *, action: str, values: dict[str, Any], documents: Sequence[Document], by: Person, at: dt.datetime
) -> BulkChange:
    """Note what is to be done. ``continue_bulk_change`` or the worker does it. Raises NotAllowed or NothingToDo."""
    permissions.require(by, permissions.SUBMIT)
    if not documents:
        raise NothingToDo("Choose at least one page.")
    keys = [document.pk for document in documents]
    change = BulkChange.objects.create(action=Action(action), values=values, documents=keys, by=by, at=at)
    audit(action=AuditAction.CHANGED, by=by, at=at, subject=change, details={"values": values, "documents": len(keys)})
    return change


def continue_bulk_change(*, change: BulkChange, clock: Clock) -> None:
    """From where it stands, to the end. Each document and the count of it are saved together, so it can be stopped."""
    while step(change=change, at=clock()):
        pass


@transaction.atomic
def step(*, change: BulkChange, at: dt.datetime) -> bool:
    """The next document. False once there is none, or when another process has it."""
    locked = BulkChange.objects.select_for_update().get(pk=change.pk)
    if locked.done >= len(locked.documents):
        BulkChange.objects.filter(pk=change.pk, finished_at=None).update(finished_at=at)
        change.refresh_from_db()
        return False
    key = locked.documents[locked.done]
    document = Document.objects.filter(pk=key).first()
    try:
        with transaction.atomic():
            if document is not None:
                _apply(locked, document, at)
    except Refused as refusal:
        locked.problems = [*locked.problems, [key, str(document), str(refusal)]]
    locked.done += 1
    locked.save(update_fields=["done", "problems"])
    return True


def work_on_bulk_changes(clock: Clock) -> int:
    waiting = BulkChange.objects.filter(finished_at=None).order_by("at")
    for change in waiting:
        continue_bulk_change(change=change, clock=clock)
    return len(waiting)


def _apply(change: BulkChange, document: Document, at: dt.datetime) -> None:
    if change.action in (Action.SUBMIT, Action.SCHEDULE):
        _submit(change, document, at)
    elif change.action == Action.TOPIC:
        _add_topic(change, document, at)
    else:
        _set(change, document, at)


def _submit(change: BulkChange, document: Document, at: dt.datetime) -> None:
    go_live_at = change.values.get("go_live_at")
    submit(
        documents=[document],
        change_kind=change.values["change_kind"],
        change_note=change.values["change_note"],
        go_live_at=dt.datetime.fromisoformat(go_live_at) if go_live_at else None,
        by=change.by,
        at=at,
    )


def _add_topic(change: BulkChange, document: Document, at: dt.datetime) -> None:
    article = Article.objects.filter(pk=document.pk).first()
    topic = Topic.objects.filter(pk=change.values["topic"]).first()
    if article is None or topic is None:
        raise Refused("Only articles have topics, and the topic has to be there.")
    if not article.topics.filter(pk=topic.pk).exists():
        record_edit(document=article, by=change.by, at=at)
        article.topics.add(topic)


def _set(change: BulkChange, document: Document, at: dt.datetime) -> None:
    name = {Action.OWNER: "owner_id", Action.REVIEW_INTERVAL: "review_interval_months"}[Action(change.action)]
    value = change.values[change.action]
    if change.action == Action.OWNER and value and not get_user_model()._default_manager.filter(pk=value).exists():
        raise Refused("This person has no account any more.")
    if getattr(document, name) != value:
        record_edit(document=document, by=change.by, at=at)
        Document.objects.filter(pk=document.pk).update(**{name: value})
