"""实施过程与主要做法: what the data tell of duty and monitoring, then the units' own words."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from indicators.core.vocabulary import FEMALE, RURAL
from reports.document import Section
from reports.numbering import chinese_number
from reports.words.provenance import provenance
from reports.words.quantifiers import Proportion
from reports.words.writing import TO_COME, listed, paragraph, strong

if TYPE_CHECKING:
    from reports.document import Paragraph, Text
    from reports.words.writing import Writing

KEY: Final = "practice"
TITLE: Final = "实施过程与主要做法"
SUMMARY_LENGTH: Final = 260
MOST_SUMMARIES: Final = 6


def build(writing: Writing) -> Section:
    parts = (
        ("duty", "落实目标责任", _duty(writing)),
        ("monitoring", "健全年度监测制度", _monitoring(writing)),
    )
    blocks: list[Paragraph] = []
    for key, head, text in parts:
        if text:
            blocks.append(paragraph(f"{KEY}.{key}", _head(blocks, head), text))
    return Section(KEY, TITLE, 1, (*blocks, *_summaries(writing, _head(blocks, "各单位工作"))))


def _head(before: list[Paragraph], text: str) -> Text:
    """“（二）健全年度监测制度。”: numbered by what stands before."""
    return strong(f"（{chinese_number(len(before) + 1)}）{text}。")


def _duty(writing: Writing) -> str:
    items = writing.facts.items
    led = [item for item in items if item.lead]
    if not led:
        return ""
    leads = Counter(item.lead for item in led)
    supports = {unit for item in items for unit in item.supports}
    most = [f"{unit}（{number}项）" for unit, number in leads.most_common(4)]
    every = Proportion(len(led), len(items)).is_all
    count = "全部" if every else f"有{len(led)}项" if len(led) < len(items) else ""
    text = f"{len(items)}项监测指标{count}明确牵头单位，由{len(leads)}个单位牵头"
    others = len(supports - set(leads))
    if supports:
        text += f"，{len(supports)}个单位配合" if others else f"，其中{len(supports)}个单位兼任配合"
    return text + (f"。牵头指标较多的是{'、'.join(most)}。" if len(leads) > len(most) else "。")


def _monitoring(writing: Writing) -> str:
    facts = writing.facts
    reporting = facts.reporting
    distinct = facts.distinct()
    text = provenance(distinct).sentence
    if reporting.units:
        counts = (
            ("应填报单位", reporting.units),
            ("已报送", reporting.submitted),
            ("审核通过", reporting.approved),
            ("退回修改后再报的", reporting.returned),
        )
        counts_said = "，".join(f"{what}{count}个" for what, count in counts if count)
        text += f"{facts.year}年度{counts_said}。"
    if reporting.corrections:
        text += f"更正历年数据{reporting.corrections}个，原值、现值和依据均已留档。"
    by_sex = sum(1 for item in distinct if facts.year in item.parts.get(FEMALE, {}))
    by_area = sum(1 for item in distinct if facts.year in item.parts.get(RURAL, {}))
    parts = [
        f"有{what}数据的指标{number}项"
        for what, number in (("分性别", by_sex), ("分城乡", by_area))
        if number
    ]
    if parts:
        text += f"{facts.year}年{'，'.join(parts)}。"
    return text


def _summaries(writing: Writing, head: Text) -> list[Paragraph]:
    """The units' year-end summaries, quoted and never reworded."""
    found = writing.facts.summaries[:MOST_SUMMARIES]
    if not found:
        return [
            paragraph(
                f"{KEY}.units",
                head,
                f"（{TO_COME}：组织领导、经费保障、宣传培训等做法，由妇儿工委办据各单位年终总结撰写）",
            )
        ]
    blocks = []
    for number, row in enumerate(found):
        text = " ".join(row.text.split())
        if len(text) > SUMMARY_LENGTH:
            cut = text[:SUMMARY_LENGTH]
            text = cut[: cut.rfind("。") + 1] or cut + "……"
        lead = head if number == 0 else ""
        blocks.append(paragraph(f"{KEY}.unit.{row.unit}", lead, f"据{row.unit}总结：{text}"))
    if len(writing.facts.summaries) > len(found):
        rest = [row.unit for row in writing.facts.summaries[MOST_SUMMARIES:]]
        names = listed(rest, 8, "个单位")
        blocks.append(paragraph(f"{KEY}.units.more", f"{names}的总结见工作台账。"))
    return blocks
