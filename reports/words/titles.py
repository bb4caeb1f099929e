"""Title lines, issuer and date of a report."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from units.choices import RegionLevel

if TYPE_CHECKING:
    from reports.facts import ReportFacts
    from reports.words.writing import Writing

HALF: Final = Decimal("0.5")
KINDS: Final = {
    "midterm": "中期评估报告",
    "final": "终期评估报告",
    "annual": "统计监测报告",
    "unit": "指标评估结果反馈单",
    "regions": "实施情况分地区对比报告",
}


LINE: Final = 19
"""Full-width characters of a 2号 title that a line of 156 mm surely holds."""


def title_lines(writing: Writing, kind: str) -> tuple[str, ...]:
    """Broken by meaning: place and plan, then what kind of report it is; a place or a unit with
    a long name has a line of its own."""
    parts = _place_and_plan(writing.facts)
    last = KINDS[kind]
    if kind in ("annual", "unit", "regions"):
        last = f"{writing.facts.year}年{last}"
    whose = writing.facts.unit if kind == "unit" else ""
    return (*_fitted(*parts), *_fitted(whose, last))


def _place_and_plan(facts: ReportFacts) -> tuple[str, str]:
    """“湖里区”, “妇女儿童发展规划（2011—2020年）”; a place without a plan of its own carries out
    the one above: “厦门市实施”, “《中国妇女发展纲要（2011—2020年）》”. Two plans share one name,
    which no document bears: it has no brackets."""
    name, place = facts.plans[0].title, facts.region
    if len(facts.plans) > 1:
        name = name.replace("妇女发展", "妇女儿童发展")
    if facts.region_level == RegionLevel.NATION:
        return "", name
    if facts.plans[0].is_borrowed:
        return f"{place}实施", f"《{name}》" if len(facts.plans) == 1 else name
    return place, name.removeprefix(place)


def _fitted(head: str, tail: str) -> tuple[str, ...]:
    """One line, or two where one would overflow; the years in brackets may go to a third."""
    fits = not head or width(head + tail) <= LINE
    lines = [head + tail] if fits else [head, tail]
    *before, last = lines
    name, bracket, years = last.rpartition("（")
    if width(last) > LINE and name:
        return (*before, name, bracket + years)
    return tuple(lines)


def width(text: str) -> Decimal:
    """In full-width characters; digits and Latin letters take half of one."""
    return sum((HALF if char.isascii() else Decimal(1) for char in text), Decimal(0))


def issuer(writing: Writing) -> str:
    facts = writing.facts
    if facts.region_level == RegionLevel.NATION:
        return "国务院妇女儿童工作委员会"
    return f"{facts.region}人民政府妇女儿童工作委员会"


def date_text(writing: Writing) -> str:
    today = writing.facts.today
    return "" if today is None else f"{today.year}年{today.month}月"
