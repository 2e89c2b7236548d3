"""The button “Use a private copy instead” of a placed entry. It saves the page first, so that nothing typed is lost."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.utils import timezone

from articles.models import Article
from articles.services.entries import copy_for_article, entry_field

from .links import change_url, row_number


def private_copy_asked(request: Any) -> tuple[str, int] | None:
    """The prefix of the rows and the key of the row, as in ``causes-12``."""
    prefix, _, key = request.POST.get("_private_copy", "").rpartition("-")
    number = row_number(key)
    return (prefix, number) if prefix and number is not None else None


def make_private_copy(request: Any, article: Article, prefix: str, key: int) -> HttpResponseRedirect:
    relation = next((each for each in article._meta.related_objects if each.get_accessor_name() == prefix), None)
    placement = getattr(article, prefix).filter(pk=key).first() if relation is not None else None
    if placement is None or not hasattr(placement, "note"):
        messages.error(request, "That row is not on this page any more, so nothing was copied.")
    elif not _may_add(request.user, placement):
        messages.error(request, "Your account may not make entries of this kind, so nothing was copied.")
    else:
        copy = copy_for_article(placement=placement, by=request.user, at=timezone.now())
        messages.success(request, f"This page now has its own copy of “{copy}”. Change it: nothing else changes.")
    return HttpResponseRedirect(f"{change_url(article)}#{prefix}-group")


def _may_add(user: Any, placement: Any) -> bool:
    entry = placement._meta.get_field(entry_field(type(placement))).related_model._meta
    return bool(user.has_perm(f"{entry.app_label}.add_{entry.model_name}"))
