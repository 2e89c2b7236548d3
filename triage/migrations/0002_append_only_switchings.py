from django.db import migrations

from articles.models.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("triage", "0001_protocols")]

    operations = [append_only("triage_switching")]
