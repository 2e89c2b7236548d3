import django.db.models.deletion
from django.db import migrations, models


RENAMED = {"finding": ("question", "triage question"), "remedychoice": ("remedy", "triage remedy")}


def rename_permissions(apps, database, *, old, new):
    """Django names a permission once, when it makes it."""
    Permission = apps.get_model("auth", "Permission")
    for model, names in RENAMED.items():
        for verb in ("add", "change", "delete", "view"):
            found = Permission.objects.using(database).filter(codename=f"{verb}_{model}", content_type__app_label="triage")
            found.filter(name=f"Can {verb} {names[old]}").update(name=f"Can {verb} {names[new]}")


def forward(apps, schema_editor):
    rename_permissions(apps, schema_editor.connection.alias, old=0, new=1)


def back(apps, schema_editor):
    rename_permissions(apps, schema_editor.connection.alias, old=1, new=0)


class Migration(migrations.Migration):

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ('triage', '0005_drafts_may_be_incomplete'),
    ]

    operations = [
        migrations.RunPython(forward, back),
        migrations.AlterModelOptions(
            name='finding',
            options={'ordering': ['position', 'pk'], 'verbose_name': 'triage question'},
        ),
        migrations.AlterModelOptions(
            name='remedychoice',
            options={'ordering': ['position', 'pk'], 'verbose_name': 'triage remedy', 'verbose_name_plural': 'triage remedies'},
        ),
        migrations.AlterField(
            model_name='findingoption',
            name='finding',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='options', to='triage.finding', verbose_name='question'),
        ),
        migrations.AlterField(
            model_name='findingthreshold',
            name='finding',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='thresholds', to='triage.finding', verbose_name='question'),
        ),
    ]
