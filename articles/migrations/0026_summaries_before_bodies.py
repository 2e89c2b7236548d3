import sys
from typing import Any

from django.db import migrations

from articles.models.stamping import stamped


def summaries_before_bodies(apps: Any, schema_editor: Any) -> None:
    """A list shows summaries, and SQLite went through each long body to the summary after it."""
    if schema_editor.connection.vendor == "sqlite":
        model = apps.get_model("articles", "Published")
        model._meta.get_field("summary").creation_counter = sys.maxsize - 1
        model._meta.get_field("body").creation_counter = sys.maxsize
        schema_editor._remake_table(model)
        stamped("articles_published").code(apps, schema_editor)  # its triggers went with the table as it was


class Migration(migrations.Migration):
    dependencies = [("articles", "0025_search_vectors_in_their_rows")]

    operations = [migrations.RunPython(summaries_before_bodies, migrations.RunPython.noop)]
