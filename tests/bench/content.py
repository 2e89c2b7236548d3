"""``python -m tests.bench.content 10000``: one article of about 16 KB the whole way to readers, and so many like it.

The copies are made inside the database: working rows, versions, published bytes with their own id, address and title,
facets, parts and search texts. They differ in their names, topics and first letters.
"""

import itertools
import sys
import uuid
from collections.abc import Iterator

import django

if __name__ == "__main__":
    django.setup()

from django.core.management import call_command
from django.db import connection, transaction

from articles.content.canonical import sha256_hex
from articles.models import Article, Document, Published, PublishedFacet, SearchText, Topic, Version
from articles.models.search import SearchWord
from articles.publishing.storing import write_packed
from articles.search import tidy
from articles.search.words import indexed
from tests.bench.names import NAMES, name_of
from tests.bench.template import publish_template

BATCH = 500
COMPOSABLE = 1000  # so many can be composed anew; the versions of the others are empty, to keep the base small
PARTS = (
    *("section", "takeaway", "scenario", "causeplacement", "remedyplacement", "redflagplacement", "testplacement"),
    *("faqplacement", "article_authors"),
)


def load(size: int) -> None:
    """Bring the base to this number of published articles."""
    template = Article.objects.filter(slug="template").first() or publish_template()
    row = Published.objects.get(document=template.pk)
    have = Published.objects.filter(kind="article").count()
    numbers = iter(range(have, size))
    while chunk := list(itertools.islice(numbers, BATCH)):
        with transaction.atomic():
            copy(template, row, chunk)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET statement_timeout = 0")
        cursor.execute("ANALYZE")
    while not tidy():  # as the worker does
        pass


def copy(template: Article, row: Published, numbers: list[int]) -> None:
    named = [name_of(number) for number in numbers]
    documents = Document.objects.bulk_create(
        Document(uuid=uuid.uuid4(), kind="article", slug=slug, title=title, locale="en", review_interval_months=12)
        for slug, title in named
    )
    keys = [document.pk for document in documents]
    copy_working_rows(template, keys)
    payload = row.version.payload if numbers[0] < COMPOSABLE else "{}"
    versions = Version.objects.bulk_create(versions_of(row.version, documents, payload))
    rows = Published.objects.bulk_create(
        published_like(row, document, version) for document, version in zip(documents, versions, strict=True)
    )
    copy_details(row, rows)


def copy_working_rows(template: Article, keys: list[int]) -> None:
    chosen = ", ".join(map(str, keys))
    clone("articles_article", "document_ptr_id", template.pk, chosen)
    for part in PARTS:
        clone(f"articles_{part}", "article_id", template.pk, chosen)
    clone("articles_document_references", "document_id", template.pk, chosen)
    topics = list(Topic.objects.order_by("slug").values_list("pk", flat=True))
    through = Article.topics.through
    through.objects.bulk_create(
        through(article_id=key, topic_id=topics[number % len(topics)]) for number, key in enumerate(keys)
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO articles_section_references (section_id, reference_id) "
            "SELECT new.id, cited.reference_id FROM articles_section_references cited "
            "JOIN articles_section old ON old.id = cited.section_id AND old.article_id = %s "
            f"JOIN articles_section new ON new.slug = old.slug AND new.article_id IN ({chosen})",
            [template.pk],
        )


def clone(table: str, key: str, template: int, chosen: str) -> None:
    """The rows of the template once more for each of the chosen documents."""
    with connection.cursor() as cursor:
        columns = [each.name for each in connection.introspection.get_table_description(cursor, table)]
        others = ", ".join(f't."{name}"' for name in columns if name not in ("id", key))
        names = ", ".join(f'"{name}"' for name in columns if name not in ("id", key))
        cursor.execute(
            f"INSERT INTO {table} ({key}, {names}) SELECT d.id, {others} FROM {table} t "
            f"CROSS JOIN articles_document d WHERE t.{key} = %s AND d.id IN ({chosen}) ORDER BY d.id",
            [template],
        )


def versions_of(version: Version, documents: list[Document], payload: str) -> Iterator[Version]:
    for document in documents:
        named = payload.replace('"slug":"template"', f'"slug":"{document.slug}"')
        named = named.replace("Many people", f"{document.title}: many people")  # so that its own texts are its own
        yield Version(
            document=document,
            number=1,
            schema_version=version.schema_version,
            payload=named.replace('"title":"Template"', f'"title":"{document.title}"'),
            sha256=version.sha256,
            edit_number=0,
            submitted_by=version.submitted_by,
            change_note=version.change_note,
            change_kind=version.change_kind,
            created_at=version.created_at,
        )


def published_like(row: Published, document: Document, version: Version) -> Published:
    def own(stored: bytes) -> bytes:
        named = stored.replace(str(row.uuid).encode(), str(document.uuid).encode())
        named = named.replace(b'"slug":"template"', f'"slug":"{document.slug}"'.encode())
        return named.replace(f'"title":"{row.title}"'.encode(), f'"title":"{document.title}"'.encode(), 1)

    same = ("kind", "locale", "review_status", "last_reviewed", "next_review", "first_published_at", "live_from")
    body = own(bytes(row.body))
    return Published(
        **{name: getattr(row, name) for name in same},
        modified_at=row.modified_at,
        document=document,
        version=version,
        uuid=document.uuid,
        slug=document.slug,
        title=document.title,
        body=body,
        summary=own(bytes(row.summary)),
        etag=sha256_hex(body.decode()),
    )


def copy_details(row: Published, rows: list[Published]) -> None:
    chosen = ", ".join(str(each.pk) for each in rows)
    clone("articles_publishedpart", "published_id", row.pk, chosen)
    write_packed(rows)
    facets = [(facet.name, facet.value) for facet in row.facets.exclude(name__in=("letter", "topic"))]
    slugs = sorted(Published.objects.filter(kind="topic").values_list("slug", flat=True))
    own = [
        PublishedFacet(published=each, name=name, value=value)
        for number, each in enumerate(rows)
        for name, value in [*facets, ("letter", each.title[0].casefold()), ("topic", slugs[number % len(slugs)])]
    ]
    PublishedFacet.objects.bulk_create(own)
    text = SearchText.objects.get(published=row)
    SearchWord.objects.bulk_create((SearchWord(word=name, locale="en") for name in NAMES), ignore_conflicts=True)
    SearchText.objects.bulk_create(
        SearchText(
            published=each,
            locale=text.locale,
            title_words=indexed(each.title, "en"),
            name_words=text.name_words,
            lead_words=text.lead_words,
            body_words=text.body_words[:2000],
            text=text.text[:2000],
        )
        for each in rows
    )


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    load(int(sys.argv[1]))
    print(Published.objects.filter(kind="article").count(), Document.objects.count())
