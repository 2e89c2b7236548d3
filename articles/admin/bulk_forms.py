"""What each thing that is done to many pages asks."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils import timezone

from articles.content.vocabulary import ChangeKind, choices
from articles.models import BulkChange, Topic

from .moment_fields import MomentField

Action = BulkChange.Action


class BulkForm(forms.Form):
    """``values`` are plain JSON."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})

    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class OwnerForm(BulkForm):
    owner: Any = forms.ModelChoiceField(None, label="Owner", required=False, empty_label="Nobody")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = get_user_model()._default_manager.filter(is_active=True, is_staff=True).order_by("username")
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        owner = self.cleaned_data["owner"]
        return {"owner": owner.pk if owner else None}


class TopicForm(BulkForm):
    topic = forms.ModelChoiceField(Topic.objects.order_by("title"), label="Topic")

    def values(self) -> dict[str, Any]:
        return {"topic": self.cleaned_data["topic"].pk}


class ReviewIntervalForm(BulkForm):
    review_interval = forms.IntegerField(label="Review every (months)", min_value=1, max_value=36)


class SubmitForm(BulkForm):
    change_kind = forms.ChoiceField(label="What kind of change?", choices=choices(ChangeKind))
    change_note = forms.CharField(label="What changed, and why?", max_length=500)


class ScheduleForm(SubmitForm):
    go_live_at = MomentField(
        label="Goes live on",
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text="By itself, once it has been reviewed and a publisher has agreed.",
    )

    def clean_go_live_at(self) -> Any:
        value = self.cleaned_data["go_live_at"]
        if value <= timezone.now():
            raise forms.ValidationError("Choose a time that is still to come.")
        return value

    def values(self) -> dict[str, Any]:
        return {**self.cleaned_data, "go_live_at": self.cleaned_data["go_live_at"].isoformat()}


FORMS: dict[str, type[BulkForm]] = {
    Action.OWNER: OwnerForm,
    Action.TOPIC: TopicForm,
    Action.REVIEW_INTERVAL: ReviewIntervalForm,
    Action.SUBMIT: SubmitForm,
    Action.SCHEDULE: ScheduleForm,
}
