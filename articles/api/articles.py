"""What only articles have besides: their sections alone, and their JSON-LD."""

import json
from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from articles.content.vocabulary import HealthAspect
from articles.publishing.bytes import to_bytes
from articles.publishing.describing import components, object_of, ref

from .documents import DocumentViewSet
from .json_ld import medical_web_page
from .languages import LANG, language_of
from .page_addresses import page_address
from .renderers import StoredJSONRenderer
from .schema import SLUG, responses

# A part of an article is never sent without its warning signs, and what to do when it does not get better.
WITH_SECTIONS = (
    *("id", "type", "slug", "lang", "title", "sections", "red_flags", "safety_net", "references", "version"),
    *("last_reviewed", "next_review", "reviewed_by", "modified", "review_status"),
)


class JSONLDRenderer(StoredJSONRenderer):
    media_type = "application/ld+json"
    format = "jsonld"


def described_sections() -> dict[str, Any]:
    article = components()["Article"]["properties"]
    return object_of({name: article[name] for name in WITH_SECTIONS})


class ArticleViewSet(DocumentViewSet):
    def parameters(self) -> frozenset[str]:
        own = {"sections": frozenset({"aspect", "lang"}), "json_ld": frozenset({"lang"})}
        return own.get(self.action or "") or super().parameters()

    @extend_schema(
        operation_id="get_article_sections",
        summary="Read: sections of an article",
        description=(
            "Only the sections about some health aspects, each safe to show on its own: the red flags of the article "
            "and when to get help again come along, with the sources and the review."
        ),
        tags=["articles"],
        parameters=[
            SLUG,
            LANG,
            OpenApiParameter(
                "aspect",
                {"type": "array", "items": ref("HealthAspect")},
                style="form",
                explode=False,
                description="About these. All sections where it is left out.",
            ),
        ],
        responses=responses(described_sections(), "The sections, in their order.", 404, 410),
    )
    @action(detail=True, url_path="sections", url_name="sections", filter_backends=[], pagination_class=None)
    def sections(self, request: Request, slug: str) -> Response:
        aspects = aspects_of(request)
        return self.answer(request, slug, lambda body: to_bytes(only_sections(json.loads(body), aspects)), *aspects)

    @extend_schema(
        operation_id="get_article_json_ld",
        summary="Read: an article as JSON-LD",
        description="For the head of a page that shows the article: schema.org MedicalWebPage, for search engines.",
        tags=["articles"],
        parameters=[SLUG, LANG],
        responses=responses(
            {"type": "object", "additionalProperties": True}, "schema.org.", 404, 410, media_type="application/ld+json"
        ),
    )
    @action(
        detail=True,
        url_path="json-ld",
        url_name="json-ld",
        filter_backends=[],
        pagination_class=None,
        renderer_classes=[JSONLDRenderer, StoredJSONRenderer],
    )
    def json_ld(self, request: Request, slug: str) -> Response:
        home = request.build_absolute_uri("/")[:-1]
        page = page_address(request, slug, language_of(request))
        return self.answer(
            request, slug, lambda body: to_bytes(medical_web_page(json.loads(body), page, home)), "json-ld", home
        )


def aspects_of(request: Request) -> tuple[str, ...]:
    asked = request.query_params.get("aspect")
    names = tuple(name.strip() for name in asked.split(",")) if asked else tuple(HealthAspect)
    if unknown := [name for name in names if name not in set(HealthAspect)]:
        raise ValidationError({"aspect": f"There is no aspect {', '.join(unknown)}. Use: {', '.join(HealthAspect)}."})
    return names


def only_sections(body: Mapping[str, Any], aspects: tuple[str, ...]) -> dict[str, Any]:
    sections = [section for section in body["sections"] if section["aspect"] in aspects]
    cited = {source for part in (*sections, *body["red_flags"]) for source in part["reference_ids"]}
    references = [reference for reference in body["references"] if reference["id"] in cited]
    chosen = {"sections": sections, "references": references}
    return {name: chosen.get(name, body[name]) for name in WITH_SECTIONS}
