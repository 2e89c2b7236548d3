from django.db import migrations, models


def store_bodies_as_they_are(apps, schema_editor):
    """PostgreSQL would compress them, and take longer to unpack than to read. Rows change as they are published."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE articles_published ALTER COLUMN body SET STORAGE EXTERNAL")


class Migration(migrations.Migration):
    dependencies = [("articles", "0016_published_stamp")]

    operations = [
        migrations.RemoveIndex("published", "published_address"),
        migrations.RemoveIndex("published", "published_by_title"),
        migrations.AddIndex(
            "published",
            models.Index(fields=["kind", "locale", "slug", "live_from"], name="published_live_address"),
        ),
        migrations.AddIndex(
            "published",
            models.Index(
                fields=["kind", "locale", "title", "slug", "id", "live_from", "live_until", "is_announced"],
                name="published_live_by_title",
            ),
        ),
        migrations.AddIndex(
            "published", models.Index(fields=["kind", "locale", "modified_at"], name="published_by_modified")
        ),
        migrations.RunPython(store_bodies_as_they_are, migrations.RunPython.noop),
    ]
