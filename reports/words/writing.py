"""What every section needs to write: the facts, the verdict words, names of plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessments.messages.rates import rate_rule
from indicators.core.vocabulary import Basis, Grade
from indicators.wording.labels import KINDS, NO_DATA, NOT_ASSESSABLE
from indicators.wording.verdicts import words_of
from reports.document import Number, Paragraph, Text
from reports.words.phrase_picker import PhrasePicker
from reports.words.quantifiers import Proportion

if TYPE_CHECKING:
    from assessments.core.tally import Tally
    from indicators.wording.verdicts import Words
    from reports.document import Run
    from reports.facts import PlanFacts, ReportFacts

TO_COME = "待补"
"""Printed where a person must add what no data can tell; a report with it cannot be issued."""


class Writing:
    """Facts with the words and names that stay the same through one report."""

    def __init__(self, facts: ReportFacts) -> None:
        self.facts = facts
        self.words = words_of(facts.settings.to_json(), facts.stage)

    def picker(self, slot: str) -> PhrasePicker:
        facts = self.facts
        return PhrasePicker(f"{facts.region}|{facts.stage}|{facts.year}|{slot}")

    @property
    def is_outline(self) -> bool:
        """Whether the plans call themselves 纲要 rather than 规划."""
        return any("纲要" in plan.title for plan in self.facts.plans)

    @property
    def document(self) -> str:
        """What the plans are: 规划 or 纲要."""
        return "纲要" if self.is_outline else "规划"

    @property
    def both(self) -> str:
        """“两规划”, “两纲”, or the one plan's short name."""
        if len(self.facts.plans) == 1:
            return self.short(self.facts.plans[0])
        return "两纲" if self.is_outline else "两规划"

    def short(self, plan: PlanFacts) -> str:
        return f"《{KINDS[plan.kind]}{'纲要' if '纲要' in plan.title else '规划'}》"

    def rate(self, tally: Tally) -> str:
        return "—" if tally.rate is None else f"{tally.rate}%"

    def rate_run(self, tally: Tally, source: str) -> Number:
        return Number(self.rate(tally), source)

    @property
    def reached(self) -> str:
        """“达到终期目标” or the mid-term's words."""
        basic = any(item.is_met and item.grade is Grade.BASIC for item in self.facts.items)
        asked = bool(self.facts.settings.label_met)
        if self.facts.is_midterm or self.words.is_pace or basic or asked:
            return self.words.met_said
        if self.facts.settings.basis is Basis.ANNUAL:
            return "达到年度要求"
        if self.facts.stage == "final":
            return "达到终期目标"
        return f"达到{self.document}目标"

    def denominator_rule(self) -> str:
        """How the rate is made, in one sentence that annex and text share word for word."""
        facts = self.facts
        text = rate_rule(
            facts.settings.to_json(),
            no_data=facts.combined.no_data,
            not_assessable=facts.combined.not_assessable,
            year=facts.year,
            end_year=facts.end_year,
            stage=facts.stage,
        )
        shared = self.shared_count()
        if shared:
            text += f"；同时列入{self.both}的{shared}项分别计入"
        return text + "。"

    def caution(self) -> str:
        """Where more could not be judged than could: how far the rate reaches."""
        combined = self.facts.combined
        blank = combined.no_data + combined.not_assessable
        if combined.rate is None or combined.denominator >= blank:
            return ""
        return (
            f"{combined.total}项中{blank}项缺数或无法评价，"
            f"{self.words.rate}只反映可评价的{combined.denominator}项。"
        )

    def told(self, tally: Tally) -> str:
        """“98项达标，4项未达标，2项无数据”: what is nought is left out."""
        return counted((tally.met, self.reached), *not_met(tally, self.words))

    @property
    def statistic(self) -> str:
        """What is counted once though two plans ask it: said so where the counts differ."""
        same = len(self.facts.distinct()) == len(self.facts.items)
        return "指标" if same else "统计指标"

    def base_said(self) -> list[str]:
        """The one counting base of a document, said where it differs from the statistics."""
        statistics = len(self.facts.distinct())
        if statistics == len(self.facts.items):
            return []
        return [f"（监测指标按{self.both}分别计数，扣除重复为{statistics}项统计指标）"]

    def unmet_share(self) -> Proportion:
        """Monitored indicators that are unmet, of those with a verdict."""
        combined = self.facts.combined
        blank = combined.no_data + combined.not_assessable
        return Proportion(combined.unmet, combined.met + combined.unmet, blank)

    def none_unmet(self) -> str:
        """That nothing is unmet: only of what was judged, and not at all of nothing."""
        share = self.unmet_share()
        if not share.n:
            return "本次没有可评价的指标。"
        if share.is_well_covered:
            return f"没有{self.words.unmet}的指标。"
        return (
            f"可评价的{share.n}项中没有{self.words.unmet}的指标，"
            f"另有{share.blank}项缺数或无法评价。"
        )

    def shared_count(self) -> int:
        return len({item.code for item in self.facts.items if item.is_shared})


def counted(*parts: tuple[int, str]) -> str:
    """“98项达标，4项未达标”; what is nought is left out."""
    return "，".join(f"{count}项{word}" for count, word in parts if count)


def not_met(tally: Tally, words: Words) -> tuple[tuple[int, str], ...]:
    """The counts beside the met, each with its word."""
    return (
        (tally.unmet, words.unmet),
        (tally.no_data, NO_DATA),
        (tally.not_assessable, NOT_ASSESSABLE),
    )


def paragraph(key: str, *runs: Run | str) -> Paragraph:
    """A paragraph of runs and plain strings."""
    made = tuple(Text(run) if isinstance(run, str) else run for run in runs if run != "")
    return Paragraph(key, made)


def strong(text: str) -> Text:
    return Text(text, strong=True)


def some(names: list[str], most: int) -> str:
    """“甲、乙、丙等” where the count stands before already; all of them where they are few."""
    return "、".join(names[:most]) + ("等" if len(names) > most else "")


def listed(names: list[str], most: int = 6, counter: str = "项") -> str:
    """“甲、乙、丙” with “等n项” (“等n个单位” …) behind when there are more."""
    if len(names) <= most:
        return "、".join(names)
    return f"{'、'.join(names[:most])}等{len(names)}{counter}"
