from django.db import migrations, models

from articles.models.stamping import stamped


class Migration(migrations.Migration):
    dependencies = [("articles", "0015_references_whose_address_broke")]

    operations = [
        migrations.AddField(
            "publishinglock",
            "published_stamp",
            models.PositiveBigIntegerField(
                default=1, help_text="The database raises it itself with every change of what is published."
            ),
        ),
        stamped("articles_published"),
    ]
