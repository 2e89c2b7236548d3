from django.db import migrations

from articles.models.stamping import stamped


class Migration(migrations.Migration):
    """A protocol that is switched off or on changes what readers get, too."""

    dependencies = [("triage", "0003_switchings_are_never_emptied"), ("articles", "0016_published_stamp")]

    operations = [stamped("triage_protocol")]
