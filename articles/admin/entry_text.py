"""The texts of one document as readers will see them, for showing inside another page."""

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import mark_safe

from articles.content.markdown import to_html
from articles.models.fields import MarkdownField
from articles.publishing import live_users_of
from articles.publishing.addresses import page_path

from .links import row_urls


def text_urls(model_admin: Any) -> list[Any]:
    return row_urls(model_admin, text=partial(_text, model_admin))


def _text(model_admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    document = model_admin.model._default_manager.filter(pk=pk).first()
    if document is None:
        raise Http404
    if not model_admin.has_view_permission(request, document):
        raise PermissionDenied
    address_of = partial(page_path, locale=document.locale)
    texts = [
        # to_html cleans what it returns.
        (field.verbose_name, mark_safe(to_html(getattr(document, field.name), address_of)))  # noqa: S308
        for field in document._meta.fields
        if isinstance(field, MarkdownField) and getattr(document, field.name)
    ]
    context = {"texts": texts, "live_users": live_users_of(document, at=timezone.now())}
    return render(request, "articles/admin/entry_text.html", context)
