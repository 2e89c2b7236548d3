from collections.abc import Iterable

from articles.publishing import Subject
from articles.publishing.gates.registry import Finding
from triage.models import Protocol

UNIVERSAL_PACK = "universal-red-flags"


def danger_signs_first(subject: Subject) -> Iterable[Finding]:
    """Every check includes the pack of danger signs, where that exists in its language. Packs need not."""
    if any(each.payload["slug"] == UNIVERSAL_PACK for each in subject.used("includes")):
        return
    pack = Protocol.objects.filter(slug=UNIVERSAL_PACK, locale=subject.payload["locale"]).exclude(uuid=subject.id)
    if pack.exists() and not Protocol.objects.filter(includes__uuid=subject.id).exists():
        words = "It does not ask about the danger signs that every check asks first."
        yield "includes", UNIVERSAL_PACK, words, f"Include the pack {UNIVERSAL_PACK}."
