from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0026_summaries_before_bodies")]

    operations = [
        migrations.AddIndex(
            "published",
            models.Index(fields=["live_from"], condition=models.Q(is_announced=False), name="published_ahead"),
        ),
    ]
