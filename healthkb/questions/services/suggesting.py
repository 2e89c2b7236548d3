"""What may answer a question already, and who may answer it."""

import datetime as dt
from functools import cache

from articles.models import Published, Topic
from articles.search import Among, Named, find, named
from healthkb.questions.models import Expert

MOST_SIMILAR = 5


def similar_answers(text: str, *, locale: str, at: dt.datetime, kinds: tuple[str, ...] = ("faq",)) -> list[Named]:
    """Published documents that fit the words best."""
    return named(find(text, among=_all_of(kinds), locale=locale, now=at).hits[:MOST_SIMILAR], at)


@cache
def _all_of(kinds: tuple[str, ...]) -> Among:
    return Among(lambda now: Published.objects.not_withheld(now).filter(kind__in=kinds))


def experts_for(topic: Topic | None) -> list[Expert]:
    """Those who know the topic, or one that it is inside of, nearest first; then all the others."""
    active = Expert.objects.filter(user__is_active=True)
    everyone = active.select_related("contributor", "user").prefetch_related("topics")
    line: list[int] = []
    while topic is not None and topic.pk not in line:
        line.append(topic.pk)
        topic = topic.parent
    return sorted(everyone, key=lambda each: _distance(each, line))


def _distance(expert: Expert, line: list[int]) -> int:
    known = {topic.pk for topic in expert.topics.all()}
    return next((place for place, key in enumerate(line) if key in known), len(line))
