"""The database notes when the catalogue moves: what was read of it may be kept until then."""

from django.db import migrations, models

from indicators.catalogue_watch import catalogue_unwatch, catalogue_watch


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0010_evidence_names"),
        ("units", "0006_vocabulary"),
    ]

    operations = [
        migrations.CreateModel(
            name="CatalogueState",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.CharField(max_length=32, verbose_name="目录版本")),
            ],
            options={"verbose_name": "目录版本", "verbose_name_plural": "目录版本"},
        ),
        migrations.RunPython(catalogue_watch, catalogue_unwatch),
    ]
