"""What most teams would write first: the same payload from the working rows, by nested serializers. Never shipped."""

from functools import lru_cache
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import path
from rest_framework import generics, serializers
from rest_framework.pagination import PageNumberPagination
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import APIView

from articles.content.markdown import rich_text
from articles.models import (
    Article,
    Cause,
    CausePlacement,
    DiagnosticTest,
    Faq,
    FaqPlacement,
    RedFlag,
    RedFlagPlacement,
    Reference,
    Remedy,
    RemedyPlacement,
    Scenario,
    Section,
    Takeaway,
    TestPlacement,
    Topic,
)


@lru_cache(maxsize=10_000)
def rich(text: str) -> Any:
    return rich_text(text)


class RichField(serializers.Field[Any, Any, Any, Any]):
    """Generous: the HTML of each text is made once only."""

    def to_representation(self, value: str) -> Any:
        return rich(value)


def serializer(model: Any, names: str, rich_names: str = "", **nested: Any) -> Any:
    meta = type("Meta", (), {"model": model, "fields": [*names.split(), *rich_names.split(), *nested]})
    fields = {name: RichField() for name in rich_names.split()} | nested
    return type(f"{model.__name__}Serializer", (serializers.ModelSerializer,), {**fields, "Meta": meta})


def many(model: Any, names: str, rich_names: str = "", **nested: Any) -> Any:
    return serializer(model, names, rich_names, **nested)(many=True)


DOCUMENT = "uuid slug title"
reference = many(Reference, "slug publisher title url doi published last_checked grade")
cause = serializer(
    Cause, f"{DOCUMENT} serious synonyms", "description mechanism what_to_do when_to_suspect", references=reference
)
remedy = serializer(
    Remedy,
    f"{DOCUMENT} remedy_kind evidence_status cautions",
    "steps benefits risks who_should_not",
    references=reference,
)
red_flag = serializer(RedFlag, f"{DOCUMENT} urgency", "text action why", references=reference)
test = serializer(DiagnosticTest, DOCUMENT, "purpose what_happens when_used", references=reference)
faq = serializer(Faq, DOCUMENT, "answer", references=reference)
topic = many(Topic, "uuid slug title")

ArticleSerializer = serializer(
    Article,
    f"{DOCUMENT} locale summary synonyms review_interval_months created_at updated_at",
    "safety_net",
    topics=topic,
    sections=many(Section, "slug aspect heading", "body", references=reference),
    causes=many(CausePlacement, "position frequency note", cause=cause()),
    remedies=many(RemedyPlacement, "position note", remedy=remedy()),
    red_flags=many(RedFlagPlacement, "position group note", red_flag=red_flag()),
    tests=many(TestPlacement, "position note", test=test()),
    faqs=many(FaqPlacement, "position note", faq=faq()),
    scenarios=many(Scenario, "slug title", "situation solution", references=reference),
    takeaways=many(Takeaway, "position", "text"),
    references=reference,
)
SummarySerializer = serializer(Article, f"{DOCUMENT} locale summary created_at updated_at", topics=topic)

PREFETCH = (
    *("topics", "references", "sections__references", "scenarios__references", "takeaways"),
    *("causes__cause__references", "remedies__remedy__references", "red_flags__red_flag__references"),
    *("tests__test__references", "faqs__faq__references"),
)


class Pages(PageNumberPagination):
    page_size = 20


class Detail(generics.RetrieveAPIView[Article]):
    lookup_field = "slug"
    serializer_class = ArticleSerializer
    queryset = Article.objects.filter(locale="en").prefetch_related(*PREFETCH)


TEXTS: dict[Any, str] = {
    Section: "heading body",
    CausePlacement: "cause__title cause__description cause__mechanism cause__what_to_do cause__when_to_suspect",
    RemedyPlacement: "remedy__title remedy__steps remedy__benefits remedy__risks remedy__who_should_not",
    RedFlagPlacement: "red_flag__text red_flag__action red_flag__why",
    TestPlacement: "test__title test__purpose test__what_happens test__when_used",
    FaqPlacement: "faq__title faq__answer",
    Scenario: "title situation solution",
    Takeaway: "text",
}


def has_word(names: str, word: str) -> Q:
    found = Q()
    for name in names.split():
        found |= Q(**{f"{name}__icontains": word})
    return found


def in_its_parts(word: str) -> Q:
    """Without joins, which would make thousands of rows of each article."""
    found = Q()
    for part, names in TEXTS.items():
        found |= Q(Exists(part.objects.filter(has_word(names, word), article=OuterRef("pk"))))
    return found


class Articles(generics.ListAPIView[Article]):
    serializer_class = SummarySerializer
    pagination_class = Pages

    def get_queryset(self) -> Any:
        rows = Article.objects.filter(locale="en").prefetch_related("topics").order_by("title")
        asked = self.request.query_params
        if asked.get("topic"):
            rows = rows.filter(topics__slug=asked["topic"])
        for word in asked.get("q", "").split():
            rows = rows.filter(has_word("title summary synonyms safety_net", word) | in_its_parts(word))
        for word in asked.get("less", "").split():
            rows = rows.filter(has_word("title summary sections__body", word)).distinct()
        return rows


class Constant(APIView):
    """What REST framework costs by itself, for a body that is read and a small answer."""

    def post(self, request: Any) -> Response:
        return Response({"answers": len(request.data["answers"]), "level": "soon"})


OPEN = {
    "authentication_classes": [],
    "permission_classes": [],
    "throttle_classes": [],
    "renderer_classes": [JSONRenderer],
}

urlpatterns = [
    path("naive/articles/", Articles.as_view(**OPEN)),
    path("naive/articles/<slug:slug>/", Detail.as_view(**OPEN)),
    path("naive/constant/", Constant.as_view(**OPEN)),
]
