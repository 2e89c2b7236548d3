"""Texts that must not be copied, kept as marks only."""

from django.db import transaction

from articles.content.copying import RUN, SHORT_RUN, fingerprint
from articles.content.readability import words
from articles.models import Reference, SourceText
from articles.publishing.errors import Refused


class TextTooShort(Refused):
    pass


@transaction.atomic
def keep_source_text(*, name: str, text: str, reference: Reference | None = None) -> SourceText:
    """Keep the marks of a text, in place of earlier ones of that name. The text itself is not stored."""
    if len(words(text)) < RUN:
        raise TextTooShort(f"Paste at least {RUN} words. Fewer cannot show that something was copied.")
    values = {
        "reference": reference,
        "word_count": len(words(text)),
        "runs": fingerprint(text, RUN),
        "short_runs": fingerprint(text, SHORT_RUN),
    }
    return SourceText.objects.update_or_create(name=name, defaults=values)[0]
