"""A finalised run prints place and round by the names they had; those of earlier ones are filled
in from what was frozen, else from today."""

from django.db import migrations, models

_TRIGGER = "ALTER TABLE assessments_assessment {} TRIGGER assessment_final_guard"


def names_keep(apps, schema_editor):
    finalised = apps.get_model("assessments", "Assessment").objects.filter(state="final")
    if not finalised.exists():
        return
    is_guarded = schema_editor.connection.vendor == "postgresql"
    if is_guarded:
        schema_editor.execute(_TRIGGER.format("DISABLE"))
    for run in finalised.select_related("region", "round").iterator(chunk_size=20):
        told = (run.frozen or {}).get("region_name") or run.region.name
        finalised.filter(pk=run.pk).update(
            place_name=run.place_name or told,
            round_title=f"{run.round.start_year}—{run.round.end_year}年",
            round_end=run.round.end_year,
        )
    if is_guarded:
        schema_editor.execute(_TRIGGER.format("ENABLE"))


class Migration(migrations.Migration):
    dependencies = [("assessments", "0010_pace_state")]

    operations = [
        migrations.AddField(
            model_name="assessment",
            name="records",
            field=models.JSONField(blank=True, null=True, verbose_name="定稿时留存的表"),
        ),
        migrations.AddField(
            model_name="assessment",
            name="round_end",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="定稿时的轮次末年"
            ),
        ),
        migrations.AddField(
            model_name="assessment",
            name="round_title",
            field=models.CharField(blank=True, max_length=20, verbose_name="定稿时的轮次名称"),
        ),
        migrations.RunPython(names_keep, migrations.RunPython.noop),
    ]
