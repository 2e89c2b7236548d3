"""Two bases with the same published content, and with different drafts, private fields, people and history.

Every private text is a word that stands nowhere else, so that it can be looked for in answers.
"""

import itertools
import os
import random
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from articles.models import (
    Contributor,
    Document,
    SavedFilter,
    WordList,
    WordListEntry,
)
from articles.models.fields import LineField, MarkdownField
from articles.publishing import make_release, record_edit, review, withdraw
from articles.services.previews import comment_on_preview, share_preview
from healthkb.keys import make_key
from healthkb.models import ApiKey, Scope, User, WebhookEndpoint
from healthkb.questions.models import ProblemCategory
from healthkb.questions.services.feedback import report_problem
from healthkb.webhooks.endpoints import add_endpoint
from tests import builders
from tests.articles.api.everything import publish_everything
from tests.articles.sheets.builders import upload_now, workbook
from tests.builders import (
    after,
    approve_now,
    make_article,
    make_author,
    make_cause,
    make_clinician,
    make_faq,
    make_publisher,
    make_red_flag,
    make_reference,
    make_remedy,
    make_test,
    make_topic,
    publish_now,
    shared_author,
    shared_expert,
    shared_reference,
    submit_now,
)
from tests.healthkb.questions import builders as questions
from tests.triage.builders import make_protocol

from .base import make_image

MAKERS = (make_article, make_cause, make_remedy, make_red_flag, make_test, make_faq, make_topic)
MARK = "qzx"  # every canary begins with it


class Canaries:
    """Words of one world, each given out once."""

    def __init__(self, world: str) -> None:
        self.world, self.given = world, list[str]()

    def word(self) -> str:
        self.given.append(f"{MARK}{self.world}{len(self.given):05}")
        return self.given[-1]

    def person(self, **values: Any) -> User:
        names = {name: self.word() for name in ("username", "first_name", "last_name")}
        return make_author(email=f"{self.word()}@example.org", **{**names, **values})

    def fill(self, row: Any) -> None:
        """Every free text of a row, but what has a form of its own."""
        for field in row._meta.fields:
            is_text = isinstance(field, LineField | MarkdownField) and not field.choices and field.editable
            if is_text and field.name not in FORMED:
                setattr(row, field.name, f"Fill {self.word()}.")
        row.save()


FORMED = {"country", "emergency_number", "url", "code", "key"}


def build_world(name: str, *, size: int) -> Canaries:
    """``size`` is how many private rows of each sort there are. Ids, names and times of what is public are the same."""
    canaries = Canaries(name)
    with _numbers_from(90_000):
        shared_reference(), shared_author(), shared_expert()
    with _numbers_from(10_000 * (1 + ord(name[0]))):
        _drafts(canaries, size)
    with _numbers_from(1), _same_ids():
        live = publish_public()
    with _numbers_from(20_000 * (1 + ord(name[0]))):
        for each in live.values():
            _edit(canaries, each)
        _drafts(canaries, size)
        if size == 1:
            make_article(slug="twitching", locale="vi", title=canaries.word())
        _unpublished_work(canaries, live, size)
    return canaries


@contextmanager
def _numbers_from(start: int) -> Iterator[None]:
    counting = itertools.count(start)
    with patch.object(builders, "_number", counting), patch.object(questions, "_number", counting):
        yield


@contextmanager
def _same_ids() -> Iterator[None]:
    """uuid4 takes its bytes from here."""
    source = random.Random(1)
    with patch.object(os, "urandom", source.randbytes):
        assert uuid.uuid4().version == 4
        yield


def publish_public() -> dict[str, Any]:
    live: dict[str, Any] = publish_everything()
    live["protocol"] = make_protocol(articles=[live["articles"]])
    publish_now(live["protocol"], at=after(1))
    gone = make_cause(slug="gone")
    publish_now(gone, at=after(1))
    withdraw(document=gone, kind="withdrawn", reason="It was wrong.", by=make_publisher(), at=after(2))
    questions.published_question(at=after(3))
    questions.make_session(slug="clinic")
    return live


def _edit(canaries: Canaries, document: Any) -> None:
    """Texts, links and rows that nobody has published."""
    by = canaries.person()
    record_edit(document=document, by=by, at=after(5))
    canaries.fill(document)
    document.owner = by
    document.review_interval_months = 6
    document.save()
    for relation in document._meta.related_objects:
        if relation.one_to_many and not issubclass(relation.related_model, Document):
            for row in relation.related_model._base_manager.filter(**{relation.field.name: document.pk})[:3]:
                if any(isinstance(field, MarkdownField) for field in row._meta.fields):
                    canaries.fill(row)
    document.references.add(make_reference(slug=canaries.word(), title=canaries.word(), publisher=canaries.word()))


def _drafts(canaries: Canaries, size: int) -> None:
    for make in MAKERS * size:
        draft = make(slug=canaries.word(), title=canaries.word(), by=canaries.person())
        record_edit(document=draft, by=canaries.person(), at=after(4))
        canaries.fill(draft)
    make_image(canaries.word(), "red")
    Contributor.objects.create(slug=canaries.word(), name=canaries.word(), role="expert", credentials=canaries.word())


def _unpublished_work(canaries: Canaries, live: dict[str, Any], size: int) -> None:
    by, author = make_clinician(username=canaries.word(), first_name=canaries.word()), canaries.person()
    for number in range(size):
        request = submit_now(make_cause(slug=canaries.word()), by=author, change_note=canaries.word())
        comment = f"Please mend {canaries.word()}."
        review(request=request, role="clinical", decision="request_changes", by=by, at=after(6), comment=comment)
        ready = submit_now(make_remedy(slug=canaries.word()), by=author, at=after(6), change_note=canaries.word())
        approve_now(ready, at=after(7))
        make_release(name=canaries.word(), requests=[ready], by=make_publisher(), at=after(7))
        link = share_preview(document=live["articles"], by=author, at=after(7))
        words = {"text": canaries.word(), "name": canaries.word(), "content_sha256": "0" * 64}
        comment_on_preview(link=link, field="title", at=after(8), **words)
        report = {"category": ProblemCategory.values[0], "text": canaries.word()}
        report_problem(published=live["articles"].published.get(), at=after(8), **report)
        SavedFilter.objects.create(by=by, list="articles.cause", name=canaries.word(), query=f"q={canaries.word()}")
        asked = questions.ask(f"Is {canaries.word()} bad?", email=f"{canaries.word()}@example.org")
        answered = questions.assign(questions.make_question(f"And {canaries.word()}?"), public_text=canaries.word())
        questions.answer(answered, text=f"No, {canaries.word()}. See a GP.")
        assert asked.question.pk
        questions.make_session(slug=canaries.word(), title=canaries.word(), is_announced=False)
        rows = [["slug", "name", "description"], [canaries.word(), canaries.word(), canaries.word()]]
        upload_now(workbook(Causes=rows), f"{canaries.word()}.xlsx")
        words_of_list = WordList.objects.create(key=f"list-{number}", locale="vi", name=canaries.word())
        WordListEntry.objects.create(word_list=words_of_list, phrase=canaries.word(), advice=canaries.word())
        endpoint = WebhookEndpoint(name=canaries.word(), url=f"https://{canaries.word()}.example.org/")
        add_endpoint(endpoint=endpoint, by=author, at=after(8))
        key = ApiKey(name=canaries.word(), scope=Scope.READ, expires_at=after(60 * 24))
        make_key(key=key, by=author, at=after(8))
