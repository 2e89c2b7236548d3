from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models

from articles.content.vocabulary import Caution, EvidenceStatus, RemedyKind

from .document import Document
from .fields import MarkdownField, WordListField, bounded, one_of, vocabulary_field


def refuse_unknown_cautions(value: object) -> None:
    unknown = [item for item in value if item not in set(Caution)] if isinstance(value, list) else []
    if unknown:
        raise ValidationError(
            "%(word)s is not a caution. Use: %(known)s.",
            params={"word": unknown[0], "known": ", ".join(Caution)},
        )


class Remedy(Document):
    """Something a reader or a clinician can do about a symptom."""

    KIND = "remedy"
    TITLE_LABEL = "name"

    remedy_kind = vocabulary_field(RemedyKind, verbose_name="kind", default=RemedyKind.SELF_CARE)
    steps = MarkdownField(blank=True)
    benefits = MarkdownField(blank=True)
    risks = MarkdownField(blank=True)
    who_should_not = MarkdownField("who should not use it", blank=True)
    evidence_status = vocabulary_field(EvidenceStatus, default=EvidenceStatus.SUPPORTED)
    cautions = WordListField(
        validators=[refuse_unknown_cautions],
        help_text="What it involves that can harm some people. Each needs words under: who should not use it.",
    )

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        verbose_name_plural = "remedies"
        constraints = [
            *bounded("remedy", "steps", "benefits", "risks", "who_should_not"),
            one_of(RemedyKind, "remedy_kind", name="remedy_kind_known"),
            one_of(EvidenceStatus, "evidence_status", name="remedy_evidence_known"),
        ]
