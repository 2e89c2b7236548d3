from typing import Any

from django.db import migrations

STATEMENTS = [
    # Each page that may be what was looked for is ranked by its vector. In a table of its own that is one more read.
    "ALTER TABLE articles_searchtext ALTER COLUMN vector SET STORAGE MAIN",
    # Every search goes through what was indexed last and has no place yet: at most so many kilobytes, not 4,096.
    "ALTER INDEX articles_searchtext_vector SET (gin_pending_list_limit = 256)",
    "UPDATE articles_searchtext SET title_words = title_words",
]


def keep_vectors_in_their_rows(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for statement in STATEMENTS:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    # Each statement for itself: the first two keep readers out while they last, and the third takes minutes. All of
    # them may be done again.
    atomic = False

    dependencies = [("articles", "0024_authors_of_what_an_import_took_away")]

    operations = [migrations.RunPython(keep_vectors_in_their_rows, migrations.RunPython.noop)]
