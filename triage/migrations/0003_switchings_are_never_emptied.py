from django.db import migrations

from articles.models.append_only import never_emptied, never_replaced


class Migration(migrations.Migration):
    dependencies = [("triage", "0002_append_only_switchings")]

    operations = [never_emptied("triage_switching"), never_replaced({"triage_switching": [["id"]]})]
