"""Any version beside any other of the same document."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from articles.content.differences import differences
from articles.models import ReviewRequest, Version
from articles.publishing.effects import effects_of
from articles.services.comparing import as_lines, compare_versions, with_names

MAX_EFFECTS = 40


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
            "lines": as_lines(compare_versions(before, after)) if before else [],
        }
        return TemplateResponse(request, "articles/admin/compare_versions.html", context)

    return view


def effects_context(request: ReviewRequest) -> dict[str, Any]:
    """Live documents that would change, the first of them with their differences. For a closed request, nothing."""
    if not request.is_open:
        return {"effects": []}
    effects: list[dict[str, Any]] = []
    for effect in effects_of(request, at=timezone.now()):
        within = len(effects) < MAX_EFFECTS
        found = differences(effect.before, effect.after) if within else None
        if found is None or found:
            lines = as_lines(with_names(found)) if found else []
            effects.append({"published": effect.published, "lines": lines})
    return {"effects": effects}


def row_changes(before: Version | None, after: Version) -> list[dict[str, Any]]:
    """Rows that were added, taken out or moved since the version that readers have."""
    if before is None:
        return []
    return [line for line in as_lines(compare_versions(before, after)) if line["change"]]
