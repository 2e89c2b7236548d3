"""Columns of the document lists. The list works out every row's status at once (see ``DocumentChangeList``)."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import Count
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.content.vocabulary import State, label
from articles.publishing import kind_named, statuses_of
from articles.services.translations import behind

from .stock import ChangeList

EMPTY = "–"


class DocumentChangeList(ChangeList):
    def get_results(self, request: Any) -> None:
        super().get_results(request)
        rows: list[Any] = list(self.result_list)
        statuses = statuses_of(rows, at=timezone.now())
        late = behind(rows, at=timezone.now())
        for row in rows:
            row.status, row.behind = statuses[row.pk], late.get(row.pk)
        self.result_list: Any = rows


def title_column(name: str) -> Callable[[Any], str]:
    @admin.display(description=name, ordering="title")
    def title(document: Any) -> str:
        return str(document.title)

    return title


def kind_label(kind: str) -> str:
    label = kind_named(kind).label
    return label[:1].upper() + label[1:]


def state_words(status: Any) -> str:
    """The state in words, with what an editor has to know beside it."""
    words = label(status.state)
    if status.state == State.LIVE_WITH_CHANGES:
        return "Live, new version waiting"
    if status.live and status.state in (State.IN_REVIEW, State.APPROVED, State.SCHEDULED):
        words = f"{words}: a new version is waiting"
    return words


def state_chip(status: Any) -> SafeString:
    return format_html('<span class="chip state-{}">{}</span>', status.state.value, state_words(status))


@admin.display(description="state")
def state(document: Any) -> SafeString:
    chip = state_chip(document.status)
    late = getattr(document, "behind", None)
    return format_html('{} <span class="chip overdue">{}</span>', chip, late) if late else chip


@admin.display(description="live version")
def live_version(document: Any) -> str:
    live = document.status.live
    return f"Version {live.version.number}" if live else EMPTY


@admin.display(description="next review", empty_value=EMPTY)
def next_review(document: Any) -> Any:
    live = document.status.live
    if live is None or live.next_review is None:
        return None
    if live.next_review < timezone.localdate():
        return format_html('<span class="chip overdue">Overdue since {}</span>', date_format(live.next_review))
    return live.next_review


@admin.display(description="last edit", ordering="-updated_at")
def last_edit(document: Any) -> SafeString | str:
    if document.updated_at is None:
        return EMPTY
    when = date_format(timezone.localtime(document.updated_at), "j M Y, H:i")
    return format_html("{}<br><small>{}</small>", document.updated_by or "", when)


@admin.display(description="serious", ordering="serious")
def serious(cause: Any) -> SafeString | str:
    return format_html('<span class="chip urgency-emergency">Serious</span>') if cause.serious else EMPTY


@admin.display(description="urgency", ordering="urgency")
def urgency(document: Any) -> str:
    if not document.urgency:
        return EMPTY
    return format_html('<span class="chip urgency-{}">{}</span>', document.urgency, document.get_urgency_display())


USES = {"placements": "article", "causes": "cause", "articles": "article", "children": "topic"}


def counting_uses(rows: Any, names: tuple[str, ...]) -> Any:
    return rows.annotate(**{f"used_by_{name}": Count(name, distinct=True) for name in names})


def used_in(names: tuple[str, ...]) -> Callable[[Any], str]:
    @admin.display(description="used in")
    def used(row: Any) -> str:
        counts = [(getattr(row, f"used_by_{name}"), USES[name]) for name in names]
        return ", ".join(f"{count} {word}{'' if count == 1 else 's'}" for count, word in counts if count) or "Nowhere"

    return used
