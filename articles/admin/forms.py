"""The form of a document and of its rows."""

from collections.abc import Iterator
from itertools import count
from typing import Any

from django import forms
from django.db import models
from django.utils.text import slugify

from articles.models import Document
from articles.services.linking import documents_linking_to

from .pick_fields import PickField, PickManyField
from .stock import InlineFormSet, ModelForm

MAX_SLUG = 70  # of a row, with room for a number


class PickingForm(ModelForm):
    """Gives the fields that name one other row that row itself, which is loaded already, rather than its number."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            one = isinstance(field, PickField) and not isinstance(field, PickManyField)
            if one and getattr(self.instance, f"{name}_id", None):
                self.initial[name] = getattr(self.instance, name)


class EditNumberField(forms.IntegerField):
    """The edit that the editor started from. It is never a change itself."""

    widget = forms.HiddenInput

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class DocumentForm(PickingForm):
    """Refuses a second document at one address, and a save over somebody else's save."""

    expected_edit = EditNumberField(required=False)
    conflicting = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self._refuse_taken_address(cleaned)
        self._refuse_broken_links(cleaned)
        self._refuse_lost_update(cleaned)
        return cleaned

    def _refuse_taken_address(self, cleaned: dict[str, Any]) -> None:
        slug = cleaned.get("slug", self.instance.slug)
        locale = cleaned.get("locale", self.instance.locale)
        kind = self._meta.model
        taken = Document.objects.filter(kind=kind.KIND, slug=slug, locale=locale).exclude(pk=self.instance.pk).first()
        if taken is not None and slug:
            self.add_error(
                "slug" if "slug" in self.fields else None,
                f"“{taken.title}” has the address “{slug}” in this language already. Open that one and edit it, or "
                "choose another address here.",
            )

    def _refuse_broken_links(self, cleaned: dict[str, Any]) -> None:
        """A link in a text names the address, so the address of a page that is linked to stays."""
        before = self.initial.get("slug")
        if self.instance.pk is None or not before or cleaned.get("slug", before) == before:
            return
        linking = documents_linking_to(kind=self.instance.kind, slug=before, locale=self.instance.locale)
        if linking:
            titles = ", ".join(f"“{each}”" for each in linking[:5])
            self.add_error("slug", f"Other texts link to this address: {titles}. Leave it as it is.")

    def _refuse_lost_update(self, cleaned: dict[str, Any]) -> None:
        expected = cleaned.get("expected_edit")
        if self.instance.pk is None or expected is None or expected == self.instance.edit_number:
            return
        self.conflicting = True
        who = self.instance.updated_by or "Somebody"
        self.add_error(
            None,
            f"{who} saved this page while you were writing, so nothing of yours is saved yet. Both texts are on this "
            "page. Bring what you want from theirs into yours, then save again.",
        )


class PartForm(PickingForm):
    """One row of a document. A row that nobody touched is not checked again, so that hundreds save quickly."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "position" in self.fields:
            self.fields["position"].required = False
            self.initial["position"] = self.instance.position if self.instance.pk else None
        if "slug" in self.fields:
            self.fields["slug"].required = False
        for field in self.fields.values():
            # An article has well over a hundred rows: what every one of them repeats is worth leaving out.
            field.help_text = "" if self.instance.pk else field.help_text
            if str(field.widget.attrs.get("class", "")).startswith("v"):
                del field.widget.attrs["class"]

    def full_clean(self) -> None:
        if self.is_bound and self.instance.pk and not self._touched():
            self._errors = forms.utils.ErrorDict()
            self.cleaned_data = {**self.initial, "id": self.instance}
            return
        super().full_clean()
        if self.is_bound:
            # What the row's form does not show still counts when rows are compared with each other.
            hidden = {name: value for name, value in self.initial.items() if name not in self.fields}
            self.cleaned_data = {**hidden, **self.cleaned_data}

    def _touched(self) -> bool:
        return self.add_prefix("DELETE") in self.data or self.has_changed()


class PartFormSet(InlineFormSet):
    """Rows in their order. Reads rows that the document has loaded already, without asking again."""

    def get_queryset(self) -> Any:
        if not hasattr(self, "_queryset"):
            loaded = getattr(self.instance, "_prefetched_objects_cache", {})
            name = self.fk.remote_field.get_accessor_name()
            self._queryset: Any = list(loaded[name]) if name in loaded else super().get_queryset()
        return self._queryset

    def clean(self) -> None:
        self._name_rows()
        super().clean()
        ordered = [form for form in self.forms if "position" in form.fields]
        last = max((form.instance.position or 0 for form in ordered), default=0)
        for form in ordered:
            # A row without a place, as a new one is, goes to the end.
            if form.has_changed() and getattr(form, "cleaned_data", {}).get("position") is None:
                last += 1
                form.instance.position = last

    def _name_rows(self) -> None:
        """A row without a slug gets one from its heading, or from what it is, so that a draft waits for neither."""
        values = [getattr(form, "cleaned_data", {}) for form in self.forms]
        taken = {each.get("slug") for each in values}
        for form, each in zip(self.forms, values, strict=True):
            if each.get("slug") == "" and form.has_changed():
                named = slugify(each.get("heading") or each.get("title") or "")[:MAX_SLUG] or _name(self.model)
                slug = next(new for new in _numbered(named) if new not in taken)
                each["slug"] = form.instance.slug = slug
                taken.add(slug)

    def get_unique_error_message(self, unique_check: Any) -> str:
        return f"The same {_name(self.model)} is here twice. Take one of the two out."

    def add_fields(self, form: Any, index: int | None) -> None:
        """A placed entry stays the one it is: to put another in its place, it is taken out and the other is added."""
        super().add_fields(form, index)
        entry = getattr(self, "entry_name", "")
        if entry and form.instance.pk:
            form.fields.pop(entry, None)


def _numbered(slug: str) -> Iterator[str]:
    yield slug
    yield from (f"{slug}-{number}" for number in count(2))


def _name(model: Any) -> str:
    return str(model._meta.verbose_name)


def title_label(model: type[models.Model]) -> str:
    return str(getattr(model, "TITLE_LABEL", "title")).capitalize()
