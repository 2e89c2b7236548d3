"""What each action asks of the person who does it."""

from typing import Any

from django import forms
from django.utils import timezone

from articles.admin.pick_fields import PickField, PickManyField
from articles.admin.stock import ModelChoiceField
from articles.admin.transition_forms import TransitionForm
from articles.models import Article, Faq, Reference, Topic
from healthkb.questions import services
from healthkb.questions.models import DeclineReason, Expert, ReportState
from healthkb.questions.reading import without_details

LONGEST_LINE = 500
LINES = {"rows": 2, "cols": False}


class TopicField(ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.title)


class AssignForm(TransitionForm):
    public_text = forms.CharField(
        label="The question, as readers will see it",
        max_length=200,
        widget=forms.Textarea(LINES),
        help_text="One short question in plain words. Take out everything that tells who asked.",
    )
    names_are_fine = forms.BooleanField(
        label="What looks like a name is not that of a person", required=False, help_text="An illness, say, or a town."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        question = self.subject
        topics = Topic.objects.filter(locale=question.locale).order_by("title")
        self.fields["topic"] = TopicField(queryset=topics, label="Topic", required=False, initial=question.topic_id)
        experts = services.experts_for(question.topic)
        self.fields["expert"] = forms.ChoiceField(
            label="Expert",
            choices=[(each.pk, _expert_line(each)) for each in experts],
            initial=question.expert_id,
            help_text="Those who know its topic come first.",
        )
        self.initial["public_text"] = question.public_text or without_details(question.text)[:200]

    def clean_expert(self) -> Expert:
        return Expert.objects.select_related("user", "contributor").get(pk=self.cleaned_data["expert"])


def _expert_line(expert: Expert) -> str:
    topics = ", ".join(topic.title for topic in expert.topics.all())
    return f"{expert}{f' ({topics})' if topics else ''}"


class ReturnForm(TransitionForm):
    note = forms.CharField(label="Why does it go back?", max_length=LONGEST_LINE, widget=forms.Textarea(LINES))


MESSAGE_HELP = "The person reads it by their private link, and by e-mail if they left an address."


class DeclineForm(TransitionForm):
    reason = forms.ChoiceField(label="Why?", choices=DeclineReason.choices, widget=forms.RadioSelect)
    message = forms.CharField(
        label="Message to the person who asked",
        max_length=LONGEST_LINE,
        widget=forms.Textarea(LINES),
        initial="We cannot answer this here. Please talk to a GP, a pharmacist or another health professional.",
        help_text=MESSAGE_HELP,
    )


class MergeForm(TransitionForm):
    message = forms.CharField(
        label="Message to the person who asked",
        required=False,
        max_length=LONGEST_LINE,
        widget=forms.Textarea(LINES),
        help_text=MESSAGE_HELP,
    )
    field_order = ("into", "message")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        similar = services.similar_answers(
            self.subject.public_text or self.subject.text, locale=self.subject.locale, at=timezone.now()
        )
        suffix = "" if self.subject.locale == "en" else f"@{self.subject.locale}"
        listed = "; ".join(f"{hit.title} ({hit.slug}{suffix})" for hit in similar)
        self.fields["into"] = PickField(
            model=Faq,
            label="The FAQ that answers it",
            help_text=f"The most alike: {listed}." if listed else "No published FAQ is alike.",
        )
        self.order_fields(self.field_order)


class AnswerForm(TransitionForm):
    text = forms.CharField(
        label="Your answer",
        max_length=20_000,
        widget=forms.Textarea({"rows": 8, "cols": False}),
        help_text=(
            "Plain words, about two minutes of reading. Say when to get help and from whom. Readers see your name, "
            "role, credentials and the day. Somebody else reviews it before it is published."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["references"] = PickManyField(
            model=Reference, label="Sources that it rests on", help_text="At least one, for review."
        )
        answer = getattr(self.subject, "answer", None)
        if answer is not None:
            self.initial.update(text=answer.text, references=list(answer.references.all()))


class MakeFaqForm(TransitionForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["article"] = PickField(
            model=Article,
            label="The article that it stands on",
            required=False,
            help_text="It is placed last among the questions there. Leave empty for a FAQ on its own.",
        )
        self.initial["article"] = self.subject.article


class CloseReportForm(TransitionForm):
    state = forms.ChoiceField(
        label="What came of it?",
        choices=[each for each in ReportState.choices if each[0] != ReportState.OPEN],
        widget=forms.RadioSelect,
    )
    reply = forms.CharField(
        label="Reply",
        max_length=LONGEST_LINE,
        widget=forms.Textarea(LINES),
        help_text="One sentence. Whoever reported it reads it by their private link.",
    )
