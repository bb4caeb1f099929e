"""Results keep the names they were judged under; those of before get them from their sources."""

from django.db import migrations, models
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce, NullIf
from django.db.models import Value

GUARDED = "assessments_result"


def fill(apps, schema_editor):
    """The catalogue's names for drafts; for finalised runs those of the frozen content."""
    results = apps.get_model("assessments", "Result").objects
    judged = apps.get_model("indicators", "PlanIndicator").objects.filter(
        pk=OuterRef("plan_indicator")
    )
    measure = Coalesce(NullIf("measure", Value("")), F("indicator__measure"))
    _guard(schema_editor, "DISABLE")
    results.update(
        name=Subquery(judged.values("name")),
        domain=Subquery(judged.values("domain__name")),
        measure=Subquery(judged.annotate(printed=measure).values("printed")),
    )
    finals = apps.get_model("assessments", "Assessment").objects.filter(state="final")
    for run in finals.iterator(chunk_size=50):
        for row in run.frozen["results"]:
            results.filter(
                assessment=run,
                whose=row["whose"],
                plan_indicator__indicator__code=row["indicator_code"],
                plan_indicator__plan__kind=row["kind"],
            ).update(name=row["name"], domain=row["domain"])
    _guard(schema_editor, "ENABLE")


def _guard(schema_editor, act):
    if schema_editor.connection.vendor == "postgresql":
        # Rows updated twice leave foreign keys to be checked, and the table may not wait for that.
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        schema_editor.execute(f"ALTER TABLE {GUARDED} {act} TRIGGER result_final_guard")


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0002_final_guard"),
        ("indicators", "0002_append_only"),
    ]
    operations = [
        migrations.AddField(
            "result",
            "name",
            models.CharField("规划中的名称", max_length=100, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            "result",
            "domain",
            models.CharField("领域", max_length=40, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            "result",
            "measure",
            models.CharField("计量单位", max_length=20, blank=True, default=""),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
