"""Title lines, issuer and date of a report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from units.choices import RegionLevel

if TYPE_CHECKING:
    from reports.words.writing import Writing

KINDS: Final = {
    "midterm": "中期评估报告",
    "final": "终期评估报告",
    "annual": "统计监测报告",
    "unit": "指标评估结果反馈单",
    "regions": "实施情况分地区对比报告",
}


def title_lines(writing: Writing, kind: str) -> tuple[str, ...]:
    """Broken by meaning: the plans' name, then what kind of report it is."""
    plans = writing.facts.plans
    name = plans[0].title
    if len(plans) > 1:
        name = name.replace("妇女发展", "妇女儿童发展")
    last = KINDS[kind]
    if kind == "annual":
        last = f"{writing.facts.year}年{last}"
    if kind == "unit":
        last = f"{writing.facts.unit}{writing.facts.year}年{last}"
    if kind == "regions":
        last = f"{writing.facts.year}年{last}"
    return name, last


def issuer(writing: Writing) -> str:
    facts = writing.facts
    if facts.region_level == RegionLevel.NATION:
        return "国务院妇女儿童工作委员会"
    return f"{facts.region}人民政府妇女儿童工作委员会"


def date_text(writing: Writing) -> str:
    today = writing.facts.today
    return "" if today is None else f"{today.year}年{today.month}月"
