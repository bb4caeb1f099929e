"""What every section needs to write: the facts, the verdict words, names of plans."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from assessments.messages.rates import rate_rule, tolerance
from indicators.core.goals import staged_goal
from indicators.core.reasons import NoteKind, ReasonKind
from indicators.core.vocabulary import Basis
from indicators.wording.labels import BASES, KINDS, NO_DATA
from indicators.wording.verdicts import words_of
from reports.document import Number, Paragraph, Text
from reports.words.attained import WITHIN, Attained, attained, is_basic, is_within
from reports.words.phrase_picker import PhrasePicker
from reports.words.quantifiers import Proportion
from reports.words.standings import kind_of, note_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assessments.core.tally import Tally
    from assessments.options import Options
    from reports.document import Run
    from reports.facts import Item, PlanFacts, ReportFacts

_REACHED: Final[Mapping[Basis, str]] = MappingProxyType(
    {Basis.FINAL: "达到终期目标", Basis.ANNUAL: "达到年度要求"}
)
TO_COME = "待补"
"""Printed where a person must add what no data can tell; a report with it cannot be issued."""


class Writing:
    """Facts with the words and names that stay the same through one report."""

    def __init__(self, facts: ReportFacts) -> None:
        self.facts = facts
        self.words = replace(
            words_of(self.settings_said(facts.settings), facts.stage),
            holds_on_line=self._holds_on_line(),
        )

    def settings_said(self, settings: Options) -> dict[str, Any]:
        """Settings as results were in fact held by them: a plan without targets for its mid-term
        was held against its final ones, and its results have their words."""
        own = settings.to_json()
        is_final = settings.basis is Basis.MIDTERM and not self.has_midterm_goals
        return {**own, "basis": Basis.FINAL.value} if is_final else own

    def _holds_on_line(self) -> bool:
        return any(item.is_met and kind_of(item) is ReasonKind.PACE for item in self.facts.items)

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
    def aim(self) -> str:
        """What every indicator was held against: 时序进度, 终期目标 …"""
        return BASES[self._basis_held]

    @property
    def _basis_held(self) -> Basis:
        return Basis(self.settings_said(self.facts.settings)["basis"])

    @property
    def is_open(self) -> bool:
        """Whether the plans go on, so that some can be early."""
        return self.facts.year < self.facts.end_year

    @property
    def reached(self) -> str:
        """“达到终期目标”: what the met did, in the words of the run and of its basis."""
        if self.facts.settings.label_met:
            return self.words.met_said
        return _REACHED.get(self._basis_held, self.words.met_said)

    @property
    def whole(self) -> Attained:
        return attained(self.facts.combined, self.facts.items)

    def of_plan(self, plan: PlanFacts) -> Attained:
        return attained(plan.tally, self.facts.of_plan(plan.kind))

    def of_domains(self, plan: PlanFacts) -> list[tuple[str, Attained]]:
        """The domains of a plan in printed order."""
        return [
            (name, attained(tally, self.facts.of_domain(plan.kind, name)))
            for name, tally in plan.domains
        ]

    @property
    def domains(self) -> list[tuple[str, Attained]]:
        return [pair for plan in self.facts.plans for pair in self.of_domains(plan)]

    @property
    def held_against(self) -> str:
        """Under the basis of the mid-term: what its results were in fact held against; empty under
        every other basis, which says it itself."""
        if self.facts.settings.basis is not Basis.MIDTERM:
            return ""
        final = f"{self.facts.end_year}年终期目标"
        without = self.without_midterm
        if not self.has_midterm_goals:
            return f"{final}（{self.document}没有设中期目标）"
        return f"中期目标{f'（没有中期目标的{without}）' if without else ''}"

    @property
    def has_midterm_goals(self) -> bool:
        """Whether a target for the mid-term stands beside any of the indicators."""
        staged = (staged_goal(i.criterion, Basis.MIDTERM, i.year) for i in self.facts.items)
        return any(each.is_of_stage for each in staged)

    @property
    def without_midterm(self) -> str:
        """What became of the indicators that have no target for the mid-term, as their results
        say; empty where every one has its own."""
        without = [i for i in self.facts.items if note_of(i, NoteKind.NO_MIDTERM_TARGET)]
        on_line = any(kind_of(item) is ReasonKind.PACE for item in without)
        parts = ["按时序进度判断"] if on_line else []
        if any(kind_of(item) is not ReasonKind.PACE for item in without):
            # A band has no line, and what an earlier version froze was not judged by one.
            which = "无法推算时序的" if on_line else ""
            parts.append(f"{which}对照{self.facts.end_year}年终期目标判定")
        return "，".join(parts)

    def denominator_rule(self) -> str:
        """How the rate is made, in one sentence that annex and text share word for word."""
        facts = self.facts
        text = rate_rule(
            self.settings_said(facts.settings),
            no_data=facts.combined.no_data,
            not_assessable=facts.combined.not_assessable,
            year=facts.year,
            end_year=facts.end_year,
            words=self.words,
            held_against=self.held_against,
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
        only_base = sum(item.is_only_base for item in self.facts.items)
        known = f"（其中{only_base}项只有基期年数据，无从与基期比）" if only_base else ""
        return (
            f"{combined.total}项中{blank}项缺数或无法评价{known}，"
            f"{self.words.rate}只反映可评价的{combined.denominator}项。"
        )

    def summed_up(self, made: Attained, noun: str = "指标", *, fully: bool = True) -> str:
        """“102项指标中，98项达到终期目标，4项未达标”, “102项指标全部实现”.

        ``fully``: with the tolerance of 基本达标, as where it is said first.
        """
        total = made.tally.total
        (only, *others) = [pair for pair in made.classes(self.words, self.reached) if pair[0]] or [
            (0, NO_DATA)
        ]
        link = "" if noun else "，"
        if made.is_all:
            return f"{total}项{noun}{link}{'全部' if total > 1 else ''}{only[1]}"
        if not others and not made.allowed and not made.basic_unmet:
            return f"{total}项{noun}{link}{'均' if total > 1 else ''}{only[1]}"
        return f"{total}项{noun}{'中' if noun else ''}，{self.counts_said(made, fully=fully)}"

    def counts_said(self, made: Attained, *, fully: bool = True) -> str:
        """“98项达标，4项未达标，2项无数据”: what is nought is left out."""
        parts = [self._met_told(made, fully=fully)] if made.tally.met else []
        rest = made.classes(self.words)[3:]
        parts += [self._class(made, pair, fully=fully) for pair in rest if pair[0]]
        return "，".join(parts)

    def finely(self, made: Attained) -> str:
        """“7项已提前达到，104项进度正常，3项滞后”: every class of the tables."""
        pairs = [pair for pair in made.finest(self.words) if pair[0]]
        return "，".join(self._class(made, pair, fully=True) for pair in pairs)

    def _met_told(self, made: Attained, *, fully: bool) -> str:
        words, met = self.words, made.tally.met
        if not made.allowed:
            return f"{met}项{self.reached}"
        if made.basic == met:
            return self._class(made, (met, words.basic), fully=fully)
        within = f"{made.within}项{WITHIN}"
        if not made.basic:
            all_within = f"{'均' if met > 1 else ''}{WITHIN}"
            return f"{met}项{words.met}（{f'其中{within}' if made.plain else all_within}）"
        basic = f"{words.basic}{made.basic}项{self._allowance('，', fully=fully)}"
        note = f"其中{basic}；另有{within}" if made.within else f"其中{basic}"
        return f"{words.met_said}和{words.basic}合计{met}项（{note}）"

    def _class(self, made: Attained, pair: tuple[int, str], *, fully: bool) -> str:
        """One class with its count; 基本达标 with its tolerance and whether it counts."""
        (count, word), basic = pair, self.words.basic
        if word == self.words.unmet and made.basic_unmet:
            among = f"其中{made.basic_unmet}项{basic}{self._allowance('，', fully=fully)}"
            return f"{count}项{word}（{among}）"
        if word == basic and self._allowance("", fully=fully):
            return f"{count}项{word}（{self._allowance('', fully=fully)}）"
        return f"{count}项{word}"

    def _allowance(self, before: str, *, fully: bool) -> str:
        """“容差为目标值的5%，计入达标”."""
        settings = self.facts.settings
        size = tolerance(settings)
        if not fully or not size:
            return ""
        counts = "计入" if settings.basic_counts else "不计入"
        return f"{before}容差为{size}，{counts}{self.words.met}"

    def rate_clause(self, tally: Tally, source: str) -> list[Run | str]:
        """“达标率为96.08%（98/102）”; over nothing there is none."""
        if tally.rate is None:
            return [f"没有可评价的指标，不计算{self.words.rate}"]
        rate = self.rate_run(tally, source)
        return [f"{self.words.rate}为", rate, f"（{tally.met}/{tally.denominator}）"]

    @property
    def statistic(self) -> str:
        """What is counted once though two plans ask it: said so where the counts differ."""
        same = len(self.facts.distinct()) == len(self.facts.items)
        return "指标" if same else "统计指标"

    def base_said(self) -> str:
        """The one counting base of a document, said where it differs from the statistics."""
        statistics = len(self.facts.distinct())
        if statistics == len(self.facts.items):
            return ""
        return f"监测指标按{self.both}分别计数，扣除重复为{statistics}项统计指标。"

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

    def allowed(self) -> tuple[Item, ...]:
        """What only a tolerance lets through, each statistic once."""
        return tuple(i for i in self.facts.distinct() if is_basic(i) or is_within(i))

    @property
    def allowed_word(self) -> str:
        """What they are called together."""
        return self.words.basic if all(map(is_basic, self.allowed())) else WITHIN

    def allowed_said(self) -> str:
        """Which of the met have not reached their number; nothing where all have."""
        texts = []
        for word, holds in ((self.words.basic, is_basic), (WITHIN, is_within)):
            names = [item.name for item in self.allowed() if holds(item)]
            if names:
                texts.append(f"{len(names)}项{self.statistic}{word}：{listed(names, 8)}。")
        return "".join(texts)

    def shared_count(self) -> int:
        return len({item.code for item in self.facts.items if item.is_shared})


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
