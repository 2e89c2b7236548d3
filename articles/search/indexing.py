"""Writing the index, in the transaction that writes what readers get. Rows go with their published rows."""

from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import F

from articles.models.change import PublishingLock
from articles.models.published import Published
from articles.models.search import SearchText, SearchWord

from .engines import engine
from .texts import LONGEST_TEXT, lines_of, texts_of
from .words import composed, indexed, words_of

GROUP = 200


def index_rows(rows: Iterable[Published]) -> None:
    """Call it in the transaction that stores them. A row for a later time is found from that time on.

    Each gets a key that no text had before, so that what processes know by the key of a text stays true.
    """
    texts = [search_text_of(row) for row in rows]
    SearchText.objects.filter(published__in=[text.published for text in texts]).delete()
    SearchText.objects.bulk_create(texts)
    words = {(word, each.locale) for each in texts for word in spelt_words(each)}
    SearchWord.objects.bulk_create(
        (SearchWord(word=word, locale=locale) for word, locale in sorted(words)), ignore_conflicts=True
    )


def search_text_of(row: Published) -> SearchText:
    texts, locale = texts_of(bytes(row.body)), row.locale
    body = "\n".join(texts.body)[:LONGEST_TEXT]
    return SearchText(
        published=row,
        locale=locale,
        title_words=indexed(texts.title, locale),
        name_words=indexed("\n".join(texts.names), locale),
        lead_words=indexed("\n".join(texts.leads), locale),
        body_words=indexed(body, locale),
        text=composed("\n".join(lines_of(texts)))[:LONGEST_TEXT],
    )


def spelt_words(text: SearchText) -> set[str]:
    spelt = f"{text.published.title}\n{text.text}"
    names = {word for word in text.name_words.split() if len(word) > 3}
    return {word for word in words_of(spelt) if len(word) > 2 and not word.isdigit()} | names


def rebuild() -> int:
    """Make the whole index anew from what is published, in one transaction. Returns the number of documents."""
    with transaction.atomic():
        SearchText.objects.all().delete()
        SearchWord.objects.all().delete()
        keys = list(Published.objects.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(keys), GROUP):
            index_rows(Published.objects.filter(pk__in=keys[start : start + GROUP]).defer("summary"))
        engine(connection).rebuild()
        # So that no process goes on with what it found before.
        PublishingLock.objects.update(published_stamp=F("published_stamp") + 1)
    return len(keys)


def tidy() -> bool:
    """Make the index quicker to read after many publishes, for some two seconds. Whether nothing is left to do."""
    return engine(connection).tidy()
