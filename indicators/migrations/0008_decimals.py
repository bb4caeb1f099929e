"""With how many decimals an indicator is printed belongs to the indicator: as it was reported."""

from __future__ import annotations

from collections import Counter, defaultdict

import django.core.validators
from django.db import migrations, models

_USUAL = 2
_MOST = 4
_RATES = ("%", "‰", "1/万", "1/10万")


def keep(apps, schema_editor):
    """The most decimals reported, at most two; more only where most values have them."""
    indicator = apps.get_model("indicators", "Indicator")
    observation = apps.get_model("indicators", "Observation")
    reported = defaultdict(Counter)
    rows = observation.objects.filter(value__isnull=False, decimals__isnull=False)
    for pk, decimals in rows.values_list("indicator_id", "decimals").iterator(chunk_size=5000):
        reported[pk][min(decimals, _MOST)] += 1
    for row in indicator.objects.all():
        known = reported[row.pk]
        if known:
            usual = known.most_common(1)[0][0]
            row.decimals = usual if usual > _USUAL else min(max(known), _USUAL)
        elif row.measure in _RATES:
            row.decimals = _USUAL
        else:
            continue
        row.save(update_fields=["decimals"])


def _field(words):
    return models.PositiveSmallIntegerField(
        blank=True,
        help_text=words,
        null=True,
        validators=[django.core.validators.MaxValueValidator(6)],
        verbose_name="小数位",
    )


class Migration(migrations.Migration):
    dependencies = [("indicators", "0007_no_truncate")]

    operations = [
        migrations.AddField(
            "indicator",
            "decimals",
            _field("各年数值、基期、差距和图都按此位数；空着就取报过的最多位数。"),
        ),
        migrations.AddField(
            "planindicator", "decimals", _field("空着用统计指标的小数位。")
        ),
        migrations.RunPython(keep, migrations.RunPython.noop),
    ]
