"""The list behind every field that names another row."""

from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, JsonResponse
from django.utils import timezone

from articles.models import Contributor, Document, Image, Reference
from articles.publishing import statuses_of

from .columns import kind_label, state_words
from .create_view import create_url
from .picking import key_of, search


def pick_view(request: HttpRequest) -> JsonResponse:
    """``model`` and a few letters ``q``: the rows that match, with where they stand and how often they are used."""
    model = _model(request.GET.get("model", ""))
    user: Any = request.user
    if not _may_pick(user, model):
        raise PermissionDenied
    rows = search(model, request.GET.get("q", ""), locale=request.GET.get("locale", ""))
    notes = _notes(model, rows)
    results = [{"key": _key(model, row), "label": str(row), "note": notes.get(row.pk, "")} for row in rows]
    return JsonResponse({"results": results, "add": _add_url(user, model)})


def _key(model: Any, row: Any) -> str:
    """Of any document, for a link in a text, it is the kind and the slug."""
    return f"{row.kind}/{row.slug}" if model is Document else key_of(row)


def _model(label: str) -> Any:
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError) as error:
        raise Http404 from error
    known = (Document, Reference, Contributor, Image, get_user_model())
    if not issubclass(model, known):
        raise Http404
    return model


def _may_pick(user: Any, model: Any) -> bool:
    """Naming an owner needs no right to manage accounts."""
    if model is get_user_model():
        return bool(user.has_module_perms("articles"))
    return bool(user.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}"))


def _notes(model: Any, rows: list[Any]) -> dict[Any, str]:
    if not issubclass(model, Document):
        return {}
    statuses = statuses_of(rows, at=timezone.now())
    used = _uses(model, rows)
    if model is Document:
        return {row.pk: f"{kind_label(row.kind)} · {state_words(statuses[row.pk])}" for row in rows}
    return {row.pk: f"{state_words(statuses[row.pk])} · {used.get(row.pk, 'used nowhere yet')}" for row in rows}


def _uses(model: Any, rows: list[Any]) -> dict[int, str]:
    placements = getattr(model, "placements", None)
    if placements is None or not rows:
        return {}
    name = placements.field.name
    found: dict[int, list[str]] = {}
    placed = placements.field.model.objects.filter(**{f"{name}__in": rows}).select_related("article")
    for row in placed.order_by("article__title"):
        found.setdefault(getattr(row, f"{name}_id"), []).append(str(row.article))
    return {
        key: f"in {titles[0]}{f' and {len(titles) - 1} more' if titles[1:] else ''}" for key, titles in found.items()
    }


def _add_url(user: Any, model: Any) -> str:
    label = f"{model._meta.app_label}.add_{model._meta.model_name}"
    if not user.has_perm(label):
        return ""
    return create_url(model)
