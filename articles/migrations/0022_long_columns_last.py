import sys
from typing import Any

from django.db import migrations, models

from articles.models.stamping import stamped

LONG = ("body", "summary")


def long_columns_last(apps: Any, schema_editor: Any) -> None:
    """SQLite goes through the long columns of a row to those that are stored after them; PostgreSQL keeps them apart."""
    if schema_editor.connection.vendor == "sqlite":
        model = apps.get_model("articles", "Published")
        for name in LONG:
            model._meta.get_field(name).creation_counter = sys.maxsize
        schema_editor._remake_table(model)
        stamped("articles_published").code(apps, schema_editor)  # its triggers went with the table as it was


class Migration(migrations.Migration):
    dependencies = [("articles", "0021_imports_are_submitted_and_taken_back_by_the_worker")]

    operations = [
        migrations.RemoveIndex("published", "published_row"),
        migrations.RemoveIndex("publishedfacet", "published_facet_value"),
        migrations.AddIndex(
            "publishedfacet", models.Index(fields=["name", "value", "published"], name="published_with_facet")
        ),
        migrations.RunPython(long_columns_last, migrations.RunPython.noop),
    ]
