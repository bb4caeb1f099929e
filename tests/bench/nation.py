"""The synthetic nation: places, two plans, three million figures by COPY."""

from __future__ import annotations

import io
import random
from typing import Any, Final

import psycopg2

INDICATORS: Final = 102
YEARS: Final = range(2011, 2021)


def build_nation(places: int) -> list[int]:
    """Plan, places and figures; primary keys of the counties in order of code."""
    from units.models import Region  # noqa: PLC0415

    nation = Region.objects.create(code="000000", name="全国", level="nation")
    codes = [f"{11 + n // 96}{n // 8 % 12 + 1:02}{n % 8 + 1:02}" for n in range(places)]
    parents: dict[str, Region] = {}
    for digits, level in ((2, "province"), (4, "city")):
        for code in sorted({code[:digits].ljust(6, "0") for code in codes}):
            above = parents.get(f"{code[:2]}0000", nation)
            parents[code] = Region.objects.create(
                code=code, name=f"地区{code}", level=level, parent=above
            )
    Region.objects.bulk_create(
        Region(code=code, name=f"县{code}", level="county", parent=parents[f"{code[:4]}00"])
        for code in codes
    )
    build_plan(nation)
    counties = Region.objects.filter(level="county").order_by("code")
    return list(counties.values_list("pk", flat=True))


def build_plan(nation: Any) -> None:
    """The nation's two plans in the mix of rules of bench_core."""
    from indicators import models  # noqa: PLC0415

    round_ = models.Round.objects.create(name="2011-2020", start_year=2011, end_year=2020)
    mixes = ("rise", "rise", "rise", "rise", "at_least", "at_least", "at_least", "at_most",
             "fall", "at_most_of_baseline")  # fmt: skip
    measures = {"at_most": ("1/10万", 100_000), "fall": ("‰", 1000)}
    for kind in ("women", "children"):
        plan = models.Plan.objects.create(
            region=nation, round=round_, kind=kind, title=f"全国规划（{kind}）", baseline_year=2011,
            start_year=2011, midterm_year=2015, end_year=2020,
        )  # fmt: skip
        half = range(0, INDICATORS, 2) if kind == "women" else range(1, INDICATORS, 2)
        for number in half:
            rule = mixes[number % 10]
            measure, scale = measures.get(rule, ("%", 100))
            indicator = models.Indicator.objects.create(
                code=f"N{number:03}", name=f"指标{number}的名称", measure=measure, scale=scale
            )
            domain, _ = models.Domain.objects.get_or_create(
                plan=plan, name=f"领域{number // 15}", defaults={"order": number // 15}
            )
            row = models.PlanIndicator.objects.create(
                plan=plan, domain=domain, indicator=indicator, order=number, name=indicator.name,
                rule=rule, baseline_year=2011, target_text="达到规划要求",
                factor="5/6" if rule == "at_most_of_baseline" else "",
            )  # fmt: skip
            if rule in ("at_least", "at_most"):
                models.Target.objects.create(
                    plan_indicator=row, stage="final", year=2020,
                    value=85 if rule == "at_least" else 20,
                )  # fmt: skip


def load_figures(url: str, places: list[int]) -> int:
    """Three million rows by COPY; one in eight is missing, half have their counts."""
    from indicators.models import Indicator  # noqa: PLC0415

    scales = list(Indicator.objects.order_by("pk").values_list("pk", "scale"))
    rng = random.Random(7)  # noqa: S311 - repeatable figures, no secret
    columns = (
        "region_id, indicator_id, reference_year, breakdown, value, numerator, denominator, "
        "decimals, text, blank_reason, remark, source, source_text, is_derived, sheet, cell, "
        "approved_at, revision"
    )
    tail = "2\t\t\t\tapproval\t\tf\t\t\t2021-06-01 08:00:00+08\t1\n"
    connection = psycopg2.connect(url)
    loaded = 0
    with connection, connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # keys are known to be good
        for start in range(0, len(places), 100):
            lines = []
            for place in places[start : start + 100]:
                for indicator, scale in scales:
                    level = rng.uniform(40, 95) if scale == 100 else rng.uniform(8, 30)
                    step = (-1.0, 1.6) if scale == 100 else (-1.0, 0.6)
                    counts = rng.random() < 0.5
                    for year in YEARS:
                        level = max(level + rng.uniform(*step), 0.1)
                        if rng.random() < 0.125:
                            continue
                        bottom = rng.randint(3000, 90000)
                        pair = f"{round(level * bottom / scale)}\t{bottom}" if counts else r"\N\t\N"
                        pair = pair.replace(r"\t", "\t")
                        lines.append(f"{place}\t{indicator}\t{year}\t\t{level:.2f}\t{pair}\t{tail}")
            loaded += len(lines)
            cursor.copy_expert(
                f"COPY indicators_observation ({columns}) FROM STDIN", io.StringIO("".join(lines))
            )
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE indicators_observation")
    connection.close()
    return loaded
