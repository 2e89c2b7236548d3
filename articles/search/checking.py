"""Whether the search index says what the published rows say."""

from collections.abc import Iterator

from articles.models.published import Published
from articles.models.search import SearchText

from .indexing import GROUP, search_text_of

COLUMNS = ("locale", "title_words", "name_words", "lead_words", "body_words", "text")


def faults_in_search() -> Iterator[str]:
    keys = list(Published.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), GROUP):
        group = keys[start : start + GROUP]
        kept = {text.published_id: text for text in SearchText.objects.filter(published__in=group)}
        for row in Published.objects.filter(pk__in=group).defer("summary"):
            found, wanted = kept.get(row.pk), search_text_of(row)
            if found is None or any(getattr(found, name) != getattr(wanted, name) for name in COLUMNS):
                yield f"Search does not know the {row.kind} {row.slug} ({row.locale}) as it is published."
    for key in SearchText.objects.exclude(published__in=Published.objects.values("pk")).values_list("pk", flat=True):
        yield f"Search knows a text ({key}) that is not published."
