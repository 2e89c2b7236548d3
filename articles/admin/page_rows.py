"""The tabs of a document's page, and what each folded row says of itself."""

from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib.admin.helpers import Fieldline
from django.utils import timezone
from django.utils.text import Truncator

from articles.content.markdown import to_text
from articles.models import Document

from .links import change_url
from .page import live_entries
from .parts import PlacementInline
from .pick_fields import PickWidget

FIRST_TAB = "Page"
MAX_TEXT = 64


@dataclass(frozen=True, slots=True)
class Tab:
    target: str
    name: str
    count: int | None
    errors: int


@dataclass(frozen=True, slots=True)
class Chip:
    text: str
    css: str = ""


@dataclass(frozen=True, slots=True)
class PartRow:
    """``form`` is the stock helper around the row's form. ``entry`` is the library entry that it places."""

    form: Any
    lines: list[list[Any]]
    title: str
    blank: bool
    errors: int
    chips: list[Chip] = field(default_factory=list)
    excerpt: str = ""
    entry: Document | None = None
    url: str = ""
    is_pattern: bool = False


def tabs(adminform: Any, inlines: Any) -> list[Tab]:
    fieldsets = [
        Tab(f"panel-{number}", fieldset.name or FIRST_TAB, None, _fieldset_errors(fieldset))
        for number, fieldset in enumerate(adminform, 1)
    ]
    rows = [
        Tab(
            f"{inline.formset.prefix}-group",
            _capitalised(inline.opts.verbose_name_plural),
            inline.formset.initial_form_count(),
            _formset_errors(inline.formset),
        )
        for inline in inlines
    ]
    return [*fieldsets[:1], *rows, *fieldsets[1:]]


def add_part_rows(inlines: Any, document: Any) -> None:
    """Give every inline its ``part_rows``. One query finds what readers have of the page and of all its entries."""
    entries = [entry for inline in inlines for form in inline.formset.initial_forms if (entry := _entry(inline, form))]
    keys = [entry.pk for entry in entries] + ([document.pk] if document is not None else [])
    live = live_entries(keys, timezone.now()) if keys else {}
    if document is not None:
        document.live_found = live
    for inline in inlines:
        forms = list(inline)
        pattern = forms.pop() if inline.has_add_permission else None
        inline.part_rows = [_part_row(inline, form, live) for form in forms]
        if pattern is not None and not any(row.blank for row in inline.part_rows):
            # After a save that failed there may be no empty row left for our script to make new ones from.
            inline.part_rows.append(replace(_part_row(inline, pattern, live), is_pattern=True))


def _part_row(inline: Any, form: Any, live: dict[int, Any]) -> PartRow:
    row = form.form.instance
    blank = row.pk is None and not (form.form.is_bound and form.form.has_changed())
    lines = _lines(inline, form, blank)
    if row.pk is None:
        noun = str(inline.opts.verbose_name)
        title = f"Add {_article(noun)}" if blank else f"New {noun}"
        return PartRow(form, lines, title, blank, 0 if blank else _form_errors(form.form))
    entry = _entry(inline, form.form)
    chips = [Chip(text) for name in inline.opts.summary_fields if (text := _display(row, name))]
    if entry is None:
        return PartRow(form, lines, str(row), False, _form_errors(form.form), chips, _excerpt(row))
    chips = [*_entry_chips(entry, live.get(entry.pk)), *chips]
    errors = _form_errors(form.form)
    return PartRow(
        form, lines, str(entry), False, errors, chips, _entry_excerpt(inline, entry), entry, change_url(entry)
    )


def _lines(inline: Any, form: Any, blank: bool) -> list[list[Any]]:
    """The fields of the row that can be changed, line by line. A placed entry itself is shown instead."""
    placed = inline.opts.entry_name if isinstance(inline.opts, PlacementInline) and form.form.instance.pk else ""
    lines = [
        Fieldline(form.form, [name for name in line.fields if name != placed], line.readonly_fields, line.model_admin)
        for fieldset in form
        for line in fieldset
    ]
    shown: list[list[Any]] = [list(line) for line in lines if line.fields]
    for each in (each for line in shown for each in line):
        each.inside = "" if blank else _inside_its_label(each)
    return shown


def _inside_its_label(shown: Any) -> str:
    """The control alone, with no id, where its label can be around it: in hundreds of rows that saves much."""
    if shown.is_readonly or shown.is_checkbox or shown.field.errors or shown.field.use_fieldset:
        return ""
    if isinstance(shown.field.field.widget, PickWidget) or shown.field.name == "position":
        return ""
    return str(shown.field.as_widget(attrs={"id": False}))


def _entry(inline: Any, form: Any) -> Any:
    if not isinstance(inline.opts, PlacementInline) or form.instance.pk is None:
        return None
    return getattr(form.instance, inline.opts.entry_name)


def _entry_chips(entry: Any, live: Any) -> list[Chip]:
    chips = [Chip(entry.get_urgency_display(), f"urgency-{entry.urgency}")] if getattr(entry, "urgency", "") else []
    if getattr(entry, "serious", False):
        chips.append(Chip("Serious", "urgency-emergency"))
    if hasattr(entry, "remedy_kind"):
        chips.append(Chip(entry.get_remedy_kind_display()))
    if live is None:
        chips.append(Chip("Not live yet", "state-draft"))
    elif live.version.edit_number != entry.edit_number:
        chips.append(Chip("New version waiting", "state-live_with_changes"))
    return chips


def _entry_excerpt(inline: Any, entry: Any) -> str:
    text = next((text for name in inline.opts.entry_texts if (text := getattr(entry, name))), "")
    return Truncator(to_text(text).replace("\n", " ")).chars(MAX_TEXT)


def _excerpt(row: Any) -> str:
    for name in ("body", "situation", "action"):
        if getattr(row, name, ""):
            return Truncator(to_text(getattr(row, name)).replace("\n", " ")).chars(MAX_TEXT)
    return ""


def _display(row: Any, name: str) -> str:
    display = getattr(row, f"get_{name}_display", None)
    return str(display() if display else getattr(row, name))


def _form_errors(form: Any) -> int:
    return sum(len(messages) for messages in form.errors.values()) if form.is_bound else 0


def _formset_errors(formset: Any) -> int:
    return sum(_form_errors(form) for form in formset.forms) + len(formset.non_form_errors())


def _fieldset_errors(fieldset: Any) -> int:
    if not fieldset.form.is_bound:
        return 0
    names = [each for name in fieldset.fields for each in (name if isinstance(name, (list, tuple)) else (name,))]
    return sum(len(fieldset.form.errors.get(name, ())) for name in names)


def _capitalised(words: Any) -> str:
    text = str(words)
    return text[:1].upper() + text[1:]


def _article(noun: str) -> str:
    return f"{'an' if noun[:1].lower() in 'aeiou' or noun == 'FAQ' else 'a'} {noun}"
