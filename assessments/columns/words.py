"""Words and numbers of verdicts, the same on the page and in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assessments.choices import AssessmentStage, AssessmentState
from assessments.core.verdict_changes import VerdictChange
from assessments.messages.rates import rate_rule
from indicators.core.rules import RULES
from indicators.core.vocabulary import Grade, RuleKind, Verdict
from indicators.wording import numbers
from indicators.wording.goals import goal_number
from indicators.wording.verdicts import words_of
from units.printed_table import MISSING, Cell

if TYPE_CHECKING:
    from decimal import Decimal

    from assessments.core.tally import Tally
    from assessments.models import Assessment, Result
    from assessments.selectors.result_lines import ResultLine
    from indicators.wording.verdicts import Words
    from units.printed_table import Table


def change_words(words: Words) -> dict[str, str]:
    """What became of an indicator since the year before, in the run's words."""
    return {
        VerdictChange.IMPROVED.value: words.turned_met,
        VerdictChange.LOST.value: words.grade(Grade.LOST),
        VerdictChange.FIRST.value: "首次有数据",
        VerdictChange.GONE.value: "本年缺数",
    }


def verdict_shown(verdict: str, run: Assessment) -> Cell:
    words = run.words
    return Cell(words.plain(verdict), verdict=words.tone(verdict))


def quantity(value: Decimal | None, measure: str, decimals: int | None = None) -> Cell:
    """A number with its unit apart; a missing one is a dash, never 0."""
    if value is None:
        return Cell(MISSING)
    if measure == numbers.YES_NO:
        return Cell(numbers.quantity(value, measure))
    more = numbers.is_shortened(value, decimals)
    return Cell(
        numbers.number(value, decimals, grouped=True),
        unit=numbers.suffix(measure),
        value=value,
        more=numbers.exact(value, grouped=True) if more else "",
    )


def goal(result: Result | ResultLine, measure: str, *, is_pace: bool) -> Cell:
    """What the value was held against: ≥95%, ≤12/10万, 50%左右; the plan's words without one."""
    if result.target is None:
        return Cell(result.target_text or MISSING)
    on_line = result.expected if is_pace else None
    spec = RULES[RuleKind(result.rule)]
    found = goal_number(spec, result.target, result.target_upper, measure, result.base, on_line)
    return Cell(str(found)) if found.after else Cell(found.number, unit=found.unit)


def run_title(run: Assessment) -> str:
    state = AssessmentState.FINAL.label if run.is_final else AssessmentState.DRAFT.label
    return f"{run.year}年{AssessmentStage(run.stage).label}（{state}）"


def rule_sentence(run: Assessment, counts: Tally | None = None) -> str:
    """How the rate was counted, in one line. ``counts``: of what is shown, where that is one
    place's one year; else nothing is said of how many are left out."""
    rule = rate_rule(
        run.settings,
        no_data=counts.no_data if counts else None,
        not_assessable=counts.not_assessable if counts else None,
        year=run.year,
    )
    return f"{rule}。只用已审核通过的数据。"


def chart_label(shown: Table) -> str:
    """All values of a chart in words, row by row."""
    lines = []
    for row in shown.rows:
        pairs = zip(shown.columns[1:], row.cells[1:], strict=True)
        values = "，".join(f"{column.heading}{cell.text}{cell.unit}" for column, cell in pairs)
        lines.append(f"{row.cells[0].text}：{values}")
    return "；".join(lines)


def headline(assessment: Assessment, combined: dict[str, Any] | None, total: int) -> str:
    """What came out, in one line, in the place's own words for met and unmet.

    ``total``: indicators judged; fewer are counted where the denominator rule picks some.
    """
    if not combined:
        return f"{assessment}：还没有结果"
    met, unmet, no_data, open_ = (
        combined[each] for each in ("met", "unmet", "no_data", "not_assessable")
    )
    counted = met + unmet + no_data + open_
    if no_data > combined["denominator"]:
        start = f"{total} 项中仅 {combined['denominator'] + open_} 项有数据，"
        parts = [(met, "met"), (unmet, "unmet")]
    else:
        start = f"{total} 项中" + (" " if counted == total else f"计入 {counted} 项，")
        rest = [(unmet, "unmet"), (no_data, "no_data"), (open_, "not_assessable")]
        parts = [(met, "met"), *(pair for pair in rest if pair[0])]
    run_words = words_of(assessment.settings)
    words = [f"{each} 项{_said(run_words, verdict)}" for each, verdict in parts]
    return f"{assessment}：{start}{'，'.join(words)}"


def _said(words: Words, verdict: str) -> str:
    """A verdict as a sentence says it behind its count."""
    return words.met_said_counted if verdict == Verdict.MET else words.plain(verdict)
