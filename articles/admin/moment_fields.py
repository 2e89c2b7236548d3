"""Fields that ask for a moment, and say in plain words when the clocks change then."""

from typing import Any

from django import forms

PLAIN = "The clocks change then, so this time does not exist or comes twice. Choose an hour later."


class _OneMoment:
    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)  # type: ignore[misc]
        except forms.ValidationError as error:
            if error.code != "ambiguous_timezone":
                raise
            raise forms.ValidationError(PLAIN) from error


class MomentField(_OneMoment, forms.DateTimeField):
    """In one box."""


class SplitMomentField(_OneMoment, forms.SplitDateTimeField):
    """A day and a time."""


class GoLiveField(SplitMomentField):
    widget = forms.SplitDateTimeWidget(
        {},
        "%Y-%m-%d",
        "%H:%M",
        date_attrs={"type": "date", "aria-label": "Day"},
        time_attrs={"type": "time", "aria-label": "Time"},
    )
