"""What a text will look like to readers, and how hard it is to read, while it is being written."""

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from articles.content.markdown import rich_text
from articles.content.readability import about, grades
from articles.content.text import MAX_BODY, normalise
from articles.publishing.addresses import DEFAULT_LOCALE, page_path
from articles.publishing.gate_facts import read_word_lists
from articles.publishing.gates import KNOWN_NAMES


@require_POST
def markdown_view(request: HttpRequest) -> JsonResponse:
    """``text`` and ``locale`` to the very HTML that the API will give, and about which school grade it needs."""
    user: Any = request.user
    if not user.has_module_perms("articles"):
        raise PermissionDenied
    markdown, locale = normalise(request.POST.get("text", "")), request.POST.get("locale") or DEFAULT_LOCALE
    if len(markdown) > MAX_BODY:
        return JsonResponse({"html": "", "grade": None, "too_long": True})
    found = rich_text(markdown, partial(page_path, locale=locale))
    return JsonResponse({"html": found["html"], "grade": grade_of(found["text"], locale)})


def grade_of(text: str, locale: str) -> int | None:
    """As the checks work it out. Nothing for a short or foreign text."""
    if locale.split("-")[0] != "en":
        return None
    known = read_word_lists().get((KNOWN_NAMES, "en"))
    grade = grades([text], known=known.pattern if known else None).flesch_kincaid
    return None if grade is None else about(grade)
