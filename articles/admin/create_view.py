"""A new entry written beside the page that needs it: the few fields that it cannot do without, and no address."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, path, reverse

from articles.models import Document, Image
from articles.services.duplicates import similar_named
from articles.services.entries import free_slug, free_source_slug

from .picking import DEFAULT_LOCALE, key_of


def create_urls(model_admin: Any) -> list[Any]:
    """For a ModelAdmin with ``quick_fields``."""
    view = model_admin.admin_site.admin_view(lambda request: _answer(model_admin, request))
    return [path("create/", view, name=_name(model_admin.model))] if model_admin.quick_fields else []


def create_url(model: Any) -> str:
    """Empty where such an entry needs its own page."""
    try:
        return reverse(f"admin:{_name(model)}")
    except NoReverseMatch:
        return ""


def _name(model: Any) -> str:
    return f"{model._meta.app_label}_{model._meta.model_name}_create"


def _answer(model_admin: Any, request: HttpRequest) -> HttpResponse:
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    form_class = model_admin.get_form(request, None, change=False, fields=list(model_admin.quick_fields))
    title, locale = request.GET.get("title", ""), request.GET.get("locale", "")
    named = next(name for name in ("title", "name", "alt") if name in model_admin.quick_fields)
    form = form_class(request.POST or None, request.FILES or None, initial={named: title})
    if isinstance(form.instance, Document):
        form.instance.locale = request.POST.get("locale") or locale or DEFAULT_LOCALE
    if request.method == "POST" and form.is_valid():
        return JsonResponse(_saved(model_admin, request, form))
    locale = getattr(form.instance, "locale", "")
    context = {
        "form": form,
        "opts": model_admin.opts,
        "locale": locale,
        "similar": _similar(model_admin, title, locale),
    }
    return render(request, "articles/admin/create.html", context, status=422 if form.errors else 200)


def _similar(model_admin: Any, title: str, locale: str) -> list[tuple[str, Any]]:
    """What has a name like this already, with the key that places it."""
    if not title.strip() or not issubclass(model_admin.model, Document):
        return []
    return [(key_of(each.document), each.document) for each in similar_named(model_admin.model, [title], locale=locale)]


@transaction.atomic
def _saved(model_admin: Any, request: HttpRequest, form: Any) -> dict[str, str]:
    row = form.save(commit=False)
    if isinstance(row, Document):
        row.slug = free_slug(kind=row.kind, title=row.title, locale=row.locale)
    else:
        row.slug = free_source_slug(model=type(row), text=_words_for(row))
    model_admin.save_model(request, row, form, change=False)
    form.save_m2m()
    model_admin.log_addition(request, row, [{"added": {}}])
    return {"key": key_of(row), "label": str(row)}


def _words_for(row: Any) -> str:
    return (row.alt or "picture") if isinstance(row, Image) else str(getattr(row, "title", row))
