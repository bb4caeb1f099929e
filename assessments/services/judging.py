"""Judging places in memory: cases in, rows and summaries out, nothing stored."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from assessments import messages
from assessments.core.composite import Share
from assessments.core.tally import TallyEntry, is_counted
from assessments.models import Result
from assessments.selectors.cases import series_complete
from assessments.selectors.plans import ABOVE
from assessments.services.summaries import summary_json
from indicators.core.judging import judge, state_on_line
from indicators.core.values import plain
from indicators.core.vocabulary import Basis, Grade, RuleKind, Verdict
from indicators.wording.verdicts import words_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assessments.models import Assessment
    from assessments.options import Options
    from assessments.selectors.cases import Figures
    from assessments.selectors.plans import Sheet
    from indicators.core.case import Case
    from indicators.core.reasons import Judgement, Reason
    from indicators.models import Plan
    from units.models import Region

_LARGEST = Decimal(10) ** 9
_SIX_PLACES = Decimal("0.000001")


class ResultRow(NamedTuple):
    """A result as its table holds it; names and order are those of the columns.

    ``reason``: typed reason as plain data. ``whose``, ``rule`` …: stored values, not labels.
    """

    plan_indicator_id: int
    whose: str
    order: int
    name: str
    domain: str
    measure: str
    rule: str
    verdict: str
    computed_verdict: str
    grade: str
    pace_state: str
    is_counted: bool
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    decimals: int | None
    reference_year: int | None
    base: Decimal | None
    base_year: int | None
    target: Decimal | None
    target_upper: Decimal | None
    target_text: str
    expected: Decimal | None
    gap: Decimal | None
    achievement: Decimal | None
    reason: dict[str, Any]
    explanation: str
    lead: str
    lead_unit: int | None
    is_key: bool
    is_verified: bool
    observation_id: int | None
    observation_revision: int | None


@dataclass(frozen=True, slots=True)
class Book:
    """What judges some places: own plans and those above, with their sheets in order."""

    plans: Sequence[Plan]
    above: Sequence[Plan]
    sheets: Sequence[Sheet]
    sheets_above: Sequence[Sheet]

    @property
    def every_sheet(self) -> list[Sheet]:
        return [*self.sheets, *self.sheets_above]

    @property
    def every_plan(self) -> list[Plan]:
        return [*self.plans, *self.above]


@dataclass(frozen=True, slots=True)
class Judged:
    """A question answered in memory. ``cases`` and ``sheets`` stand in the order of ``rows``."""

    plans: list[Plan]
    sheets: list[Sheet]
    rows: list[ResultRow]
    cases: list[Case]
    summary: dict[str, Any]

    def results(self, assessment: Assessment) -> list[Result]:
        """The rows as unsaved objects, related objects in place."""
        return [
            Result(
                assessment=assessment,
                plan_indicator=sheet.row,
                **{k: v for k, v in row._asdict().items() if k != "plan_indicator_id"},
            )
            for sheet, row in zip(self.sheets, self.rows, strict=True)
        ]


class Overruling(NamedTuple):
    """Another verdict than the computed one, and why."""

    verdict: Verdict
    reason: str


Overrides = dict[tuple[int, str], Overruling]


class Judging:
    """One set of options applied to places judged by one book."""

    def __init__(self, book: Book, options: Options, year: int) -> None:
        self.book = book
        self.options = options
        self.year = year
        self.settings = options.judging()
        self.on_pace = replace(self.settings, basis=Basis.PACE)
        self.counting = options.counting()
        self.words = words_of(options.to_json())

    def places(
        self, regions: Sequence[Region], figures: Figures, overrides: Mapping[int, Overrides]
    ) -> list[Judged]:
        """Every sheet of the book judged for each place. ``overrides``: by place.

        Where only some years were read, the few cases that need more are read and judged again.
        """
        sides = ((self.book.sheets, ""), (self.book.sheets_above, ABOVE))
        everything = [
            [[self._weigh(sheet, region, figures) for sheet in sheets] for sheets, _ in sides]
            for region in regions
        ]
        self._complete(regions, figures, everything)
        answers = []
        for region, judged in zip(regions, everything, strict=True):
            changed = overrides.get(region.pk, {})
            own, above = (
                self._side(side, judged_side, figures, changed)
                for side, judged_side in zip(sides, judged, strict=True)
            )
            answers.append(
                Judged(
                    self.book.every_plan,
                    self.book.every_sheet,
                    [*own.rows, *above.rows],
                    [case for judged_side in judged for case, _ in judged_side],
                    {**own.summary, "above": above.summary if self.book.above else None},
                )
            )
        return answers

    def _weigh(self, sheet: Sheet, region: Region, figures: Figures) -> tuple[Case, Judgement]:
        case = figures.case(sheet, region, self.year)
        return case, judge(case, self.settings)

    def _complete(
        self,
        regions: Sequence[Region],
        figures: Figures,
        everything: list[list[list[tuple[Case, Judgement]]]],
    ) -> None:
        """Read the earlier years of cases that lack them, and judge those again, in place."""
        if not figures.windowed:
            return
        lacking = []
        for region, judged in zip(regions, everything, strict=True):
            for sheets, side in zip(
                (self.book.sheets, self.book.sheets_above), judged, strict=True
            ):
                for number, (sheet, pair) in enumerate(zip(sheets, side, strict=True)):
                    if sheet.row.indicator_id in figures.windowed and lacks_history(*pair):
                        lacking.append((region, sheet, side, number))
        if not lacking:
            return
        series_complete(figures, [(region.pk, sheet) for region, sheet, _, _ in lacking], self.year)
        for region, sheet, side, number in lacking:
            side[number] = self._weigh(sheet, region, figures)

    def _side(
        self,
        side: tuple[Sequence[Sheet], str],
        judged: list[tuple[Case, Judgement]],
        figures: Figures,
        overrides: Overrides,
    ) -> _Side:
        sheets, whose = side
        rows: list[ResultRow] = []
        entries: list[TallyEntry] = []
        on_line: list[TallyEntry] = []
        shares: list[Share] = []
        for sheet, (case, judgement) in zip(sheets, judged, strict=True):
            overruling = overrides.get((sheet.row.pk, whose))
            verdict = overruling.verdict if overruling else judgement.verdict
            entry = TallyEntry(
                sheet.kind, sheet.domain, RuleKind(sheet.row.rule), sheet.row.is_key, verdict
            )
            paced = self._paced(case, judgement)
            on_line.append(entry if overruling else entry._replace(verdict=paced.verdict))
            weighed = _Weighed(case, judgement, paced)
            row = self._row(sheet, whose, len(rows), weighed, entry, figures.revisions)
            if overruling is not None and row.computed_verdict:
                word = self.words.plain(verdict)
                explanation = messages.overruled(row.explanation, word, overruling.reason)
                row = row._replace(explanation=explanation)
            entries.append(entry)
            shares.append(
                Share(sheet.kind, sheet.domain, sheet.row.weight, verdict, row.achievement)
            )
            rows.append(row)
        return _Side(rows, summary_json(entries, on_line, shares, self.options))

    def _row(
        self,
        sheet: Sheet,
        whose: str,
        order: int,
        weighed: _Weighed,
        entry: TallyEntry,
        revisions: Mapping[int, int],
    ) -> ResultRow:
        verdict, (case, judgement, paced) = entry.verdict, weighed
        is_overridden = verdict is not judgement.verdict
        reason, source = judgement.reason, judgement.source
        figure = case.series.get(reason.value_year) if reason.value_year else None
        if figure is not None and figure.source != source:
            figure = None  # the worst part was judged: these counts are not its
        grade = judgement.grade
        return ResultRow(
            plan_indicator_id=sheet.row.pk,
            whose=whose,
            order=order,
            name=sheet.row.name,
            domain=sheet.domain,
            measure=sheet.row.printed_measure,
            rule=sheet.row.rule,
            verdict=verdict.value,
            computed_verdict=judgement.verdict.value if is_overridden else "",
            grade="" if is_overridden else _value(grade),
            pace_state=_value(state_on_line(paced)),
            is_counted=is_counted(entry, self.counting),
            value=reason.value,
            numerator=None if figure is None else figure.numerator,
            denominator=None if figure is None else figure.denominator,
            decimals=reason.decimals,
            reference_year=reason.value_year,
            base=reason.base,
            base_year=reason.base_year,
            target=_kept(reason.target),
            target_upper=_kept(reason.upper),
            target_text=sheet.row.target_text,
            expected=_kept(paced.reason.expected),
            gap=_kept(reason.gap),
            achievement=_kept(judgement.achievement),
            reason=reason_json(reason),
            explanation=messages.explain(judgement, sheet.wording),
            lead=sheet.lead.label,
            lead_unit=sheet.lead.unit,
            is_key=sheet.row.is_key,
            is_verified=sheet.row.is_verified,
            observation_id=source,
            observation_revision=None if source is None else revisions[source],
        )

    def _paced(self, case: Case, judgement: Judgement) -> Judgement:
        """Where the value stands on the plan's line, as this run would judge it there."""
        is_on_pace = self.settings.basis is Basis.PACE
        return judgement if is_on_pace else judge(case, self.on_pace)


class _Weighed(NamedTuple):
    """A case as the run judges it, and as it stands on the plan's line."""

    case: Case
    judgement: Judgement
    paced: Judgement


class _Side(NamedTuple):
    """Results by one side's targets: the place's own, or those above."""

    rows: list[ResultRow]
    summary: dict[str, Any]


def lacks_history(case: Case, judgement: Judgement) -> bool:
    """Whether years that were not read could tell 回落 from 滞后: unmet, and the year before
    has no value."""
    if judgement.verdict is not Verdict.UNMET or judgement.grade is Grade.BASIC:
        return False
    before = case.year - 1
    if before <= case.criterion.baseline_year:
        return False
    earlier = case.series.get(before)
    return earlier is None or earlier.value is None


def reason_json(reason: Reason) -> dict[str, Any]:
    """The typed reason as plain data: texts of decimals, no empty fields."""
    stated = {n: _plain(v) for n, v in reason._asdict().items() if v not in (None, "", ())}
    if reason.notes:
        stated["notes"] = [[_plain(part) for part in note] for note in reason.notes]
    return stated


def _plain(value: Any) -> Any:
    return plain(value) if isinstance(value, Decimal) else value


def _value(grade: Grade | None) -> str:
    return "" if grade is None else grade.value


def _kept(value: Decimal | None) -> Decimal | None:
    """Six decimals for the database; a number too large to print is not kept."""
    if value is None or abs(value) >= _LARGEST:
        return None
    return value.quantize(_SIX_PLACES)
