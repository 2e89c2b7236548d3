"""Filters of the document lists."""

import datetime as dt
from typing import Any

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from articles.content.vocabulary import State, choices
from articles.models import Document, Published, RequestedVersion, Topic, Version
from articles.publishing import statuses_of

from .links import row_number

_IN_REQUEST = (State.IN_REVIEW, State.APPROVED, State.SCHEDULED)
_LIVE = (State.LIVE, State.LIVE_WITH_CHANGES)


class StateFilter(admin.SimpleListFilter):
    """A state is worked out, not stored: the rows that could have it are found first, and then asked."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        return choices(State)

    def queryset(self, request: Any, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        wanted = self.value()
        if wanted not in set(State):
            return queryset
        at = timezone.now()
        statuses = statuses_of(Document.objects.filter(pk__in=candidates(queryset, State(wanted), at)), at=at)
        return queryset.filter(pk__in=[key for key, status in statuses.items() if status.state == wanted])


def candidates(rows: "QuerySet[Any]", state: State, at: Any) -> "QuerySet[Any]":
    rows = rows.order_by()
    if state in _IN_REQUEST:
        open_items = RequestedVersion.objects.filter(request__closed_as="", version__document=OuterRef("pk"))
        return rows.filter(Exists(open_items)).values("pk")
    is_live = Exists(Published.objects.live(at).filter(document=OuterRef("pk")))
    if state in _LIVE:
        return rows.filter(is_live).values("pk")
    if state == State.WITHDRAWN:
        rows = rows.filter(Exists(Version.objects.filter(document=OuterRef("pk"))))
    return rows.exclude(is_live).values("pk")


class OwnerFilter(admin.SimpleListFilter):
    title = "owner"
    parameter_name = "owner"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        owned = model_admin.model._default_manager.exclude(owner=None).order_by()
        people = get_user_model()._default_manager.filter(pk__in=owned.values("owner")).order_by("username")
        return [("me", "Me"), ("none", "Nobody"), *[(str(person.pk), str(person)) for person in people]]

    def queryset(self, request: Any, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        value = self.value()
        if value == "me":
            return queryset.filter(owner=request.user)
        if value == "none":
            return queryset.filter(owner=None)
        number = row_number(value)
        return queryset if number is None else queryset.filter(owner=number)


class TopicFilter(admin.SimpleListFilter):
    title = "topic"
    parameter_name = "topic"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(pk), title) for pk, title in Topic.objects.order_by("title").values_list("pk", "title")]

    def queryset(self, request: Any, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        number = row_number(self.value())
        return queryset if number is None else queryset.filter(topics=number)


class UsedFilter(admin.SimpleListFilter):
    """Library entries that no article shows yet."""

    title = "use"
    parameter_name = "used"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "Used in an article"), ("no", "Used nowhere yet")]

    def queryset(self, request: Any, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        if self.value() not in ("yes", "no"):
            return queryset
        placed = queryset.model._meta.get_field("placements").related_model.objects.values(
            queryset.model._meta.get_field("placements").field.name
        )
        return queryset.filter(pk__in=placed) if self.value() == "yes" else queryset.exclude(pk__in=placed)


class DueFilter(admin.SimpleListFilter):
    title = "review"
    parameter_name = "due"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        return [("overdue", "Overdue"), ("30", "Due in 30 days"), ("90", "Due in 90 days"), ("none", "No date yet")]

    def queryset(self, request: Any, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        today, value = timezone.localdate(), self.value()
        live = Published.objects.live(timezone.now()).filter(document=OuterRef("pk"))
        if value == "overdue":
            return queryset.filter(Exists(live.filter(next_review__lt=today)))
        if value == "none":
            return queryset.exclude(Exists(live.filter(next_review__isnull=False)))
        if value in ("30", "90"):
            last = today + dt.timedelta(days=int(value))
            return queryset.filter(Exists(live.filter(next_review__range=(today, last))))
        return queryset


class ChecksFilter(admin.SimpleListFilter):
    """By what the checks found when they were last run on the text: at its last save, or since by the worker."""

    title = "checks"
    parameter_name = "checks"
    CONDITIONS = {
        "block": Q(check_summary__blocked__gt=0),
        "warn": Q(check_summary__blocked=0, check_summary__warnings__gt=0),
        "clean": Q(check_summary__blocked=0, check_summary__warnings=0),
        "not_yet": Q(check_summary=None),
    }

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        names = ("Must be put right", "Please look at", "Nothing to put right", "Not checked yet")
        return list(zip(self.CONDITIONS, names, strict=True))

    def queryset(self, request: Any, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        condition = self.CONDITIONS.get(self.value() or "")
        return queryset.filter(condition) if condition is not None else queryset
