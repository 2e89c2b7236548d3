from typing import Any

from django.contrib import admin
from django.db.models import Prefetch
from django.urls import path

from articles.models import (
    Article,
    ArticleImage,
    CausePlacement,
    FaqPlacement,
    RedFlagPlacement,
    RemedyPlacement,
    Scenario,
    Section,
    Takeaway,
    TestPlacement,
)

from .documents import DocumentAdmin
from .filters import TopicFilter
from .markdown_view import markdown_view
from .parts import CodeInline, PartInline, PlacementInline
from .pick_view import pick_view
from .private_copy import make_private_copy, private_copy_asked


class SectionInline(PartInline):
    model = Section
    fields = (("heading", "aspect"), "body", ("slug", "references"), "position")
    prepopulated_fields = {"slug": ("heading",)}
    summary_fields = ("aspect",)
    empty_text = "No sections yet. Most pages begin with an overview."


class ScenarioInline(PartInline):
    model = Scenario
    fields = ("title", "situation", "solution", ("slug", "references"), "position")
    prepopulated_fields = {"slug": ("title",)}
    empty_text = "No scenarios yet. A scenario is a made-up person with the symptom, and what helped."


class TakeawayInline(PartInline):
    model = Takeaway
    fields = ("text", "position")
    empty_text = "No takeaways yet. Write one sentence for each thing that a reader should remember."


class ArticleImageInline(PartInline):
    model = ArticleImage
    fields = ("image", "position")
    empty_text = "No pictures yet. Add a picture under Images first, with words for people who cannot see it."

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).select_related("image")


class CauseInline(PlacementInline):
    model = CausePlacement
    extra_fields = ("frequency",)
    summary_fields = ("frequency",)
    entry_texts = ("description", "mechanism", "what_to_do", "when_to_suspect")
    empty_text = "No causes yet. Pick one that exists, or create it."


class RemedyInline(PlacementInline):
    model = RemedyPlacement
    entry_texts = ("steps", "benefits", "risks", "who_should_not")
    empty_text = "No remedies yet. Pick one that exists, or create it."


class RedFlagInline(PlacementInline):
    model = RedFlagPlacement
    extra_fields = ("group",)
    summary_fields = ("group",)
    entry_texts = ("text", "action", "why")
    empty_text = "No red flags yet. A page with none has to say why there is no emergency sign."


class TestInline(PlacementInline):
    model = TestPlacement
    entry_texts = ("purpose", "what_happens", "when_used")
    empty_text = "No tests yet. Pick one that exists, or create it."
    __test__ = False


class FaqInline(PlacementInline):
    model = FaqPlacement
    entry_texts = ("answer",)
    empty_text = "No questions yet. Pick one that exists, or create it."


PLACEMENTS = (CauseInline, RemedyInline, RedFlagInline, TestInline, FaqInline)


@admin.register(Article)
class ArticleAdmin(DocumentAdmin):
    texts = ("summary", "safety_net", "no_emergency_reason", ("topics", "authors"), "synonyms")
    filters = (TopicFilter,)
    inlines = (SectionInline, *PLACEMENTS, ScenarioInline, TakeawayInline, ArticleImageInline, CodeInline)
    prefetch = (
        "topics",
        "authors",
        "references",
        "codes",
        "sections__references",
        "scenarios__references",
        "takeaways",
        Prefetch("images", ArticleImage.objects.select_related("image")),
        Prefetch("causes", CausePlacement.objects.select_related("cause")),
        Prefetch("remedies", RemedyPlacement.objects.select_related("remedy")),
        Prefetch("red_flags", RedFlagPlacement.objects.select_related("red_flag")),
        Prefetch("tests", TestPlacement.objects.select_related("test")),
        Prefetch("faqs", FaqPlacement.objects.select_related("faq")),
    )

    def response_change(self, request: Any, obj: Any) -> Any:
        asked = private_copy_asked(request)
        return make_private_copy(request, obj, *asked) if asked else super().response_change(request, obj)

    def get_urls(self) -> Any:
        pick = path("pick/", self.admin_site.admin_view(pick_view), name="articles_pick")
        markdown = path("markdown/", self.admin_site.admin_view(markdown_view), name="articles_markdown")
        return [pick, markdown, *super().get_urls()]
