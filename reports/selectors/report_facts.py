"""Everything a report is written from, read in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from assessments.models import Assessment, Result
from assessments.options import Options
from assessments.selectors.cases import figures_for, shifted
from assessments.selectors.plans import measure_shift, sheets_for
from indicators.choices import ObservationSource, SubmissionState, WorkPaperKind
from indicators.core.case import JudgingSettings
from indicators.core.judging import judge
from indicators.core.standing import is_reached
from indicators.core.vocabulary import Grade, PlanKind, RuleKind, Stage, Verdict, measure
from indicators.models import (
    IndicatorDefinition,
    Observation,
    ObservationRevision,
    PlanIndicator,
    Responsibility,
    Submission,
    WorkPaper,
)
from indicators.wording.decimals import series_decimals
from reports.facts import (
    Background,
    Earlier,
    Item,
    Origin,
    PlanFacts,
    ReportFacts,
    Reporting,
    Summary,
)
from reports.names import department, full_width
from reports.selectors.corrections import corrections_of
from reports.selectors.places_below import places_below, tally_from
from reports.selectors.report_series import figures_above, series_by_part
from units.models.region import ancestor_codes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from assessments.selectors.cases import Figures
    from assessments.selectors.plans import Sheet
    from indicators.core.case import Figure
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
    options = Options.from_json(assessment.settings)
    results = _results(assessment)
    plans = _plans(results)
    reading = _Reading(assessment, options, plans)
    numbers: defaultdict[str, int] = defaultdict(int)
    items = []
    for row in results:
        kind = row.plan_indicator.plan.kind
        numbers[kind] += 1
        if unit is not None and reading.lead_ids.get(row.plan_indicator_id) != unit.pk:
            continue
        items.append(reading.item(row, numbers[kind]))
    summary = assessment.summary
    return ReportFacts(
        assessment=assessment.pk,
        stage=assessment.stage,
        year=assessment.year,
        region=assessment.region.name,
        region_level=assessment.region.level,
        round_name=str(assessment.round),
        is_final=assessment.is_final,
        settings=options,
        plans=tuple(_plan_facts(plan, summary) for plan in plans),
        combined=tally_from(summary["combined"]),
        items=tuple(items),
        backgrounds=reading.backgrounds(),
        earlier=_earlier(assessment),
        reporting=_reporting(assessment),
        summaries=_summaries(assessment),
        today=timezone.localdate(assessment.finalised_at) if assessment.finalised_at else today,
        is_demo=assessment.region.is_demo,
        unit=department(unit.label) if unit is not None else "",
        places=places_below(assessment) if with_places else (),
        corrections=corrections_of(assessment, {item.code for item in items}),
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
        codes = ancestor_codes(self.region.code)
        self.above = figures_above(codes, ids, assessment.year, self.moment)
        self.leads, self.lead_ids, self.supports = _responsibilities(plans)
        self.definitions = _definitions(ids, assessment.year)
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
        own = plan_indicator.plan.region_id == self.region.pk
        midterm = sheet.criterion.midterm
        shown = measure(row.measure)
        return Item(
            key=f"{sheet.kind}.{indicator.code}",
            plan=sheet.kind,
            number=number,
            code=indicator.code,
            name=full_width(row.name),
            domain=row.domain,
            measure=shown,
            criterion=sheet.own_criterion if own else sheet.criterion,
            verdict=Verdict(row.verdict),
            year=self.assessment.year,
            stage=self.assessment.stage,
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
            midterm_target=midterm.value if midterm is not None else None,
            expected=row.expected,
            gap=row.gap,
            achievement=row.achievement,
            reason=row.reason,
            explanation=row.explanation,
            places=series_decimals(plan_indicator.stated_decimals, shown, case.series.values()),
            series=case.series,
            parts=_broken_down(self.parts.get(indicator.pk, {}), sheet.shift),
            met_years=self._met_years(sheet, case.series),
            objective=full_width(plan_indicator.objective.text) if plan_indicator.objective else "",
            lead=self.leads.get(plan_indicator.pk, ""),
            supports=tuple(self.supports.get(plan_indicator.pk, ())),
            definition=definition.text,
            numerator_name=definition.numerator,
            denominator_name=definition.denominator,
            source=plan_indicator.source,
            origin=_origin(row.observation),
            is_shared=indicator.pk in self.shared,
            above=None if sheet.shift else self.above.get(indicator.pk),
        )

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


def _responsibilities(
    plans: list[Plan],
) -> tuple[dict[int, str], dict[int, int], dict[int, list[str]]]:
    leads: dict[int, str] = {}
    lead_ids: dict[int, int] = {}
    supports: defaultdict[int, list[str]] = defaultdict(list)
    rows = Responsibility.objects.filter(plan_indicator__plan__in=plans).select_related("unit")
    for row in rows.order_by("order", "pk"):
        if row.kind == "lead":
            leads[row.plan_indicator_id] = department(row.unit.label)
            lead_ids[row.plan_indicator_id] = row.unit_id
        else:
            supports[row.plan_indicator_id].append(department(row.unit.label))
    return leads, lead_ids, supports


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


def _plan_facts(plan: Plan, summary: Mapping[str, list[dict[str, object]]]) -> PlanFacts:
    own = next(row for row in summary["plans"] if row["kind"] == plan.kind)
    return PlanFacts(
        kind=PlanKind(plan.kind),
        title=plan.title,
        start_year=plan.start_year,
        midterm_year=plan.midterm_year,
        end_year=plan.end_year,
        baseline_year=plan.baseline_year,
        tally=tally_from(own),
        domains=tuple(
            (str(row["domain"]), tally_from(row))
            for row in summary["domains"]
            if row["kind"] == plan.kind
        ),
    )


def _earlier(assessment: Assessment) -> Earlier | None:
    """The newest computed mid-term of the same place and round, for a final report."""
    if assessment.stage != Stage.FINAL:
        return None
    found = (
        Assessment.objects.filter(
            region=assessment.region,
            round=assessment.round,
            kind=assessment.kind,
            stage=Stage.MIDTERM,
            computed_at__isnull=False,
        )
        .order_by("-state", "-computed_at")
        .first()
    )
    if found is None:
        return None
    rows = Result.objects.filter(assessment=found, whose="").values_list(
        "plan_indicator__plan__kind", "plan_indicator__indicator__code", "verdict"
    )
    verdicts = {f"{kind}:{code}": Verdict(verdict) for kind, code, verdict in rows}
    return Earlier(found.year, tally_from(found.summary["combined"]), verdicts)


def _reporting(assessment: Assessment) -> Reporting:
    """How the reporting of the assessed year went, and what was corrected up to now."""
    states = list(
        Submission.objects.filter(
            reporting_round__region=assessment.region,
            reporting_round__reference_year=assessment.year,
        ).values_list("state", "times_submitted")
    )
    return Reporting(
        units=len(states),
        submitted=sum(1 for _, times in states if times),
        approved=sum(1 for state, _ in states if state == SubmissionState.APPROVED),
        returned=sum(1 for _, times in states if times > 1),
        corrections=ObservationRevision.objects.filter(
            region=assessment.region,
            source=ObservationSource.CORRECTION,
            reference_year__lte=assessment.year,
            approved_at__lte=assessment.finalised_at or timezone.now(),
        ).count(),
    )


def _summaries(assessment: Assessment) -> tuple[Summary, ...]:
    papers = (
        WorkPaper.objects.filter(
            reporting_round__region=assessment.region,
            reporting_round__reference_year=assessment.year,
            kind=WorkPaperKind.SUMMARY,
            state=SubmissionState.APPROVED,
        )
        .exclude(text="")
        .select_related("unit")
        .order_by("unit__order", "unit__code")
    )
    return tuple(Summary(paper.unit.label, paper.text) for paper in papers)
