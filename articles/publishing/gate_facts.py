"""What gates need to know beside the text: read once for a whole run, in a fixed number of queries."""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q
from django.utils import timezone

from articles.content.markdown import DOCUMENT_LINK
from articles.content.phrases import Phrase, PhraseList
from articles.content.vocabulary import ReviewRole
from articles.models import Document, HumanCheck, Published, Reference, Review, SourceText, Version, WordListEntry

from .gates import KNOWN_NAMES, Approval, Background, Facts, SourceMarks
from .registry import Payload, kind_named

STANDS_ALONE = "article"  # readers look for it, whether or not another document uses it
_NAMES = ("glossary", "names")


def background_for(
    payloads: Sequence[Payload], *, on: dt.date, approvals: Sequence[Review] | None = None
) -> Background:
    slugs = {slug for payload in payloads for slug in _cited(payload)}
    sources = Reference.objects.filter(slug__in=slugs).values_list("slug", "last_checked", "broken_since")
    return Background(
        on=on,
        words=read_word_lists(),
        last_checked={slug: day for slug, day, _ in sources},
        broken=frozenset(slug for slug, _, broken_since in sources if broken_since),
        source_marks=_source_marks(slugs),
        approvals=None if approvals is None else [_approval(each) for each in approvals],
        linked=_linked(payloads, on),
    )


def _linked(payloads: Sequence[Payload], on: dt.date) -> frozenset[tuple[str, str, str]]:
    """One query, and none where no text links to a document."""
    slugs = {slug.lower() for payload in payloads for _, slug in DOCUMENT_LINK.findall(json.dumps(payload))}
    own = {(payload["kind"], payload["slug"], payload["locale"]) for payload in payloads}
    end_of_day = timezone.make_aware(dt.datetime.combine(on, dt.time.max))
    live = Published.objects.live(end_of_day).filter(slug__in=slugs).values_list("kind", "slug", "locale")
    return frozenset(own | set(live))


def read_word_lists() -> Mapping[tuple[str, str], PhraseList]:
    """Every list, compiled, by key and language."""
    rows = WordListEntry.objects.values_list("word_list__key", "word_list__locale", "phrase", "advice", "exceptions")
    return _compiled(tuple((*row, tuple(exceptions)) for *row, exceptions in rows))


@lru_cache(maxsize=2)
def _compiled(rows: tuple[tuple[Any, ...], ...]) -> Mapping[tuple[str, str], PhraseList]:
    phrases: dict[tuple[str, str], list[Phrase]] = defaultdict(list)
    for key, locale, text, advice, exceptions in rows:
        language = locale.split("-")[0]
        phrase = Phrase(text, advice, exceptions)
        phrases[key, language].append(phrase)
        if key in _NAMES:
            phrases[KNOWN_NAMES, language].append(phrase)
    return {key: PhraseList(found) for key, found in phrases.items()}


def facts_of(documents: Collection[Document], *, at: dt.datetime) -> dict[str, Facts]:
    """By uuid."""
    keys = [document.pk for document in documents]
    due = dict(Published.objects.live(at).filter(document__in=keys).values_list("document", "next_review"))
    checks: dict[int, set[str]] = defaultdict(set)
    passed = HumanCheck.objects.filter(document__in=keys, passed=True)
    for key, check_id in passed.values_list("document", "check_id"):
        checks[key or 0].add(check_id)
    used = _used(each for each in documents if each.kind != STANDS_ALONE)
    missing = _missing_versions(keys)
    return {
        str(document.uuid): Facts(
            is_used=document.kind == STANDS_ALONE or document.pk in used,
            has_owner=document.owner_id is not None,
            next_review=due.get(document.pk),
            source_version_known=document.translated_from_id is not None,
            people_checks=frozenset(checks[document.pk]),
            missing_versions=missing.get(document.pk, 0),
        )
        for document in documents
    }


def _missing_versions(keys: Collection[int]) -> dict[int, int]:
    """They are numbered without gaps, so a number that is not there was taken out."""
    rows = Version.objects.filter(document__in=keys).order_by().values_list("document")
    counted = rows.annotate(newest=Max("number"), kept=Count("pk"))
    return {key: newest - kept for key, newest, kept in counted if newest != kept}


def _used(documents: Iterable[Document]) -> set[int]:
    """Keys of those that another row points to: a placement, a link, a triage rule. One query for each kind."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for document in documents:
        by_kind[document.kind].append(document.pk)
    used: set[int] = set()
    for name, keys in by_kind.items():
        model: Any = kind_named(name).model
        pointing = [relation for relation in model._meta.related_objects if relation.model is model]
        found = Q(pk__in=[])
        for relation in pointing:
            through = relation.through if relation.many_to_many else relation.related_model
            column = relation.field.m2m_reverse_field_name() if relation.many_to_many else relation.field.name
            found |= Q(Exists(through._default_manager.filter(**{column: OuterRef("pk")})))
        used |= set(model.objects.filter(found, pk__in=keys).values_list("pk", flat=True))
    return used


def _cited(payload: Payload) -> list[str]:
    rows = [payload, *(payload.get("sections") or []), *(payload.get("scenarios") or [])]
    return [source["slug"] for row in rows for source in row.get("references") or []]


def _source_marks(slugs: Collection[str]) -> list[SourceMarks]:
    texts = SourceText.objects.filter(Q(reference=None) | Q(reference__slug__in=slugs)).select_related("reference")
    return [
        SourceMarks(
            text.name, text.reference.slug if text.reference else "", frozenset(text.runs), frozenset(text.short_runs)
        )
        for text in texts
    ]


def _approval(review: Review) -> Approval:
    return Approval(
        clinical=review.role == ReviewRole.CLINICAL,
        name=review.reviewer_name,
        job=review.reviewer_role,
        credentials=review.credentials,
        demonstration=review.is_demonstration,
        of_this_text=review.content_hash == review.request.content_hash,
    )
