"""What the admin of every kind of document has in common."""

from typing import Any, ClassVar

from django.contrib import messages
from django.db import connection
from django.db.models import Exists, OuterRef
from django.http import HttpResponseRedirect
from django.utils import timezone
from django.utils.html import format_html

from articles.models import Buffer, Document, Edit, Version
from articles.publishing import Refused, record_edit
from articles.services.buffers import forget_buffer
from articles.services.check_summaries import summarise_checks
from articles.services.duplicates import similar_to

from . import columns
from .buffer_view import buffer_urls, typing_on
from .bulk_pages import bulk_actions, bulk_urls
from .checks_page import checks_urls, tell_after_save
from .columns import EMPTY, DocumentChangeList, counting_uses, title_column, used_in
from .conflict import differences
from .create_view import create_urls
from .deletion import KeepsWhatIsUsed
from .entry_text import text_urls
from .fields_mixin import FriendlyFields
from .filters import ChecksFilter, DueFilter, OwnerFilter, StateFilter
from .forms import DocumentForm, title_label
from .links import is_list, row_number
from .merge_pages import duplicates_context, merge_address, merge_urls
from .page import page_context
from .page_rows import add_part_rows, tabs
from .paging import KeysFirst
from .parts import CodeInline
from .picking import search_ids
from .preview_links import preview_urls
from .saved_filters import filter_context, filter_urls
from .sheet_buttons import LIST_TEMPLATE, SheetButtons
from .timeline_page import timeline_urls
from .transition_urls import transition_urls

ADDRESS = ("Address", {"fields": (("slug", "locale"),)})
CARE = ("Care", {"fields": (("owner", "review_interval_months"), "references")})


class DocumentAdmin(SheetButtons, FriendlyFields, KeepsWhatIsUsed):
    """Subclasses name their texts in ``texts``, what uses them in ``uses``, and their columns and filters."""

    form = DocumentForm
    change_form_template = "articles/admin/document.html"
    change_list_template = LIST_TEMPLATE
    inlines: ClassVar[Any] = (CodeInline,)
    texts: ClassVar[tuple[Any, ...]] = ()
    uses: ClassVar[tuple[str, ...]] = ()
    own_columns: ClassVar[tuple[Any, ...]] = ()
    filters: ClassVar[tuple[Any, ...]] = ()
    prefetch: ClassVar[tuple[Any, ...]] = ("references", "codes")
    quick_fields: ClassVar[tuple[str, ...]] = ()
    list_per_page = 50
    paginator = KeysFirst
    empty_value_display = EMPTY
    list_select_related: ClassVar[Any] = ("owner", "updated_by")
    search_fields = ("title", "slug")
    search_help_text = "Search names, other names, addresses and clinical codes."
    ordering = ("title", "pk")
    prepopulated_fields = {"slug": ("title",)}
    show_full_result_count = False
    save_on_top = False

    # Lists

    def get_list_display(self, request: Any) -> Any:
        title = title_column(title_label(self.model).lower())
        used = (used_in(self.uses),) if self.uses else ()
        dates = (columns.next_review, "owner", columns.last_edit)
        return (title, columns.state, columns.live_version, *self.own_columns, *used, *dates)

    def get_list_filter(self, request: Any) -> Any:
        return (StateFilter, *self.filters, OwnerFilter, DueFilter, ChecksFilter, "locale")

    def get_actions(self, request: Any) -> Any:
        return bulk_actions(self, request)

    def get_changelist(self, request: Any, **kwargs: Any) -> Any:
        return DocumentChangeList

    def get_search_results(self, request: Any, queryset: Any, search_term: str) -> Any:
        if not search_term.strip():
            return queryset, False
        return queryset.filter(pk__in=search_ids(self.model, search_term)), False

    def changelist_view(self, request: Any, extra_context: Any = None) -> Any:
        title = str(self.opts.verbose_name_plural)
        context = {
            "title": title[0].upper() + title[1:],
            "empty_words": f"There are no {title} yet. Add the first one, or import a spreadsheet.",
            **filter_context(self, request),
            **duplicates_context(self),
        }
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def get_queryset(self, request: Any) -> Any:
        rows = super().get_queryset(request)
        return counting_uses(rows, self.uses) if is_list(request) else rows

    # One document

    def get_fieldsets(self, request: Any, obj: Any = None) -> Any:
        return ((None, {"fields": ("title", *self.texts)}), ADDRESS, CARE)

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "title" and field is not None:
            field.label = title_label(self.model)
        return field

    def get_object(self, request: Any, object_id: str, from_field: Any = None) -> Any:
        """With every row that its page shows, so that the rows' forms ask the database nothing more."""
        number = row_number(object_id)
        if number is None:
            return None
        if request.method == "POST" and connection.in_atomic_block:
            # A save: held until it is done, so that two at once cannot both pass the check of the edit number. By its
            # row as a document, like every other writer, and before the rest is read, which is then the newest.
            # What only acts on a document asks outside a transaction; its service locks what it needs.
            Document.objects.select_for_update().filter(pk=number).first()
        rows = self.get_queryset(request).select_related("owner", "updated_by", "created_by", "check_summary")
        rows = rows.annotate(
            has_versions=Exists(Version.objects.filter(document=OuterRef("pk"))),
            has_buffers=Exists(Buffer.objects.filter(document=OuterRef("pk"))),
        )
        return rows.prefetch_related(*self.prefetch).filter(pk=number).first()

    def get_readonly_fields(self, request: Any, obj: Any = None) -> Any:
        fields = tuple(super().get_readonly_fields(request, obj))
        return (*fields, "slug", "locale") if getattr(obj, "has_versions", False) else fields

    def get_prepopulated_fields(self, request: Any, obj: Any = None) -> Any:
        return {} if obj is not None else super().get_prepopulated_fields(request, obj)

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        at = timezone.now()
        if not change:
            super().save_model(request, obj, form, change)
            record_edit(document=obj, by=request.user, at=at)
        elif form.has_changed():
            self._record(request, obj, form, at)
            super().save_model(request, obj, form, change)

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:
        only_rows = change and not form.has_changed() and any(each.has_changed() for each in formsets)
        if only_rows:
            self._record(request, form.instance, form, timezone.now())
        super().save_related(request, form, formsets, change)
        summarise_checks(documents=[form.instance], at=timezone.now())
        forget_buffer(kind=self.model.KIND, document=form.instance if change else None, by=request.user)
        if form.has_changed() or any(each.has_changed() for each in formsets):
            tell_after_save(request, form.instance)

    def _record(self, request: Any, obj: Any, form: Any, at: Any) -> None:
        record_edit(document=obj, by=request.user, at=at, expected=form.cleaned_data.get("expected_edit"))

    def response_add(self, request: Any, obj: Any, post_url_continue: Any = None) -> Any:
        alike = similar_to(obj) if duplicates_context(self) else []
        if alike:
            words = (
                "It may be the same as “{}”, which is here already. <a href='{}'>Compare and merge them</a> if it is."
            )
            found = alike[0].document
            messages.warning(request, format_html(words, found, merge_address(found, obj)))
        return super().response_add(request, obj, post_url_continue)

    def changeform_view(
        self, request: Any, object_id: Any = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(request.get_full_path())

    def render_change_form(self, request: Any, context: Any, *args: Any, **kwargs: Any) -> Any:
        obj = kwargs.get("obj")
        form, inlines = context["adminform"].form, context["inline_admin_formsets"]
        if getattr(form, "conflicting", False):
            context["differences"] = differences(form, [inline.formset for inline in inlines])
        add_part_rows(inlines, obj)
        context["tabs"] = tabs(context["adminform"], inlines)
        if obj is None or self.has_change_permission(request, obj):
            context["typing"] = typing_on(self, request, obj)
        if obj is not None:
            context.update(page_context(self, request, obj))
        context["show_save_and_add_another"] = False
        return super().render_change_form(request, context, *args, **kwargs)

    def get_urls(self) -> Any:
        own = (
            transition_urls,
            preview_urls,
            text_urls,
            buffer_urls,
            create_urls,
            checks_urls,
            timeline_urls,
            filter_urls,
            merge_urls,
            bulk_urls,
        )
        return [*(url for urls in own for url in urls(self)), *super().get_urls()]

    # Deleting

    def get_deleted_objects(self, objs: Any, request: Any) -> Any:
        """The notes of who saved a draft go with the draft, although nobody may take out one of them alone."""
        shown, counts, needed, protected = super().get_deleted_objects(objs, request)
        return shown, counts, needed - {Edit._meta.verbose_name}, protected
