from typing import Any

from django import forms

from articles.content.vocabulary import ChangeKind
from articles.sheets.columns import all_sheets
from articles.sheets.files.limits import MAX_FILE_BYTES

from .transition_forms import CHANGE_KINDS


def _sheet_choices() -> list[tuple[str, str]]:
    return [("", "The name of the file says it"), *((sheet.title, sheet.title) for sheet in all_sheets())]


class UploadForm(forms.Form):
    file = forms.FileField(help_text="A workbook (.xlsx), a CSV file, or a zip of CSV files.")
    sheet = forms.ChoiceField(choices=_sheet_choices, required=False, label="For a CSV file: which sheet it is")
    note = forms.CharField(max_length=500, required=False, help_text="For your colleagues: where the file comes from.")

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_FILE_BYTES:
            raise forms.ValidationError("The file is larger than 50 MB. Split it into smaller files.")
        return file


class ConfirmForm(forms.Form):
    on_conflict = forms.ChoiceField(
        label="Where someone else changed the same cell",
        choices=[("keep", "Keep what is there now"), ("overwrite", "Use the text of the file")],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, conflicts: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not conflicts:
            del self.fields["on_conflict"]


class SubmitForm(forms.Form):
    """As on the page of one document: what an import brings is new content until somebody says otherwise."""

    change_kind = forms.ChoiceField(
        label="What kind of change is it?",
        choices=CHANGE_KINDS,
        widget=forms.RadioSelect,
        initial=ChangeKind.MAJOR.value,
    )
    change_note = forms.CharField(max_length=500, label="What changed, and why?")

    def clean_change_kind(self) -> ChangeKind:
        return ChangeKind(self.cleaned_data["change_kind"])


class ExportForm(forms.Form):
    """Only sheets that the account may look at are offered, or accepted."""

    sheets = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, required=False, help_text="None means all.")
    format = forms.ChoiceField(
        choices=[("xlsx", "Workbook (.xlsx)"), ("zip", "Zip of CSV files"), ("csv", "CSV (one sheet)")]
    )
    published = forms.BooleanField(required=False, label="Only pages that readers have now")

    def __init__(self, *args: Any, titles: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.titles = titles
        field: Any = self.fields["sheets"]
        field.choices = [(title, title) for title in titles]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        data["sheets"] = data.get("sheets") or self.titles
        if data.get("format") == "csv" and len(data["sheets"]) != 1:
            raise forms.ValidationError("A CSV file holds one sheet. Choose one, or another format.")
        return data
