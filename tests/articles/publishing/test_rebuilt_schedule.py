"""Only what depends on a change is composed anew for its later time. It has to come out as if all had been."""

import datetime as dt
import os
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction

from articles.models import CausePlacement, Published, ReviewRequest
from articles.publishing import Contribution, kind_named, make_release, publish_release, register_kind
from articles.publishing.composing import Part
from articles.publishing.errors import Refused
from articles.publishing.going_live import publish
from articles.publishing.requests import ClosedAs
from articles.publishing.reviewing import cancel
from articles.publishing.scheduling import rebuild_schedule
from articles.publishing.withdrawing import withdraw
from tests.builders import (
    after,
    approve_now,
    edit,
    make_article,
    make_author,
    make_cause,
    make_faq,
    make_publisher,
    make_red_flag,
    make_remedy,
    publish_now,
    submit_now,
)

pytestmark = pytest.mark.django_db
STEPS = int(os.environ.get("SCHEDULE_STEPS", "40"))


@pytest.fixture(autouse=True)
def _faqs_name_an_article() -> Iterator[None]:
    """An FAQ whose answer is an article's uuid gives that article its ``triage`` field."""
    stock = kind_named("faq")

    def contributions(faq: Part) -> Iterable[Contribution]:
        yield Contribution(
            str(faq.payload["answer"]), "triage", {"slug": faq.slug, "question": faq.payload["question"]}
        )

    register_kind(replace(stock, contributions=contributions))
    yield
    register_kind(stock)


def all_rows() -> dict[tuple[str, dt.datetime], Any]:
    return {
        (row.slug, row.live_from): (
            row.is_announced,
            row.live_until,
            bytes(row.body),
            sorted(row.parts.values_list("part__slug", "version__number")),
            sorted(row.facets.values_list("name", "value")),
            sorted(row.contributions.values_list("target__slug", "field")),
        )
        for row in Published.objects.all()
    }


def all_rebuilt(at: dt.datetime) -> dict[tuple[str, dt.datetime], Any]:
    with transaction.atomic():
        rebuild_schedule(at)
        rows = all_rows()
        transaction.set_rollback(True)
    return rows


class Editors:
    """They do something at random each minute."""

    def __init__(self, seed: int) -> None:
        self.dice, self.minute = random.Random(seed), 1
        self.publisher, self.author = make_publisher(), make_author()
        self.remedies = [make_remedy(), make_remedy()]
        self.causes = [make_cause() for _ in range(4)]
        sign = make_red_flag()
        self.articles = [make_article(causes=self.causes[n : n + 2], red_flags=[sign]) for n in range(3)]
        self.faqs = [make_faq(answer=str(each.uuid)) for each in self.articles[:2]]
        self.documents: list[Any] = [*self.remedies, sign, *self.causes, *self.articles, *self.faqs]
        publish_now(*self.remedies, sign, *self.causes, *self.articles, self.faqs[0])

    @property
    def now(self) -> dt.datetime:
        """Between two of the full minutes at which something falls due."""
        return after(self.minute) + dt.timedelta(seconds=30)

    def step(self) -> str:
        self.minute += 1
        often: list[Callable[[], object]] = [self.publish, self.schedule, self.schedule]
        what = self.dice.choice([*often, self.release, self.cancel, self.withdraw, self.wait])
        try:
            with transaction.atomic():
                what()
        except Refused:
            return "refused"
        return what.__name__

    def submit(self, document: Any, **values: Any) -> ReviewRequest:
        at, word = self.now, f"Words of minute {self.minute}."
        if document in self.articles:
            CausePlacement.objects.filter(article=document).delete()
            for position, cause in enumerate(self.dice.sample(self.causes, 2)):
                CausePlacement.objects.create(article=document, cause=cause, position=position)
            edit(document, at=at, summary=word)
        elif document in self.faqs:
            edit(document, at=at, answer=str(self.dice.choice(self.articles).uuid))
        else:
            if document in self.causes:
                document.remedies.set(self.dice.sample(self.remedies, 1))
            name = {"cause": "description", "remedy": "steps", "redflag": "text"}[type(document).__name__.lower()]
            edit(document, at=at, by=None, **{name: word})
        request = submit_now(document, at=at, change_kind="minor", change_note=word, **values)
        approve_now(request, at=at)
        return request

    def some(self) -> Any:
        return self.dice.choice(self.documents)

    def publish(self) -> None:
        publish(request=self.submit(self.some()), by=self.publisher, at=self.now)

    def schedule(self) -> None:
        moment = after(self.minute + self.dice.choice([5, 10, 20, 40]))
        publish(request=self.submit(self.some(), go_live_at=moment), by=self.publisher, at=self.now)

    def release(self) -> None:
        requests = [self.submit(each) for each in self.dice.sample(self.documents, 2)]
        moment, at = after(self.minute + self.dice.choice([7, 20])), self.now
        made = make_release(name="Together", requests=requests, by=self.publisher, at=at, go_live_at=moment)
        publish_release(release=made, by=self.publisher, at=at)

    def cancel(self) -> None:
        waiting = ReviewRequest.objects.filter(closed_as="", scheduled_at__isnull=False).order_by("pk")
        if waiting:
            cancel(request=self.dice.choice(list(waiting)), by=self.author, at=self.now)

    def withdraw(self) -> None:
        document = self.dice.choice([*self.causes, *self.articles, *self.faqs])
        withdraw(document=document, kind="withdrawn", reason="Wrong.", by=self.publisher, at=self.now)

    def wait(self) -> None:
        self.minute += 6


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_it_comes_out_as_if_all_had_been_composed_anew(seed: int) -> None:
    """``SCHEDULE_STEPS=400`` goes on for longer."""
    editors = Editors(seed)
    done: list[str] = []
    for _ in range(STEPS):
        done.append(editors.step())
        assert all_rows() == all_rebuilt(editors.now), f"step {len(done)}: {done[-1]}"
    assert {"publish", "schedule", "release", "cancel"} <= set(done)
    assert ReviewRequest.objects.filter(closed_as=ClosedAs.PUBLISHED, scheduled_at__isnull=False).exists()
