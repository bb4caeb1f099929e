"""Everything a report is written from, read in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from assessments.core.freezing import case_from_plain
from assessments.core.tally import tally_from
from assessments.models import Assessment, Result
from assessments.options import Options
from assessments.selectors.cases import figures_for, shifted
from assessments.selectors.plans import measure_shift, sheets_for
from indicators.core.case import JudgingSettings
from indicators.core.judging import judge
from indicators.core.standing import is_reached
from indicators.core.vocabulary import Grade, RuleKind, Verdict, measure
from indicators.models import (
    IndicatorDefinition,
    Observation,
    PlanIndicator,
    Responsibility,
)
from indicators.wording.decimals import series_decimals
from reports import messages
from reports.facts import (
    Background,
    Item,
    Origin,
    ReportFacts,
)
from reports.frozen_facts import facts_from_plain, facts_to_plain
from reports.names import department, full_width
from reports.selectors.report_process import (
    corrections_of,
    earlier_of,
    places_below,
    plan_facts_of,
    reporting_of,
    summaries_of,
)
from reports.selectors.report_remedies import ReviewedRemedies
from reports.selectors.report_series import figures_above, series_by_part
from units.models.region import ancestor_codes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from assessments.selectors.cases import Figures
    from assessments.selectors.plans import Sheet
    from indicators.core.case import Case, Criterion, Figure
    from indicators.models import Plan
    from units.models import MemberUnit


def facts_for(
    assessment: Assessment,
    *,
    today: date,
    unit: MemberUnit | None = None,
    with_places: bool = False,
) -> ReportFacts:
    """The facts of one computed assessment by the place's own targets.

    A finalised one is dated by its finalising and written from the figures of that moment.

    ``unit``: only the indicators it leads, for its feedback sheet. ``with_places``: also
    the same assessment of the places one level below.

    Raises ``ValueError`` when it was never computed.
    """
    if not assessment.summary:
        raise ValueError(f"assessment {assessment.pk} has no results yet")
    kept = _kept(assessment)
    if kept is not None:
        return _narrowed(kept, unit, with_places=with_places)
    return _read(assessment, today, unit, with_places=with_places)


def facts_frozen(assessment: Assessment) -> Any:
    """All that any report of the run may say, to be kept with it; without days, so
    that the same content gives the same hash."""
    whole = _read(assessment, None, None, with_places=True)
    return facts_to_plain(replace(whole, is_final=True))


def _kept(assessment: Assessment) -> ReportFacts | None:
    """What was frozen with a finalised run; None for drafts and runs of 0.1."""
    kept = ((assessment.frozen or {}).get("parts") or {}).get("facts")
    if kept is None or assessment.finalised_at is None:
        return None
    day = timezone.localdate(assessment.finalised_at)
    return replace(facts_from_plain(kept), today=day)


def _narrowed(whole: ReportFacts, unit: MemberUnit | None, *, with_places: bool) -> ReportFacts:
    """What one kind of report needs of the whole."""
    if not with_places:
        whole = replace(whole, places=())
    if unit is None:
        return whole
    items = tuple(item for item in whole.items if item.lead_code == unit.code)
    codes = {item.code for item in items}
    return replace(
        whole,
        items=items,
        unit=next((item.lead for item in items), department(unit.label)),
        corrections=tuple(each for each in whole.corrections if each.code in codes),
    )


def _read(
    assessment: Assessment, today: date | None, unit: MemberUnit | None, *, with_places: bool
) -> ReportFacts:
    """The facts as the database has them."""
    options = Options.from_json(assessment.settings)
    results = _results(assessment)
    plans = _plans(results)
    reading = _Reading(assessment, options, plans)
    numbers: defaultdict[str, int] = defaultdict(int)
    items = []
    for row in results:
        kind = row.plan_indicator.plan.kind
        numbers[kind] += 1
        if unit is not None and reading.lead_codes.get(row.plan_indicator_id) != unit.code:
            continue
        items.append(reading.item(row, numbers[kind]))
    summary = assessment.summary
    return ReportFacts(
        stage=assessment.stage,
        year=assessment.year,
        region=assessment.region.name,
        region_level=assessment.region.level,
        is_final=assessment.is_final,
        settings=options,
        plans=tuple(plan_facts_of(plan, summary, assessment.region_id) for plan in plans),
        combined=tally_from(summary["combined"]),
        items=tuple(items),
        backgrounds=reading.backgrounds(),
        earlier=earlier_of(assessment),
        reporting=reporting_of(assessment),
        summaries=summaries_of(assessment),
        today=timezone.localdate(assessment.finalised_at) if assessment.finalised_at else today,
        is_demo=assessment.region.is_demo,
        unit=department(unit.label) if unit is not None else "",
        places=places_below(assessment) if with_places else (),
        corrections=corrections_of(assessment, {item.code for item in items}),
        unfrozen=messages.UNFROZEN if assessment.is_final else (),
    )


def _results(assessment: Assessment) -> list[Result]:
    return list(
        Result.objects.filter(assessment=assessment, whose="")
        .select_related(
            "plan_indicator__indicator",
            "plan_indicator__plan__region",
            "plan_indicator__plan__round",
            "plan_indicator__domain",
            "plan_indicator__objective",
            "observation__unit",
            "observation__ledger__file",
            "observation__approved_by",
        )
        .order_by("order")
    )


def _plans(results: Sequence[Result]) -> list[Plan]:
    found: dict[int, Plan] = {}
    for row in results:
        found.setdefault(row.plan_indicator.plan_id, row.plan_indicator.plan)
    return list(found.values())


def _broken_down(
    parts: Mapping[str, Mapping[int, Figure]], shift: int
) -> dict[str, Mapping[int, Figure]]:
    """The figures by sex and area, in the plan's multiple."""
    found: dict[str, Mapping[int, Figure]] = {}
    for name, years in parts.items():
        if name:
            found[name] = {
                year: figure
                if figure.value is None
                else figure._replace(value=figure.value.scaleb(shift))
                for year, figure in years.items()
            }
    return found


@dataclass(frozen=True, slots=True)
class _Definition:
    text: str = ""
    numerator: str = ""
    denominator: str = ""


class _Reading:
    """What the items of one assessment share, read once."""

    def __init__(self, assessment: Assessment, options: Options, plans: list[Plan]) -> None:
        self.assessment = assessment
        self.region = assessment.region
        self.plans = plans
        sheets = sheets_for(plans)
        self.sheets: dict[int, Sheet] = {sheet.row.pk: sheet for sheet in sheets}
        self.figures: Figures = figures_for(sheets, [self.region], assessment.year)
        ids = {sheet.row.indicator_id for sheet in sheets}
        ids |= {sheet.compare_id for sheet in sheets if sheet.compare_id is not None}
        first = min((plan.baseline_year for plan in plans), default=assessment.year)
        years = (first, assessment.year)
        # A finalised run is written from the figures as they stood then.
        self.moment = assessment.finalised_at
        self.parts = series_by_part(self.region, ids, years, self.moment)
        if self.moment is not None:
            self.figures.series = {
                (self.region.pk, pk): parts[""] for pk, parts in self.parts.items() if "" in parts
            }
        self.kept_cases = _kept_cases(assessment)
        codes = ancestor_codes(self.region.code)
        self.above = figures_above(codes, ids, assessment.year, self.moment)
        self.leads, self.lead_codes, self.supports = _responsibilities(plans)
        self.definitions = _definitions(ids, assessment.year)
        self.remedies = ReviewedRemedies(assessment, self.lead_codes)
        self.judging = JudgingSettings(precision=options.precision)
        seen: defaultdict[int, int] = defaultdict(int)
        for sheet in sheets:
            seen[sheet.row.indicator_id] += 1
        self.shared = {pk for pk, times in seen.items() if times > 1}

    def item(self, row: Result, number: int) -> Item:
        plan_indicator = row.plan_indicator
        sheet = self.sheets[plan_indicator.pk]
        indicator = plan_indicator.indicator
        case = self.figures.case(sheet, self.region, self.assessment.year)
        definition = self.definitions.get(indicator.pk, _Definition())
        judged_by, case = self._as_judged(sheet, case)
        shown = measure(row.measure)
        return Item(
            key=f"{sheet.kind}.{indicator.code}",
            plan=sheet.kind,
            number=number,
            code=indicator.code,
            name=full_width(row.name),
            domain=row.domain,
            measure=shown,
            criterion=judged_by,
            verdict=Verdict(row.verdict),
            year=self.assessment.year,
            grade=Grade(row.grade) if row.grade else None,
            is_key=plan_indicator.is_key,
            is_verified=plan_indicator.is_verified,
            is_counted=row.is_counted,
            value=row.value,
            numerator=row.numerator,
            denominator=row.denominator,
            value_year=row.reference_year,
            base=row.base,
            base_year=row.base_year,
            target=row.target,
            upper=row.target_upper,
            target_text=full_width(row.target_text),
            compared=full_width(sheet.wording.compared_name),
            expected=row.expected if "expected" in row.reason else None,
            gap=row.gap,
            reason=row.reason,
            explanation=row.explanation,
            places=series_decimals(plan_indicator.stated_decimals, shown, case.series.values()),
            series=case.series,
            parts=_broken_down(self.parts.get(indicator.pk, {}), sheet.shift),
            met_years=self._met_years(sheet, case.series),
            objective=full_width(plan_indicator.objective.text) if plan_indicator.objective else "",
            lead=self.leads.get(plan_indicator.pk, ""),
            lead_code=self.lead_codes.get(plan_indicator.pk, ""),
            supports=tuple(self.supports.get(plan_indicator.pk, ())),
            definition=definition.text,
            numerator_name=definition.numerator,
            denominator_name=definition.denominator,
            origin=_origin(row.observation),
            is_shared=indicator.pk in self.shared,
            above=None if sheet.shift else self.above.get(indicator.pk),
            remedy=self.remedies.of(plan_indicator),
        )

    def _as_judged(self, sheet: Sheet, case: Case) -> tuple[Criterion, Case]:
        """The criterion and the case, of a run of 0.1 those it was finalised with."""
        kept = self.kept_cases.get((sheet.row.indicator.code, sheet.kind.value))
        if kept is not None:
            return kept.criterion, case._replace(series=kept.series)
        own = sheet.row.plan.region_id == self.region.pk
        return (sheet.own_criterion if own else sheet.criterion), case

    def _met_years(self, sheet: Sheet, series: Mapping[int, Figure]) -> dict[int, bool]:
        """Whether each year's own figure reached what is asked in the end; not judged: left out."""
        met = {}
        for year in sorted(series):
            if series[year].value is None:
                continue
            case = self.figures.case(sheet, self.region, year)
            reached = is_reached(judge(case, self.judging))
            if reached is not None:
                met[year] = reached
        return met

    def backgrounds(self) -> tuple[Background, ...]:
        rows = list(
            PlanIndicator.objects.filter(plan__in=self.plans, rule=RuleKind.BACKGROUND)
            .select_related("indicator")
            .order_by("plan_id", "domain__order", "order")
        )
        ids = {row.indicator_id for row in rows}
        years = (self.assessment.year, self.assessment.year)
        series = series_by_part(self.region, ids, years, self.moment)
        found = {}
        for row in rows:
            shown = measure(row.printed_measure)
            shift = measure_shift(row.indicator.measure, row.printed_measure)
            figures = shifted(series.get(row.indicator_id, {}).get("", {}), shift)
            places = series_decimals(row.stated_decimals, shown, figures.values())
            found[row.indicator_id] = Background(row.name, shown, places, figures)
        return tuple(found.values())


def _kept_cases(assessment: Assessment) -> dict[tuple[str, str], Case]:
    """Indicator and plan → what was judged, of a run that 0.1 finalised."""
    content = assessment.frozen
    if not content:
        return {}
    pairs = zip(content["results"], content["cases"], strict=True)
    return {
        (result["indicator_code"], result["kind"]): case_from_plain(case)
        for result, case in pairs
        if not result["whose"]
    }


def _responsibilities(
    plans: list[Plan],
) -> tuple[dict[int, str], dict[int, str], dict[int, list[str]]]:
    leads: dict[int, str] = {}
    lead_codes: dict[int, str] = {}
    supports: defaultdict[int, list[str]] = defaultdict(list)
    rows = Responsibility.objects.filter(plan_indicator__plan__in=plans).select_related("unit")
    for row in rows.order_by("order", "pk"):
        if row.kind == "lead":
            leads[row.plan_indicator_id] = department(row.unit.label)
            lead_codes[row.plan_indicator_id] = row.unit.code
        else:
            supports[row.plan_indicator_id].append(department(row.unit.label))
    return leads, lead_codes, supports


def _definitions(indicators: set[int], year: int) -> dict[int, _Definition]:
    """The definition in force in ``year``, by indicator."""
    rows = IndicatorDefinition.objects.filter(
        indicator_id__in=indicators, valid_from__lte=year
    ).order_by("valid_from")
    return {
        row.indicator_id: _Definition(
            *(full_width(text) for text in (row.definition, row.numerator, row.denominator))
        )
        for row in rows
    }


def _origin(observation: Observation | None) -> Origin:
    if observation is None:
        return Origin()
    row = observation
    ledger = observation.ledger
    approver = observation.approved_by
    return Origin(
        unit=department(row.unit.label) if row.unit else "",
        text=full_width(row.source_text),
        ledger=ledger.file.name if ledger is not None else "",
        sheet=row.sheet,
        cell=row.cell,
        approver=str(approver) if approver is not None else "",
        is_derived=row.is_derived,
    )
