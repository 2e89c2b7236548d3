"""What the system writes as things happen. Everybody may read it here, and nobody can change it."""

import json
from typing import Any

from django.contrib import admin
from django.urls import path
from django.utils.html import format_html, format_html_join

from articles.models import Change, Edit, PastPublication, Published, Review, Version
from articles.services.comparing import as_lines, compare_versions

from .compare_view import compare_view
from .links import row_urls
from .public_on import public_on_view
from .readable import rendered, texts_of
from .side_by_side import side_by_side
from .stock import ModelAdmin


class RecordAdmin(ModelAdmin):
    """Read-only for everyone, superusers too."""

    actions: Any = None
    show_full_result_count = False
    list_per_page = 50
    change_form_template = "articles/admin/plain.html"

    def changelist_view(self, request: Any, extra_context: Any = None) -> Any:
        name = str(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": name[0].upper() + name[1:], **(extra_context or {})})

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False


@admin.register(Version)
class VersionAdmin(RecordAdmin):
    """A version as text, beside the one before it."""

    change_form_template = "articles/admin/version.html"
    list_display = ("document", "number", "change_kind", "change_note", "submitted_by", "created_at")
    list_filter = ("change_kind", "document__kind", "created_at")
    list_select_related = ("document", "submitted_by")
    search_fields = ("document__title", "document__slug", "change_note", "sha256")
    fields = ("document", "number", "change_kind", "change_note", "submitted_by", "created_at", "written_by", "sha256")
    readonly_fields = ("written_by",)
    ordering = ("-created_at", "-pk")

    def get_urls(self) -> Any:
        return [*row_urls(self, compare=compare_view(self)), *super().get_urls()]

    @admin.display(description="written by")
    def written_by(self, version: Version) -> str:
        return ", ".join(str(author) for author in version.authors.all())

    def render_change_form(self, request: Any, context: Any, *args: Any, **kwargs: Any) -> Any:
        version = kwargs["obj"]
        earlier = Version.objects.filter(document=version.document_id, number__lt=version.number)
        before = earlier.order_by("-number").first()
        lines = side_by_side(as_lines(compare_versions(before, version))) if before else []
        runs = version.gate_runs.prefetch_related("results__overrides").order_by("-at", "-pk")
        title = f"{version.document}: version {version.number}"
        context.update(
            title=title,
            subtitle=None,
            before=before,
            lines=lines,
            texts=rendered(texts_of([version])[0]),
            runs=list(runs),
        )
        return super().render_change_form(request, context, *args, **kwargs)


@admin.register(Review)
class ReviewAdmin(RecordAdmin):
    list_display = ("request", "decision", "role", "reviewer_name", "credentials", "is_demonstration", "decided_at")
    list_filter = ("decision", "role", "is_demonstration", "decided_at")
    list_select_related = ("request",)
    search_fields = ("reviewer_name", "comment", "request__change_note")
    ordering = ("-decided_at", "-pk")


@admin.register(Change)
class ChangeAdmin(RecordAdmin):
    list_display = ("sequence", "event", "kind", "document", "version_number", "reason", "at")
    list_filter = ("event", "kind", "locale", "at")
    list_select_related = ("document", "version")
    search_fields = ("slug", "document__title", "reason")
    ordering = ("-sequence",)

    @admin.display(description="version")
    def version_number(self, change: Change) -> Any:
        return change.version.number if change.version else "–"


@admin.register(Edit)
class EditAdmin(RecordAdmin):
    list_display = ("document", "edit_number", "by", "at")
    list_filter = ("document__kind", "at")
    list_select_related = ("document", "by")
    search_fields = ("document__title", "document__slug", "by__username")
    ordering = ("-at", "-pk")


@admin.register(Published)
class PublishedAdmin(RecordAdmin):
    """What readers get now, or got at a time, to the letter."""

    list_display = (
        "title",
        "kind",
        "locale",
        "version_number",
        "review_status",
        "next_review",
        "live_from",
        "live_until",
    )
    list_filter = ("kind", "locale", "review_status")
    list_select_related = ("version",)
    search_fields = ("title", "slug", "etag")
    ordering = ("kind", "title", "-live_from")
    fields = (
        "document",
        "version",
        ("kind", "slug", "locale"),
        ("review_status", "last_reviewed", "next_review"),
        ("first_published_at", "modified_at"),
        ("live_from", "live_until"),
        "etag",
        "made_of",
        "document_bytes",
    )
    readonly_fields = ("made_of", "document_bytes")

    def get_urls(self) -> Any:
        on_date = path("on/", self.admin_site.admin_view(public_on_view(self)), name="articles_published_on")
        return [on_date, *super().get_urls()]

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).defer("body", "summary")

    @admin.display(description="version", ordering="version__number")
    def version_number(self, published: Published) -> int:
        return published.version.number

    @admin.display(description="made of")
    def made_of(self, published: Published) -> Any:
        parts = published.parts.select_related("part", "version").order_by("part__kind", "part__title")
        lines = format_html_join("", "<li>{}, version {}</li>", ((each.part, each.version.number) for each in parts))
        return format_html("<ul>{}</ul>", lines) if lines else "Itself alone"

    @admin.display(description="the very document")
    def document_bytes(self, published: Published) -> Any:
        return shown_bytes(published)


@admin.register(PastPublication)
class PastPublicationAdmin(RecordAdmin):
    """What readers had before, from when until when."""

    list_display = ("document", "version_number", "review_status", "live_from", "live_until")
    list_filter = ("document__kind", "live_from", "live_until")
    list_select_related = ("document", "version")
    search_fields = ("document__title", "document__slug", "etag")
    ordering = ("-live_until", "-pk")
    fields = ("document", "version", ("live_from", "live_until"), ("review_status", "next_review"), "etag", "the_bytes")
    readonly_fields = ("the_bytes",)

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).defer("body")

    @admin.display(description="version", ordering="version__number")
    def version_number(self, past: PastPublication) -> int:
        return past.version.number

    @admin.display(description="the very document")
    def the_bytes(self, past: PastPublication) -> Any:
        return shown_bytes(past)


def shown_bytes(row: Published | PastPublication) -> Any:
    text = json.dumps(json.loads(bytes(row.body)), ensure_ascii=False, indent=2)
    return format_html('<pre class="bytes" tabindex="0">{}</pre>', text)
