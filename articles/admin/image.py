from typing import Any

from django import forms
from django.contrib import admin
from django.core.files.storage import default_storage
from django.db.models import Count
from django.utils import timezone
from django.utils.html import format_html

from articles.models import Image
from articles.services.images import ImageRefused, save_image, store_image

from .forms import PickingForm
from .sources import SourceAdmin


class ImageForm(PickingForm):
    """The file is stored once it and the words for it are right."""

    upload = forms.FileField(
        label="Picture",
        required=False,
        widget=forms.FileInput({"accept": "image/jpeg,image/png,image/webp"}),
        help_text="JPEG, PNG or WebP, at most 10 MB. Camera data is taken out. Copies for small screens are made here.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        upload = cleaned.get("upload")
        if upload is None and not self.instance.file and "upload" not in self.errors:
            self.add_error("upload", "Choose the file of the picture.")
        if not cleaned.get("alt") and not cleaned.get("decorative"):
            self.add_error("alt", "Say what the picture shows, or mark it as decorative.")
        if cleaned.get("alt") and cleaned.get("decorative"):
            self.add_error("decorative", "A decorative picture has no text. Take out the text, or this mark.")
        if upload is not None and not self.errors:
            try:
                store_image(upload)
            except ImageRefused as refusal:
                self.add_error("upload", str(refusal))
        return cleaned


@admin.register(Image)
class ImageAdmin(SourceAdmin):
    form = ImageForm
    list_display = ("thumbnail", "slug", "words", "size", "shown_in")
    list_display_links = ("thumbnail", "slug")
    list_filter = ("decorative",)
    search_fields = ("slug", "alt", "caption", "credit")
    fields = ("upload", "picture", "alt", "decorative", "caption", "credit", "slug")
    readonly_fields = ("picture",)
    quick_fields = ("upload", "alt", "decorative", "caption", "credit")

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).annotate(used_by_articles=Count("articles", distinct=True))

    def get_readonly_fields(self, request: Any, obj: Any = None) -> Any:
        return self.readonly_fields

    def get_fields(self, request: Any, obj: Any = None) -> Any:
        return self.fields if obj else [name for name in self.fields if name != "picture"]

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        if form.has_changed() or not change:
            save_image(image=obj, upload=form.cleaned_data.get("upload"), by=request.user, at=timezone.now())

    @admin.display(description="as it is now")
    def picture(self, image: Any) -> Any:
        return _img(image, 320)

    @admin.display(description="picture")
    def thumbnail(self, image: Any) -> Any:
        return _img(image, 96)

    @admin.display(description="words for it")
    def words(self, image: Any) -> str:
        return "Decorative" if image.decorative else str(image.alt)

    @admin.display(description="size")
    def size(self, image: Any) -> str:
        return f"{image.width} × {image.height}"

    @admin.display(description="shown in", ordering="used_by_articles")
    def shown_in(self, image: Any) -> str:
        count = image.used_by_articles
        return f"{count} article{'' if count == 1 else 's'}" if count else "Nowhere"


def _img(image: Any, width: int) -> Any:
    path = image.renditions[0] if image.renditions else image.file.name
    return format_html('<img src="{}" alt="{}" width="{}" loading="lazy">', default_storage.url(path), image.alt, width)
