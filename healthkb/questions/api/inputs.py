"""The bodies that readers send, checked. Nothing that was sent is repeated in an error."""

from typing import Any

from rest_framework import serializers

from articles.api.kinds import KIND_NAMES
from articles.api.languages import DEFAULT, LANGUAGES
from articles.api.parameters import MOST_TOLD
from healthkb.questions.models import MOST_LETTERS, MOST_REPORT_LETTERS, ProblemCategory

LEAST_LETTERS = 10
CONSENT = (
    "You may read my question, show it to an expert, and publish it with the answer, without anything that says who "
    "I am."
)
HONEYPOT = "Leave this empty. People do not see it; programs that send advertisements fill it in."


class Body(serializers.Serializer[Any]):
    """Refuses fields that it does not know, so that a misspelt one never looks taken."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict) and (unknown := [str(name)[:60] for name in data if name not in self.fields]):
            known = ", ".join(self.fields)
            raise serializers.ValidationError(
                dict.fromkeys(unknown[:MOST_TOLD], f"This is not a field here. Use: {known}.")
            )
        return super().to_internal_value(data)


def lang_field() -> serializers.ChoiceField:
    return serializers.ChoiceField(LANGUAGES, default=DEFAULT)


def slug_field(about: str) -> serializers.SlugField:
    return serializers.SlugField(max_length=120, required=False, allow_blank=True, default="", help_text=about)


class QuestionBody(Body):
    text = serializers.CharField(min_length=LEAST_LETTERS, max_length=MOST_LETTERS)
    lang = lang_field()
    topic = slug_field("The address of a published topic.")
    article = slug_field("The address of the article that the question is about.")
    session = slug_field("The address of an expert session that takes questions now.")
    email = serializers.EmailField(
        max_length=254, required=False, allow_blank=True, default="", help_text="To be told that there is an answer."
    )
    consent = serializers.BooleanField(help_text=CONSENT)
    website = serializers.CharField(required=False, allow_blank=True, default="", max_length=200, help_text=HONEYPOT)

    def validate_consent(self, consent: bool) -> bool:
        if not consent:
            raise serializers.ValidationError("We can only take a question if you agree to this.")
        return consent

    def validate_website(self, website: str) -> str:
        if website:
            raise serializers.ValidationError(HONEYPOT)
        return website


class SimilarBody(Body):
    text = serializers.CharField(max_length=MOST_LETTERS)
    lang = lang_field()


class AboutDocument(Body):
    type = serializers.ChoiceField(KIND_NAMES)
    slug = serializers.SlugField(max_length=120)
    lang = lang_field()


class FeedbackBody(AboutDocument):
    helpful = serializers.BooleanField()


class ReportBody(AboutDocument):
    category = serializers.ChoiceField(ProblemCategory.choices)
    text = serializers.CharField(
        required=False, allow_blank=True, default="", max_length=MOST_REPORT_LETTERS, help_text="No personal details."
    )
    website = serializers.CharField(required=False, allow_blank=True, default="", max_length=200, help_text=HONEYPOT)

    validate_website = QuestionBody.validate_website
