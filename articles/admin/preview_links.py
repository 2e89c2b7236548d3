"""The editors' side of previews: make a link, take one back, read what its holders said."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from articles.models import PreviewLink
from articles.publishing import Refused
from articles.publishing.previewing import preview_of
from articles.services.previews import may_share, revoke_preview, share_preview, token_of

from .links import change_url, row_urls
from .preview_page import WIDTHS, as_json, blocks_of, private


def preview_urls(model_admin: Any) -> list[Any]:
    return row_urls(model_admin, preview=_view(model_admin))


def _view(model_admin: Any) -> Any:
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        document = model_admin.model._default_manager.filter(pk=pk).first()
        if document is None:
            raise Http404
        if not model_admin.has_view_permission(request, document) or not may_share(request.user):  # type: ignore[arg-type]
            raise PermissionDenied
        if request.method == "POST":
            _act(request, document)
            return HttpResponseRedirect(request.path)
        links = PreviewLink.objects.filter(document=document.pk).select_related("made_by")
        now = timezone.now()
        rows = [
            {
                "link": link,
                "open": link.revoked_at is None and link.expires_at > now,
                "url": request.build_absolute_uri(reverse("preview", args=[token_of(link)])),
                "comments": link.comments.all(),
            }
            for link in links.prefetch_related("comments")[:50]
        ]
        width = request.GET.get("width", "")
        try:
            preview = preview_of(document, at=now)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(change_url(document))
        if "json" in request.GET:
            return private(HttpResponse(as_json(preview), content_type="application/json"))
        context = {
            **model_admin.admin_site.each_context(request),
            "title": "Preview",
            "blocks": blocks_of(preview.body),
            "lang": preview.body["lang"],
            "width": width if width in WIDTHS else WIDTHS[0],
            "widths": WIDTHS,
            "opts": model_admin.opts,
            "original": document,
            "back": change_url(document),
            "rows": rows,
        }
        return private(TemplateResponse(request, "articles/admin/previews.html", context))

    return view


def _act(request: Any, document: Any) -> None:
    at = timezone.now()
    wanted = request.POST.get("revoke", "")
    if not wanted:
        share_preview(document=document, by=request.user, at=at)
        messages.success(request, "The link is made. It works for one hour.")
        return
    link = next((each for each in PreviewLink.objects.filter(document=document.pk) if str(each.pk) == wanted), None)
    if link is not None:
        revoke_preview(link=link, by=request.user, at=at)
        messages.success(request, "The link is taken back. Nobody can open it any more.")
