"""What each transition asks of the person who makes it."""

from typing import Any

from django import forms
from django.utils.formats import date_format

from articles.content.vocabulary import ChangeKind, ReviewRole, WithdrawalKind, label
from articles.models import Version
from articles.publishing import OnField

from .links import row_number
from .moment_fields import GoLiveField
from .pick_fields import PickField
from .stock import ModelChoiceField

CHANGE_KINDS = [
    (ChangeKind.MINOR.value, "Minor: wording that changes no advice. Any second person reviews it."),
    (ChangeKind.MAJOR.value, "Major: new or changed content. A clinician reviews it."),
    (ChangeKind.SAFETY.value, "Safety: readers could come to harm with what is live. A clinician reviews it."),
]
WITHDRAWALS = [
    (WithdrawalKind.PUBLISHED_IN_ERROR.value, "Published in error: it should never have been there"),
    (WithdrawalKind.SUPERSEDED.value, "Superseded: another page takes its place"),
    (WithdrawalKind.WITHDRAWN.value, "Withdrawn: with a notice for readers"),
]


class TransitionForm(forms.Form):
    """``user`` is the one who acts, ``subject`` the document or request that they act on."""

    def __init__(self, *args: Any, user: Any, subject: Any, **kwargs: Any) -> None:
        self.user, self.subject = user, subject
        kwargs["label_suffix"] = ""
        super().__init__(*args, **kwargs)


class SubmitForm(TransitionForm):
    change_kind = forms.ChoiceField(
        label="What kind of change is it?",
        choices=CHANGE_KINDS,
        widget=forms.RadioSelect,
        initial=ChangeKind.MAJOR.value,
    )
    change_note = forms.CharField(
        label="What changed, and why?",
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        help_text="Reviewers see it first, and it stays in the history.",
    )
    go_live_at = GoLiveField(
        label="Go live at", required=False, help_text="Leave empty to publish by hand once it is approved."
    )


class WithdrawForm(TransitionForm):
    kind = forms.ChoiceField(label="Why does it go?", choices=WITHDRAWALS, widget=forms.RadioSelect)
    reason = forms.CharField(label="Reason, in words for readers", max_length=500, widget=forms.Textarea({"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["redirect_to"] = PickField(
            model=type(self.subject),
            label="The page that takes its place",
            required=False,
            help_text="Only for a superseded page. It has to be live.",
        )


class VersionField(ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"Version {obj.number}, {date_format(obj.created_at, 'j F Y')}: {obj.change_note}"


class RestoreForm(TransitionForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        versions = Version.objects.filter(document=self.subject.pk).defer("payload").order_by("-number")
        self.fields["version"] = VersionField(queryset=versions, label="Which version?", empty_label=None)


class DecisionForm(TransitionForm):
    """The roles are those that this person's account has. Comments on fields are ``comment:<version>:<field>``."""

    role = forms.ChoiceField(label="You decide as", widget=forms.RadioSelect)
    comment = forms.CharField(
        label="Comment",
        required=False,
        max_length=5000,
        widget=forms.Textarea({"rows": 3}),
        help_text="Needed to ask for changes or to decline, unless you commented on a field. It stays in the history.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [role for role in ReviewRole if self.user.has_perm(f"articles.review_{role.value}")]
        self.fields["role"].choices = [(role.value, f"{label(role)} reviewer") for role in roles]  # type: ignore[attr-defined]
        if len(roles) == 1:
            self.fields["role"].initial = roles[0].value

    def clean(self) -> dict[str, Any]:
        return {**self.cleaned_data, "on_fields": self.on_fields}

    @property
    def on_fields(self) -> list[OnField]:
        """What was said on the review page about single fields."""
        found = []
        for name, text in self.data.items():
            _, _, rest = name.partition("comment:")
            version, _, field = rest.partition(":")
            number = row_number(version)
            if number is not None and field and text.strip():
                found.append(OnField(number, field, text))
        return found


class EmergencyForm(TransitionForm):
    reason = forms.CharField(
        label="Why can this not wait for a review?",
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        help_text="It is kept, and the page stays flagged until somebody else has approved it.",
    )


class ConfirmForm(TransitionForm):
    """Asks nothing but whether to go on."""


class ReasonForm(TransitionForm):
    reason = forms.CharField(label="Why can it stand?", max_length=500, widget=forms.Textarea({"rows": 2}))


class NoteForm(TransitionForm):
    note = forms.CharField(
        label="What did you look at, and why does the page still hold?",
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
    )
