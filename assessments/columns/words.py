"""Words and numbers of verdicts, the same on the page and in the file."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from assessments.choices import (
    AssessmentStage,
    AssessmentState,
    BasisChoices,
    DenominatorChoices,
    MissingChoices,
    RoundingChoices,
    VerdictChoices,
)
from assessments.core.standing import Change
from assessments.messages import number_text, quantity_text
from indicators.core.goals import target_sign
from indicators.core.vocabulary import Basis, RuleKind
from indicators.core.vocabulary import measure as meaning_of
from units.grid import MISSING, Shown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal
    from typing import Any

    from assessments.models import Result
    from assessments.selectors.run_book import Run
    from assessments.selectors.standing import ResultLine
    from units.grid import Grid

MINUS: Final = "−"
PLAN_WORDS: Final[Mapping[str, str]] = MappingProxyType({"women": "妇女", "children": "儿童"})
CHANGE_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        Change.IMPROVED.value: "转为达标",
        Change.LOST.value: "回落",
        Change.FIRST.value: "首次有数据",
        Change.GONE.value: "本年缺数",
    }
)
_CLASSES: Final[Mapping[str, str]] = MappingProxyType(
    {"met": "met", "unmet": "unmet", "no_data": "none", "not_assessable": "open"}
)
# Judged against the straight line, the words say how things go, not how they ended.
_PACE: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {"met": ("pace", "进度正常"), "unmet": ("behind", "滞后")}
)


def verdict_word(verdict: str, settings: Mapping[str, Any]) -> tuple[str, str]:
    """Badge class and word, in the words of the assessment."""
    if settings.get("basis") == Basis.PACE and verdict in _PACE:
        return _PACE[verdict]
    own = {"met": settings.get("label_met"), "unmet": settings.get("label_unmet")}.get(verdict)
    return _CLASSES[verdict], str(own or VerdictChoices(verdict).label)


def verdict_shown(verdict: str, run: Run) -> Shown:
    kind, word = verdict_word(verdict, run.settings)
    return Shown(word, verdict=kind)


def quantity(value: Decimal | None, measure: str, decimals: int | None = None) -> Shown:
    """A number with its unit apart; a missing one is a dash, never 0."""
    if value is None:
        return Shown(MISSING)
    whole = quantity_text(value, measure, decimals)
    number = number_text(value, decimals)
    if not whole.startswith(number):
        return Shown(whole)
    unit = whole.removeprefix(number)
    integer, point, places = number.partition(".")
    grouped = f"{int(integer):,}" if integer.lstrip("-") else integer
    if number.startswith("-") and not grouped.startswith("-"):
        grouped = f"-{grouped}"
    return Shown((grouped + point + places).replace("-", MINUS), unit, value)


def signed(difference: Decimal | None, decimals: int | None = None) -> str:
    """+1.8, −1.8, 0: a difference always has its sign."""
    if difference is None:
        return MISSING
    number = number_text(difference, decimals).replace("-", MINUS)
    return f"+{number}" if difference > 0 else number


def goal(result: Result | ResultLine, measure: str, *, is_pace: bool) -> Shown:
    """What the value was held against: ≥95%, ≤12/10万; the plan's own words where no sign fits."""
    number = result.expected if is_pace and result.expected is not None else result.target
    sign = target_sign(
        RuleKind(result.rule), result.target, result.base, meaning_of(measure).possible_maximum
    )
    if number is None or not sign:
        return Shown(result.target_text or MISSING)
    shown = quantity(number, measure)
    return Shown(sign + shown.text, shown.unit)


def run_title(run: Run) -> str:
    state = AssessmentState.FINAL.label if run.is_final else AssessmentState.DRAFT.label
    return f"{run.year}年{AssessmentStage(run.stage).label}（{state}）"


def rule_sentence(run: Run) -> str:
    """How the rate was counted, in one line."""
    settings = run.settings
    met, unmet = (verdict_word(verdict, settings)[1] for verdict in ("met", "unmet"))
    missing = MissingChoices(str(settings.get("missing", "exclude")))
    whole = f"{met}＋{unmet}" + ("＋无数据" if missing == MissingChoices.UNMET else "")
    picked = DenominatorChoices(str(settings.get("denominator", "all"))).label
    return (
        f"达标率＝{met}÷（{whole}）；对照{BasisChoices(run.basis).label}；统计范围："
        f"{picked}；{missing.label}；{RoundingChoices(run.rounding).label}，"
        f"保留{run.decimals}位小数。只用已审核通过的数据。"
    )


def chart_label(shown: Grid) -> str:
    """All values of a chart in words, row by row."""
    said = []
    for row in shown.rows:
        name, *rest = row.cells
        values = "，".join(f"{column.heading}{cell.text}{cell.unit}" for column, cell in rest)
        said.append(f"{name[1].text}：{values}")
    return "；".join(said)
