"""The verdict words of an assessment: one list for the whole report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicators.core.vocabulary import Grade, Verdict

if TYPE_CHECKING:
    from reports.facts import Facts, Item


class Words:
    """``met`` and ``unmet`` as sentences use them; ``verdict`` as tables print them."""

    def __init__(self, facts: Facts) -> None:
        settings = facts.settings
        midterm = facts.is_midterm
        self.met = settings.label_met or ("达到中期要求" if midterm else "达标")
        self.unmet = settings.label_unmet or ("滞后" if midterm else "未达标")
        self.stage = "中期" if midterm else "终期"

    def verdict(self, item: Item) -> str:
        """The word a table prints for one result."""
        if item.verdict is Verdict.NO_DATA:
            return "无数据"
        if item.verdict is Verdict.NOT_ASSESSABLE:
            return "无法评价"
        if item.is_met:
            if item.grade is Grade.EARLY:
                return "提前达标"
            return self.graded(item)
        return self.unmet

    def graded(self, item: Item) -> str:
        if item.grade is Grade.BASIC:
            return "基本达标"
        if item.grade is Grade.ON_TRACK and self.met == "达到中期要求":
            return "达到阶段目标"
        return "达标" if self.met == "达到中期要求" else self.met
