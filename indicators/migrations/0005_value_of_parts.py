"""Where both parts are kept the value is theirs: mend what was corrected beside its parts."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from django.db import migrations
from django.utils import timezone

_WHY = "数值与分子、分母不一致，改为由分子、分母得出（版本升级时）"
_COPIED = ["region_id", "indicator_id", "reference_year", "breakdown", "numerator", "denominator", "text", "blank_reason", "remark", "source", "source_text", "is_derived", "unit_id", "submission_id", "ledger_id", "sheet", "cell"]


def mend(apps, schema_editor):
    observation = apps.get_model("indicators", "Observation")
    revision = apps.get_model("indicators", "ObservationRevision")
    at = timezone.now()
    rows = observation.objects.filter(
        value__isnull=False, numerator__isnull=False, denominator__isnull=False
    ).exclude(indicator__scale=1)
    for row in rows.select_related("indicator").iterator(chunk_size=2000):
        if not row.denominator:
            continue
        theirs = (row.numerator * row.indicator.scale / row.denominator).quantize(
            Decimal("0.000001"), ROUND_HALF_UP
        )
        step = Decimal(1).scaleb(-(6 if row.decimals is None else min(row.decimals, 6)))
        if abs(row.value - theirs) <= step:
            continue
        row.value, row.decimals, row.revision = theirs, None, row.revision + 1
        row.approved_at = at
        row.save(update_fields=["value", "decimals", "revision", "approved_at"])
        revision.objects.create(
            value=theirs,
            decimals=None,
            revision=row.revision,
            approved_at=at,
            approved_by_id=row.approved_by_id,
            why=_WHY,
            **{name: getattr(row, name) for name in _COPIED},
        )


class Migration(migrations.Migration):
    dependencies = [("indicators", "0004_storing")]

    operations = [migrations.RunPython(mend, migrations.RunPython.noop)]
