import django.db.models.deletion
from django.db import migrations, models


def store_bodies_as_they_are(apps, schema_editor):
    """PostgreSQL would try to compress what is compressed."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE articles_packedbody ALTER COLUMN body SET STORAGE EXTERNAL")


class Migration(migrations.Migration):
    dependencies = [("articles", "0018_match_the_columns_of_a_file")]

    operations = [
        migrations.CreateModel(
            name="PackedBody",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("coding", models.CharField(help_text="Its name in HTTP, such as gzip.", max_length=10)),
                ("body", models.BinaryField()),
                (
                    "published",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="packed", to="articles.published"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "packed bodies",
                "constraints": [
                    models.UniqueConstraint(fields=("published", "coding"), name="packed_body_unique")
                ],
            },
        ),
        migrations.RunPython(store_bodies_as_they_are, migrations.RunPython.noop),
    ]
