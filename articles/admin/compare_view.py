"""Any version beside any other of the same document."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from articles.models import Version
from articles.services.comparing import as_lines, compare_versions, consequences_of

from .side_by_side import side_by_side


def compare_view(model_admin: Any) -> Any:
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        if not model_admin.has_view_permission(request):
            raise PermissionDenied
        after = Version.objects.select_related("document").filter(pk=pk).first()
        if after is None:
            raise Http404
        others = list(Version.objects.filter(document=after.document_id).exclude(pk=pk).defer("payload"))
        wanted = request.GET.get("with", "")
        before = next((each for each in others if str(each.number) == wanted), None)
        context = {
            **model_admin.admin_site.each_context(request),
            "title": "Compare versions",
            "opts": model_admin.opts,
            "after": after,
            "before": before,
            "others": others,
            "lines": side_by_side(as_lines(compare_versions(before, after))) if before else [],
            "consequences": consequences_of(before, after),
        }
        return TemplateResponse(request, "articles/admin/compare_versions.html", context)

    return view
