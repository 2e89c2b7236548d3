"""What the public lists can be filtered and ordered by. Several values of one filter are joined by "or"."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F, OrderBy, QuerySet
from django.forms.utils import from_current_timezone
from django.utils.dateparse import parse_datetime
from django_filters import BaseInFilter, Filter, FilterSet
from drf_spectacular.utils import extend_schema_field

from articles.content.vocabulary import CodeSystem
from articles.models.published import Published, PublishedFacet
from articles.publishing.registry import DocumentKind

from .languages import DEFAULT, LANGUAGES
from .topics import with_descendants

Rows = QuerySet[Published]
Check = Callable[[str], str]

ORDERINGS = {
    "title": "title",
    "first_published": "first_published_at",
    "modified": "modified_at",
    "last_reviewed": "last_reviewed",
    "next_review": "next_review",
}


class WordField(forms.CharField):
    def __init__(self, *args: Any, words: Iterable[str] = (), check: Check = str, **options: Any) -> None:
        self.words, self.check = tuple(words), check
        super().__init__(*args, **options)

    def clean(self, value: Any) -> str:
        word = super().clean(value)
        if self.words and word not in self.words:
            known = ", ".join(self.words)
            raise ValidationError("“%(word)s” is not known. Use: %(known)s.", params={"word": word, "known": known})
        return self.check(word)


class DayField(forms.CharField):
    def clean(self, value: Any) -> dt.date | None:
        text = super().clean(value)
        try:
            return dt.date.fromisoformat(text) if text else None
        except ValueError:
            raise ValidationError("Use a day such as 2026-01-31.") from None


class InstantField(forms.CharField):
    def clean(self, value: Any) -> dt.datetime | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            found = parse_datetime(text.replace(" ", "+"))  # a plus sign that was not escaped arrives as a space
        except ValueError:
            found = None
        if found is None:
            raise ValidationError("Use a day or a time such as 2026-01-31 or 2026-01-31T09:00:00Z.")
        return from_current_timezone(found)  # refuses what a change of clocks leaves out or has twice


class Words(BaseInFilter):
    """A comma list, by a column of the published row."""

    field_class = WordField

    def __init__(self, column: str, *, about: str, schema: dict[str, Any] | None = None, **options: Any) -> None:
        super().__init__(field_name=column, **options)
        extend_schema_field({"type": "string", **(schema or {}), "description": about})(self)


class Facet(Words):
    def __init__(self, name: str, *, words: Iterable[str] = (), **options: Any) -> None:
        self.facet, words = name, tuple(str(word) for word in words)
        schema = {"enum": list(words)} if words else {}
        super().__init__(name, words=words, schema=schema, **options)

    def filter(self, qs: Rows, value: list[str] | None) -> Rows:
        return self.matching(qs, value) if value else qs

    def matching(self, qs: Rows, values: Iterable[str]) -> Rows:
        having = PublishedFacet.objects.filter(name=self.facet, value__in=list(values))
        return qs.filter(pk__in=having.values("published"))


class TopicTree(Facet):
    def matching(self, qs: Rows, values: Iterable[str]) -> Rows:
        return super().matching(qs, with_descendants(values, self.parent.request.parser_context["view"].now))


class Language(Words):
    def filter(self, qs: Rows, value: list[str] | None) -> Rows:
        return qs.filter(locale__in=value or [DEFAULT])


class Ordering(Words):
    def filter(self, qs: Rows, value: list[str] | None) -> Rows:
        return qs.order_by(*(in_order(word) for word in value or ["title"]), "slug", "pk")


def in_order(word: str) -> str | OrderBy:
    """Nulls last, said only where there can be some: an index is of no use for it."""
    column, is_down = ORDERINGS[word.lstrip("-")], word.startswith("-")
    if not Published._meta.get_field(column).null:
        return f"-{column}" if is_down else column
    return F(column).desc(nulls_last=True) if is_down else F(column).asc(nulls_last=True)


class Day(Filter):
    field_class = DayField


class Instant(Filter):
    field_class = InstantField


def since(kind: type[Filter], column: str, lookup: str, about: str) -> Filter:
    """A bound of time: from its start on (``gte``), or before it (``lt``)."""
    filter_ = kind(field_name=column, lookup_expr=lookup)
    extend_schema_field({"type": "string", "format": "date", "description": about})(filter_)
    return filter_


def one_letter(word: str) -> str:
    if len(word) != 1:
        raise ValidationError("Use one letter.")
    return word.casefold()


def known_uuid(word: str) -> str:
    try:
        return str(UUID(word))
    except ValueError:
        raise ValidationError("“%(word)s” is not a UUID.", params={"word": word}) from None


def clinical_code(word: str) -> str:
    system, colon, code = word.partition(":")
    if not (colon and code and system in set(CodeSystem)):
        raise ValidationError(f"Use system:code, such as icd-10:R25.3, with a system of: {', '.join(CodeSystem)}.")
    return f"{system}:{code.upper()}"


class PublishedFilter(FilterSet):
    id = Words("uuid", check=known_uuid, schema={"format": "uuid"}, about="These documents.")
    slug = Words("slug", about="The documents at these addresses.")
    lang = Language(
        "locale", words=LANGUAGES, schema={"enum": list(LANGUAGES), "default": DEFAULT}, about="In these languages."
    )
    letter = Facet("letter", check=one_letter, about="Names that start with this letter.")
    code = Facet("code", check=clinical_code, about="About this clinical code: `system:code`, such as `icd-10:R25.3`.")
    reviewed_after = since(Day, "last_reviewed", "gte", "Last reviewed on this day or later.")
    reviewed_before = since(Day, "last_reviewed", "lt", "Last reviewed before this day.")
    modified_after = since(Instant, "modified_at", "gte", "Changed at this day or time, or later.")
    modified_before = since(Instant, "modified_at", "lt", "Changed before this day or time.")
    ordering = Ordering(
        "title",
        words=[sign + word for word in ORDERINGS for sign in ("", "-")],
        schema={"enum": [sign + word for word in ORDERINGS for sign in ("", "-")]},
        about="In this order; `-` turns it round. Documents without the date come last.",
    )

    def get_form_class(self) -> Any:
        """Made once for each kind: making it took as long as both queries of a list."""
        made = _forms.get(type(self))
        if made is None:
            made = _forms[type(self)] = super().get_form_class()
        return made


_forms: dict[type[FilterSet], Any] = {}


def filterset_of(kind: DocumentKind) -> type[FilterSet]:
    own = {name: facet_filter(name, words) for name, words in kind.filters.items()}
    return type(f"{kind.model.__name__}Filter", (PublishedFilter,), own)


def facet_filter(name: str, words: tuple[str, ...]) -> Facet:
    if name == "topic":
        return TopicTree(name, about="In this topic, or one inside of it.")
    return Facet(name, words=words, about=f"With this {name.replace('_', ' ')}.")
