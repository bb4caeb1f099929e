"""What if: other targets, values or rules on one assessment. Nothing is ever stored."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assessments.options import Options
from assessments.selectors.cases import figures_for
from assessments.selectors.plans import plans_by_place
from assessments.services.computing import book_for, overrides_of, plans_asked
from assessments.services.judging import Book, Judged, Judging
from indicators.core.case import Criterion, Figure, Goal
from indicators.core.vocabulary import Basis

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from assessments.models import Assessment
    from assessments.options import Options
    from assessments.selectors.cases import Figures
    from assessments.selectors.plans import Sheet


@dataclass(frozen=True, slots=True)
class WhatIfChange:
    """What is tried on one plan indicator, in its printed measure; None leaves it as it is."""

    target: Decimal | None = None
    value: Decimal | None = None


def assessment_what_if(
    assessment: Assessment, changes: Mapping[int, WhatIfChange], options: Options | None = None
) -> tuple[Judged, Judged]:
    """The assessment judged now, and judged with the changes (by plan indicator).

    Raises ValidationError when no plan judges the place.
    """
    now = Options.from_json(assessment.settings)
    region = assessment.region
    by_place = plans_by_place([region], assessment.round, assessment.kind)
    book = book_for(*plans_asked(by_place, region, assessment.round, now.targets_of))
    figures = figures_for(book.every_sheet, [region], assessment.year)
    overrides = {region.pk: overrides_of([assessment]).get(assessment.pk, {})}
    judging = Judging(book, now, assessment.year)
    before = judging.places([region], figures, overrides)[0]
    judged_by = (now.basis, assessment.year)
    changed = Book(
        book.plans,
        book.above,
        [_with_target(sheet, changes, judged_by) for sheet in book.sheets],
        [_with_target(sheet, changes, judged_by) for sheet in book.sheets_above],
    )
    for sheet in changed.every_sheet:
        change = changes.get(sheet.row.pk)
        if change is not None and change.value is not None:
            _put(figures, sheet, (region.pk, sheet.row.indicator_id), assessment.year, change.value)
    judging = Judging(changed, options or now, assessment.year)
    return before, judging.places([region], figures, overrides)[0]


def _with_target(
    sheet: Sheet, changes: Mapping[int, WhatIfChange], judged_by: tuple[Basis, int]
) -> Sheet:
    change = changes.get(sheet.row.pk)
    if change is None or change.target is None or not sheet.criterion.spec.takes_target:
        return sheet
    return replace(
        sheet,
        criterion=_aimed(sheet.criterion, change.target, *judged_by),
        own_criterion=_aimed(sheet.own_criterion, change.target, *judged_by),
    )


def _aimed(criterion: Criterion, target: Decimal, basis: Basis, year: int) -> Criterion:
    """The criterion with another target where the basis finds it: of the mid-term, of the
    year, else the final one."""
    annual = criterion.annual_goal(year) if basis is Basis.ANNUAL else None
    if annual is not None:
        others = tuple(each for each in criterion.annual if each[0] != year)
        return replace(criterion, annual=(*others, (year, Goal(target, annual.upper))))
    if basis is Basis.MIDTERM and criterion.midterm is not None:
        return replace(criterion, midterm=Goal(target, criterion.midterm.upper))
    upper = None if criterion.final is None else criterion.final.upper
    return replace(criterion, final=Goal(target, upper))


def _put(figures: Figures, sheet: Sheet, key: tuple[int, int], year: int, value: Decimal) -> None:
    """The tried value in the library's measure; places below no longer speak for the year."""
    kept = figures.series.get(key, {})
    decimals = kept[year].decimals if year in kept else None
    changed = Figure(year, value.scaleb(-sheet.shift), decimals=decimals)
    figures.series[key] = {**kept, year: changed}
    if key in figures.parts:
        figures.parts[key] = {y: p for y, p in figures.parts[key].items() if y != year}
