from django.db import migrations

from articles.models.append_only import append_only, never_emptied, never_replaced

HISTORY = {
    "articles_auditentry": [["number"]],
    "articles_change": [["sequence"]],
    "articles_fieldcomment": [["id"]],
    "articles_gateoverride": [["id"]],
    "articles_gateresult": [["id"]],
    "articles_gaterun": [["id"]],
    "articles_humancheck": [["id"]],
    "articles_pastpublication": [["id"], ["document_id", "live_from"]],
    "articles_review": [["id"]],
    "articles_version": [["id"], ["document_id", "number"]],
}


class Migration(migrations.Migration):
    dependencies = [("articles", "0013_releases_review_tasks_and_field_comments")]

    operations = [append_only("articles_fieldcomment"), never_emptied(*HISTORY), never_replaced(HISTORY)]
