import django.db.models.deletion
from django.db import migrations, models

PIECE = 1 << 20


def cut(apps, schema_editor):
    ImportBatch, ImportPiece = (apps.get_model("articles", name) for name in ("ImportBatch", "ImportPiece"))
    for pk in list(ImportBatch.objects.exclude(data=b"").values_list("pk", flat=True)):
        data = bytes(ImportBatch.objects.get(pk=pk).data)
        for number, start in enumerate(range(0, len(data), PIECE)):
            ImportPiece.objects.create(batch_id=pk, number=number, data=data[start : start + PIECE])
        ImportBatch.objects.filter(pk=pk).update(size=len(data))


def join(apps, schema_editor):
    ImportBatch, ImportPiece = (apps.get_model("articles", name) for name in ("ImportBatch", "ImportPiece"))
    for pk in list(ImportPiece.objects.order_by("batch").values_list("batch", flat=True).distinct()):
        pieces = ImportPiece.objects.filter(batch_id=pk).order_by("number")
        ImportBatch.objects.filter(pk=pk).update(data=b"".join(bytes(each.data) for each in pieces))


class Migration(migrations.Migration):
    dependencies = [("articles", "0027_what_waits_is_found_by_an_index")]

    operations = [
        migrations.CreateModel(
            name="ImportPiece",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("data", models.BinaryField()),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pieces", to="articles.importbatch"
                    ),
                ),
            ],
            options={
                "verbose_name": "piece of an imported file",
                "verbose_name_plural": "pieces of imported files",
                "ordering": ["batch", "number"],
                "constraints": [models.UniqueConstraint(fields=("batch", "number"), name="import_piece_unique")],
            },
        ),
        migrations.AddField(
            "importbatch",
            "size",
            models.PositiveIntegerField(
                default=0, help_text="Bytes of the file, or of its text where that is longer."
            ),
        ),
        migrations.RunPython(cut, join),
        migrations.RemoveField("importbatch", "data"),
    ]
