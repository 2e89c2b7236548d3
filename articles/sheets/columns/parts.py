"""Sheets whose rows are part of a document: sections, placements, codes."""

from typing import Any, ClassVar

from articles.models import (
    ArticleImage,
    CausePlacement,
    ClinicalCode,
    FaqPlacement,
    RedFlagPlacement,
    RemedyPlacement,
    Scenario,
    Section,
    Takeaway,
    TestPlacement,
    UrgencyWording,
)

from .sheet import Sheet

_ARTICLE = ("article__slug", "article__locale")


class ArticlePartSheet(Sheet):
    owner = "article"
    key_length: ClassVar[int] = 3


class Sections(ArticlePartSheet):
    title = "Sections"
    help = "The sections of each article, by position."

    class Meta:
        model = Section
        fields = (*_ARTICLE, "slug", "position", "aspect", "heading", "body", "references")


class Scenarios(ArticlePartSheet):
    title = "Scenarios"
    help = "Made-up people with the symptom, and what helped."

    class Meta:
        model = Scenario
        fields = (*_ARTICLE, "slug", "position", "title", "situation", "solution", "references")


class Takeaways(ArticlePartSheet):
    title = "Takeaways"
    help = "What to remember, one sentence each. The position is the key."

    class Meta:
        model = Takeaway
        fields = (*_ARTICLE, "position", "text")


class ArticleImages(ArticlePartSheet):
    title = "Article images"
    help = "Which pictures an article shows."

    class Meta:
        model = ArticleImage
        fields = (*_ARTICLE, "image", "position")


class ArticleCauses(ArticlePartSheet):
    title = "Article causes"
    help = "Which causes an article lists. The note is shown in this article only."

    class Meta:
        model = CausePlacement
        fields = (*_ARTICLE, "cause", "position", "frequency", "note")


class ArticleRemedies(ArticlePartSheet):
    title = "Article remedies"
    help = "Which remedies an article lists."

    class Meta:
        model = RemedyPlacement
        fields = (*_ARTICLE, "remedy", "position", "note")


class ArticleRedFlags(ArticlePartSheet):
    title = "Article red flags"
    help = "Which red flags an article lists, and the heading above each."

    class Meta:
        model = RedFlagPlacement
        fields = (*_ARTICLE, "red_flag", "position", "group", "note")


class ArticleTests(ArticlePartSheet):
    title = "Article tests"
    help = "Which tests an article lists."

    class Meta:
        model = TestPlacement
        fields = (*_ARTICLE, "test", "position", "note")


class ArticleFaqs(ArticlePartSheet):
    title = "Article FAQs"
    help = "Which questions an article answers."

    class Meta:
        model = FaqPlacement
        fields = (*_ARTICLE, "faq", "position", "note")


class WordingLevels(Sheet):
    title = "Wording levels"
    help = "The words for each of the five urgencies."
    owner = "wording"
    key_length = 3

    class Meta:
        model = UrgencyWording
        fields = ("wording__slug", "wording__locale", "urgency", "position", "label", "timeframe", "action")


class ClinicalCodes(Sheet):
    title = "Clinical codes"
    help = "Codes of a page in ICD-10, ICD-11, SNOMED CT or MeSH. The page is named by its kind, slug and language."
    owner = "document"
    key_length = 5

    class Meta:
        model = ClinicalCode
        fields = ("document__kind", "document__slug", "document__locale", "system", "code", "display")

    @classmethod
    def heading_of(cls, name: str, field: Any) -> str:
        return {"document__kind": "kind", "document__slug": "slug"}.get(name) or super().heading_of(name, field)


PARTS = (
    *(Sections, Scenarios, Takeaways, ArticleImages, ArticleCauses, ArticleRemedies, ArticleRedFlags),
    *(ArticleTests, ArticleFaqs, WordingLevels, ClinicalCodes),
)
