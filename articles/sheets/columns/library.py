"""Sheets whose rows stand for themselves: sources, people, pictures and the reusable entries."""

from typing import ClassVar

from articles.models import (
    Article,
    Cause,
    Contributor,
    DiagnosticTest,
    Faq,
    Image,
    RedFlag,
    Reference,
    Remedy,
    Topic,
    Wording,
)

from .sheet import Sheet

_START = ("slug", "locale", "title")
_END = ("references", "review_interval_months")


class DocumentSheet(Sheet):
    key_length: ClassVar[int] = 2


class References(Sheet):
    title = "References"
    help = "Sources. Other sheets name them by their slug."

    class Meta:
        model = Reference
        fields = ("slug", "publisher", "title", "url", "doi", "published", "last_checked", "grade")


class Contributors(Sheet):
    title = "Contributors"
    help = "People and teams whom readers see named on a page."
    examples = {"kind": "Person"}

    class Meta:
        model = Contributor
        fields = ("slug", "name", "role", "credentials", "bio", "kind")


class Images(Sheet):
    title = "Images"
    help = "Pictures by the name of their file. New pictures are added in the admin, as a sheet cannot hold them."
    can_create = False

    class Meta:
        model = Image
        fields = ("slug", "file", "alt", "decorative", "caption", "credit")

    def row_problem(self, texts: dict[str, str]) -> str:
        alt = texts["text for people who cannot see it"]
        if (texts["decorative"] == "yes") == (alt == ""):
            return ""
        return "Say what the picture shows, or mark it as decorative and clear the text."


class Topics(DocumentSheet):
    title = "Topics"
    help = "The tree of topics. The parent is the slug of another topic in the same language."
    tree = "parent"

    class Meta:
        model = Topic
        fields = (*_START, "topic_kind", "parent", "description", *_END)


class RedFlags(DocumentSheet):
    title = "Red flags"
    help = "Warning signs, how soon each needs help, and what to do."

    class Meta:
        model = RedFlag
        fields = (*_START, "text", "urgency", "action", "why", *_END)


class Tests(DocumentSheet):
    title = "Tests"
    help = "Tests that a clinician may order."

    class Meta:
        model = DiagnosticTest
        fields = (*_START, "purpose", "what_happens", "when_used", *_END)


class Remedies(DocumentSheet):
    title = "Remedies"
    help = "What a reader or a clinician can do about a symptom."

    class Meta:
        model = Remedy
        fields = (
            *(*_START, "remedy_kind", "steps", "benefits", "risks", "who_should_not"),
            *("evidence_status", "cautions", *_END),
        )


class Faqs(DocumentSheet):
    title = "FAQs"
    help = "Questions that readers ask, with the answer."

    class Meta:
        model = Faq
        fields = (*_START, "answer", "answered_by", "answered_on", *_END)


class Causes(DocumentSheet):
    title = "Causes"
    help = "Possible causes. Remedies, tests and red flags are slugs with commas between them."

    class Meta:
        model = Cause
        fields = (
            *(*_START, "description", "mechanism", "what_to_do", "when_to_suspect", "serious", "synonyms"),
            *("remedies", "tests", "red_flags", *_END),
        )


class ReaderWording(DocumentSheet):
    title = "Reader wording"
    help = "How a country names each urgency. The slug is the country."

    class Meta:
        model = Wording
        fields = (*_START, "country", "emergency_number", "disclaimer", "safety_net", *_END)


class Articles(DocumentSheet):
    title = "Articles"
    help = "One row for each article. Its sections, causes and so on have sheets of their own."

    class Meta:
        model = Article
        fields = (
            *(*_START, "summary", "synonyms", "safety_net", "no_emergency_reason"),
            *("topics", "authors", *_END),
        )


LIBRARY = (
    *(References, Contributors, Images, Topics, RedFlags, Tests, Remedies),
    *(Faqs, Causes, ReaderWording, Articles),
)
