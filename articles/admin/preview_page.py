"""A draft as readers would get it, for whoever holds a link: as a plain page and as JSON, and a form for comments."""

import json
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from articles.publishing import Refused
from articles.publishing.previewing import Preview, preview_of
from articles.services.previews import comment_on_preview, open_preview

PRIVATE = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "same-origin",  # not sent to others; with none at all a browser would not say whose form it is
}
WIDTHS = ("desktop", "phone")
_HIDDEN = {"id", "type", "slug", "lang", "title", "name", "question", "version", "parts", "first_published", "modified"}
_HIDDEN |= {
    "review_status",
    "last_reviewed",
    "next_review",
    "reviewed_by",
    "reference_ids",
    "codes",
    "triage",
    "images",
}
_TITLES = ("title", "name", "heading", "question", "text")


class CommentForm(forms.Form):
    field = forms.ChoiceField(label="Which part?")
    text = forms.CharField(label="Your comment", max_length=5000, widget=forms.Textarea({"rows": 4}))
    name = forms.CharField(label="Your name", max_length=120)

    def __init__(self, data: Any, *, parts: list[str], initial: dict[str, Any]) -> None:
        super().__init__(data, label_suffix="", initial=initial)
        self.fields["field"].choices = [(each, each) for each in parts]  # type: ignore[attr-defined]


def preview_page(request: HttpRequest, token: str) -> HttpResponse:
    at = timezone.now()
    try:
        link = open_preview(token, at=at)
        preview = preview_of(link.document, at=at)
    except Refused as closed:
        return _page(request, "articles/preview_closed.html", {"message": str(closed)}, status=404)
    blocks = blocks_of(preview.body)
    parts = [name for name, _ in blocks]
    form = CommentForm(request.POST or None, parts=parts, initial={"field": request.GET.get("part", "")})
    if request.method == "POST" and form.is_valid():
        try:
            comment_on_preview(link=link, content_sha256=preview.sha256, at=at, **form.cleaned_data)
            return private(HttpResponseRedirect(f"{request.path}?said=1#comment"))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    width = request.GET.get("width", "")
    context = {
        "document": link.document,
        "lang": preview.body["lang"],
        "expires_at": link.expires_at,
        "blocks": blocks,
        "form": form,
        "comments": link.comments.all(),
        "said": "said" in request.GET,
        "width": width if width in WIDTHS else WIDTHS[0],
        "widths": WIDTHS,
    }
    return _page(request, "articles/preview.html", context, status=422 if form.errors else 200)


def preview_json(request: HttpRequest, token: str) -> HttpResponse:
    at = timezone.now()
    try:
        preview: Preview = preview_of(open_preview(token, at=at).document, at=at)
    except Refused as closed:
        return private(HttpResponse(str(closed), status=404, content_type="text/plain; charset=utf-8"))
    return private(HttpResponse(as_json(preview), content_type="application/json"))


def as_json(preview: Preview) -> str:
    return json.dumps(preview.body, ensure_ascii=False, indent=2)


def blocks_of(body: dict[str, Any]) -> list[tuple[str, SafeString]]:
    """Every text of the document under the name that a comment gives it, in the order that readers get them."""
    return [block for name, value in body.items() if name not in _HIDDEN for block in _blocks(_words(name), value)]


def _blocks(label: str, value: Any) -> list[tuple[str, SafeString]]:
    if isinstance(value, dict) and "html" in value:
        # The html of rich text was cleaned when it was made.
        return [(label, mark_safe(value["html"]))] if value["html"] else []  # noqa: S308
    if isinstance(value, dict):
        shown = [(f"{label}, {_words(name).lower()}", each) for name, each in value.items() if name not in _HIDDEN]
        return [block for name, each in shown for block in _blocks(name, each)]
    if isinstance(value, list) and value and isinstance(value[0], dict):
        rows = [(f"{label}: {_named(row, number)}", row) for number, row in enumerate(value, 1)]
        return [block for name, row in rows for block in _blocks(name, row)]
    text = ", ".join(str(each) for each in value) if isinstance(value, list) else "" if value is None else str(value)
    return [(label, escape(text))] if text else []


def _named(row: dict[str, Any], number: int) -> str:
    found = next((row[name] for name in _TITLES if row.get(name)), number)
    return str(number) if isinstance(found, dict) else str(found)


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int) -> HttpResponse:
    return private(TemplateResponse(request, template, context, status=status))


def private(response: HttpResponse) -> HttpResponse:
    for name, value in PRIVATE.items():
        response.headers[name] = value
    return response


urlpatterns = [
    path("<str:token>/", preview_page, name="preview"),
    path("<str:token>/document.json", preview_json, name="preview_json"),
]
