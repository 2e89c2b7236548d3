from django.db import migrations

from articles.models.append_only import append_only


def add_lock_row(apps, schema_editor):
    apps.get_model("articles", "PublishingLock").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_content_and_publishing")]

    operations = [
        migrations.RunPython(add_lock_row, migrations.RunPython.noop),
        append_only("articles_version", "articles_review", "articles_change", "articles_pastpublication"),
    ]
