"""What the admins of references, contributors and pictures have in common: rows that documents quote."""

from typing import Any, ClassVar

from django.utils import timezone

from articles.services import save_source

from .create_view import create_urls
from .deletion import KeepsWhatIsUsed
from .fields_mixin import FriendlyFields
from .forms import PickingForm


class SourceAdmin(FriendlyFields, KeepsWhatIsUsed):
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
