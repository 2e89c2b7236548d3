"""What the admins of references, contributors and pictures have in common: rows that documents quote."""

from typing import Any, ClassVar

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from articles.services import save_source

from .create_view import create_urls
from .deletion import reasons_to_keep
from .fields_mixin import FriendlyFields
from .forms import PickingForm
from .stock import ModelAdmin


class SourceAdmin(FriendlyFields, ModelAdmin):
    form = PickingForm
    change_form_template = "articles/admin/plain.html"
    actions = None
    show_full_result_count = False
    list_per_page = 50
    quick_fields: ClassVar[tuple[str, ...]] = ()

    def get_urls(self) -> Any:
        return [*create_urls(self), *super().get_urls()]

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        if form.has_changed() or not change:
            save_source(source=obj, by=request.user, at=timezone.now())

    def delete_view(self, request: Any, object_id: str, extra_context: Any = None) -> Any:
        with transaction.atomic():
            obj = self.get_object(request, object_id)
            reasons = reasons_to_keep(obj) if obj is not None and self.has_delete_permission(request, obj) else []
            if not reasons:
                return super().delete_view(request, object_id, extra_context)
        messages.error(request, f"“{obj}” is not deleted: {' '.join(reasons)}")
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return HttpResponseRedirect(reverse(name, args=[object_id]))
