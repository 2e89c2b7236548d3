"""What somebody is typing on the page of a document, kept for them until they save."""

import json
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, JsonResponse
from django.urls import path, reverse
from django.utils import timezone

from articles.models import Buffer, Document
from articles.publishing import Refused
from articles.services.buffers import buffer_of, buffers_of, forget_buffer, is_working, keep_buffer


@dataclass(frozen=True, slots=True)
class Typing:
    """``own`` is what this person left here unsaved. ``others`` are people who are typing on this page now."""

    address: str
    own: Buffer | None
    is_behind: bool
    others: list[Buffer]


def buffer_urls(model_admin: Any) -> list[Any]:
    def view(request: HttpRequest, pk: int | None = None) -> JsonResponse:
        return _answer(model_admin, request, pk)

    wrapped, name = model_admin.admin_site.admin_view(view), _name(model_admin)
    return [path("buffer/", wrapped, name=f"{name}_new"), path("<int:pk>/buffer/", wrapped, name=name)]


def typing_on(model_admin: Any, request: Any, document: Document | None) -> Typing:
    at = timezone.now()
    if document is None:
        own = buffer_of(kind=model_admin.model.KIND, document=None, by=request.user)
        return Typing(reverse(f"admin:{_name(model_admin)}_new"), own, False, [])
    # The page's own query has found out already whether there are any.
    rows = buffers_of(document) if getattr(document, "has_buffers", True) else []
    own = next((row for row in rows if row.by_id == request.user.pk), None)
    others = [row for row in rows if row is not own and is_working(row, at=at)]
    is_behind = own is not None and own.edit_number != document.edit_number
    return Typing(reverse(f"admin:{_name(model_admin)}", args=[document.pk]), own, is_behind, others)


def _name(model_admin: Any) -> str:
    return f"{model_admin.opts.app_label}_{model_admin.opts.model_name}_buffer"


def _answer(model_admin: Any, request: HttpRequest, pk: int | None) -> JsonResponse:
    document = _document(model_admin, request, pk)
    whose: dict[str, Any] = {"kind": model_admin.model.KIND, "document": document, "by": request.user}
    if request.method != "POST":
        kept = buffer_of(**whose)
        return JsonResponse({"values": kept.values if kept else {}})
    try:
        sent = json.loads(request.body)
        if sent.get("forget"):
            forget_buffer(**whose)
        else:
            keep_buffer(**whose, edit_number=int(sent["edit_number"]), values=dict(sent["values"]), at=timezone.now())
    except (ValueError, KeyError, TypeError, AttributeError):
        return JsonResponse({"detail": "This is not what a form holds."}, status=400)
    except Refused as refusal:
        return JsonResponse({"detail": str(refusal)}, status=409)
    return JsonResponse({"kept": True})


def _document(model_admin: Any, request: HttpRequest, pk: int | None) -> Document | None:
    if pk is None:
        if not model_admin.has_add_permission(request):
            raise PermissionDenied
        return None
    found = model_admin.model._default_manager.filter(pk=pk).first()
    if found is None:
        raise Http404
    if not model_admin.has_change_permission(request, found):
        raise PermissionDenied
    document: Document = found
    return document
