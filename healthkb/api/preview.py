"""Drafts as readers would get them, for front ends that hold a key for it."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from articles.api.languages import LANG, language_of
from articles.api.parameters import refuse_unknown
from articles.content.vocabulary import ReviewStatus
from articles.publishing import Refused, all_kinds, kind_named
from articles.publishing.describing import name_of, ref
from articles.publishing.previewing import preview_of
from articles.services.previews import may_share

from .keys import KeyNeeded, preview_key_of

KINDS = [kind.name for kind in all_kinds()]


class PreviewView(APIView):
    throttle_scope = "preview"
    authentication_classes: list[Any] = []
    permission_classes = [AllowAny]
    renderer_classes = [JSONRenderer]
    http_method_names = ["get", "head", "options"]

    @extend_schema(
        operation_id="preview",
        summary="Read a draft",
        description=(
            "What readers would get if it were published now, in the form of `get_…`, with the `review_status` "
            "`awaiting_review`. Needs a key that may read drafts. Nothing may keep the answer. A word that a draft has "
            "not chosen yet, such as an urgency, is an empty text."
        ),
        tags=["preview"],
        parameters=[
            OpenApiParameter("type", str, OpenApiParameter.PATH, enum=KINDS),
            OpenApiParameter("slug", str, OpenApiParameter.PATH),
            LANG,
        ],
        responses={
            200: OpenApiResponse({"anyOf": [ref(name_of(kind)) for kind in all_kinds()]}, "The draft."),
            (401, "application/problem+json"): OpenApiResponse(ref("Problem"), "A key that may read drafts is needed."),
            (404, "application/problem+json"): OpenApiResponse(ref("Problem"), "There is no such document."),
            (429, "application/problem+json"): OpenApiResponse(ref("Problem"), "Too many requests."),
        },
    )
    def get(self, request: Request, type: str, slug: str) -> Response:
        key = preview_key_of(request._request)
        if not may_share(key.owner):
            raise KeyNeeded
        refuse_unknown(request.query_params, {"lang"})
        if type not in KINDS:
            raise NotFound(f"There is no type {type[:60]}. Use: {', '.join(KINDS)}.")
        rows = kind_named(type).model._default_manager.filter(slug=slug, locale=language_of(request))
        document = rows.first()
        if document is None:
            raise NotFound("There is no document at this address in this language.")
        # In the words of the description, so that a front end shows it with the notice that nobody has reviewed it.
        try:
            body = preview_of(document, at=timezone.now()).body
        except Refused as refusal:
            raise NotFound(str(refusal)) from refusal
        return Response(body | {"review_status": ReviewStatus.AWAITING_REVIEW})

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Response:
        return Response(status=204, headers={"Access-Control-Allow-Headers": "Authorization"})

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer["Cache-Control"] = "no-store"
        answer["X-Robots-Tag"] = "noindex, nofollow"
        answer["Access-Control-Allow-Origin"] = "*"
        answer["Vary"] = "Accept-Encoding"
        return answer
