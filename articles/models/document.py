import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from articles.content.vocabulary import CodeSystem

from .fields import LineField, one_of, vocabulary_field
from .reference import Reference

User = settings.AUTH_USER_MODEL


class DocumentManager(models.Manager["Document"]):
    def get_by_natural_key(self, kind: str, slug: str, locale: str) -> "Document":
        return self.get(kind=kind, slug=slug, locale=locale)


class Document(models.Model):
    """Anything that is versioned, reviewed and published as one. Each kind adds its own table to this one."""

    KIND: ClassVar[str] = ""
    TITLE_LABEL: ClassVar[str] = "title"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=20, editable=False)
    slug = models.SlugField(max_length=120, help_text="The last part of the address. It stays the same once published.")
    locale = models.CharField("language", max_length=12, choices=settings.LANGUAGES, default="en")
    title = LineField(max_length=200)
    owner = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="owned_documents",
        help_text="Who looks after this page and is told when a review is due.",
    )
    review_interval_months = models.PositiveSmallIntegerField(
        "review every (months)",
        default=36,
        validators=[MinValueValidator(1), MaxValueValidator(36)],
        help_text="At most 36. Use 12 for a page with emergency signs.",
    )
    references = models.ManyToManyField(Reference, blank=True, related_name="documents")
    translated_from = models.ForeignKey(
        "articles.Version",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="translations",
        help_text="The version of the source text that this translation was made from.",
    )
    edit_number = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(editable=False, null=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    updated_at = models.DateTimeField(editable=False, null=True)
    updated_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, editable=False, related_name="+")

    objects: ClassVar[models.Manager[Any]] = DocumentManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "slug", "locale"],
                name="document_kind_slug_locale_unique",
                violation_error_message="Another page of this kind already has this address in this language.",
            ),
            models.CheckConstraint(condition=~models.Q(slug=""), name="document_slug_filled"),
            models.CheckConstraint(condition=~models.Q(title=""), name="document_title_filled"),
            models.CheckConstraint(condition=~models.Q(kind=""), name="document_kind_filled"),
            models.CheckConstraint(
                condition=models.Q(review_interval_months__range=(1, 36)), name="document_review_interval_range"
            ),
        ]
        indexes = [models.Index(fields=["kind", "-updated_at"], name="document_kind_updated")]
        permissions = [
            ("submit_document", "Can submit documents for review"),
            ("review_editorial", "Can give editorial reviews"),
            ("review_clinical", "Can give clinical reviews"),
            ("publish_document", "Can publish approved documents"),
            ("emergency_publish", "Can publish in an emergency, before review"),
            ("withdraw_document", "Can withdraw live documents"),
            ("restore_version", "Can restore an earlier version as a draft"),
            ("override_gates", "Can accept a warning of a check, with a reason"),
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Set from the start, not on save, so that the rule about one address for each kind can be checked in forms.
        if self.KIND:
            self.kind = self.KIND

    def __str__(self) -> str:
        return self.title

    def natural_key(self) -> tuple[str, str, str]:
        return (self.kind, self.slug, self.locale)


class ClinicalCode(models.Model):
    """One entry of a clinical code system that a document is about."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="codes")
    system = vocabulary_field(CodeSystem)
    code = models.CharField(max_length=40)
    display = LineField(max_length=200, blank=True, help_text="The name of the code in its code system.")

    class Meta:
        verbose_name = "clinical code"
        ordering = ["system", "code"]
        constraints = [
            models.UniqueConstraint(fields=["document", "system", "code"], name="clinical_code_unique"),
            one_of(CodeSystem, "system", name="clinical_code_system_known"),
            models.CheckConstraint(condition=~models.Q(code=""), name="clinical_code_filled"),
        ]
        indexes = [models.Index(fields=["system", "code"], name="clinical_code_lookup")]

    def __str__(self) -> str:
        return f"{self.get_system_display()} {self.code}"


class Edit(models.Model):
    """One save of a document's working rows. Everyone who has one since the live version is an author of the next."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="edits")
    edit_number = models.PositiveIntegerField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["document", "edit_number"]
        constraints = [models.UniqueConstraint(fields=["document", "edit_number"], name="edit_number_unique")]

    def __str__(self) -> str:
        return f"edit {self.edit_number} of {self.document_id}"
