from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from articles.publishing.bytes import to_bytes
from articles.publishing.registry import all_kinds

from .caching import conditional, etag_of
from .public import PublicView
from .schema import responses


class RootView(PublicView):
    @extend_schema(
        operation_id="get_root",
        summary="What there is",
        tags=["root"],
        responses=responses(
            {"type": "object", "additionalProperties": {"type": "string", "format": "uri"}},
            "The address of every list, by its name.",
        ),
    )
    def get(self, request: Request) -> Response:
        names = {kind.collection: f"{kind.name}-list" for kind in all_kinds()} | OTHERS
        body = to_bytes({name: request.build_absolute_uri(reverse(view)) for name, view in names.items()})
        return conditional(request, body, etag=etag_of(body), now=self.now)


OTHERS = {name: name for name in ("search", "suggest", "changes", "export", "atom", "sitemap", "schema", "docs")}
