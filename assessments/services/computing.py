"""From figures to results: one place's assessment computed and stored.

Parsing, reading and judging come first; one short transaction then replaces the
results of the draft. The same draft computed twice holds the same rows.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from assessments import messages
from assessments.choices import AssessmentState
from assessments.core.options import Options, TargetsOf, options_from_json
from assessments.core.tally import Entry, Tally, count, is_counted
from assessments.models import Assessment, Override, Result
from assessments.selectors.cases import Figures, figures_for
from assessments.selectors.plans import ABOVE, Sheet, plans_above, plans_for, sheets_for
from indicators.core.judging import judge
from indicators.core.vocabulary import RuleKind, Verdict

if TYPE_CHECKING:
    from indicators.core.case import Case
    from indicators.core.reasons import Judgement, Reason
    from indicators.models import Plan
    from units.jobs import Lease
    from units.models import Region

_LARGEST = Decimal(10) ** 9


@dataclass(frozen=True, slots=True)
class Judged:
    """A question answered in memory. ``cases`` stand in the order of ``rows``."""

    plans: list[Plan]
    rows: list[Result]
    cases: list[Case]
    summary: dict[str, Any]


def assessment_compute(*, assessment: Assessment, lease: Lease | None = None) -> Assessment:
    """Judge the draft's question on today's approved figures and store the results.

    Raises ValidationError when the assessment is finalised or no plan judges the place.
    """
    if assessment.is_final:
        raise ValidationError(messages.FINAL_IS_FIXED, code="final")
    judged = assessment_judge(assessment, lease)
    if lease is not None:
        lease.report(3, 4, messages.STEP_STORE)
    _store(assessment, judged, lease)
    return assessment


def assessment_judge(assessment: Assessment, lease: Lease | None = None) -> Judged:
    """Judge without storing anything."""
    options = options_from_json(assessment.settings)
    plans, above = _plans(assessment, options)
    sheets = sheets_for(plans)
    sheets_above = sheets_for(above)
    if lease is not None:
        lease.report(1, 4, messages.STEP_READ)
    figures = figures_for([*sheets, *sheets_above], [assessment.region], assessment.year)
    if lease is not None:
        lease.report(2, 4, messages.STEP_JUDGE)
    overrides = {
        (o.plan_indicator_id, o.whose): Verdict(o.verdict)
        for o in Override.objects.filter(assessment=assessment)
    }
    judging = _Judging(assessment, options, figures, overrides)
    rows = [judging.result(sheet, "") for sheet in sheets]
    rows_above = [judging.result(sheet, ABOVE) for sheet in sheets_above]
    summary = {
        **judging.summary(sheets, rows),
        "above": judging.summary(sheets_above, rows_above) if above else None,
    }
    cases = [
        figures.case(sheet, assessment.region, assessment.year)
        for sheet in [*sheets, *sheets_above]
    ]
    return Judged([*plans, *above], [*rows, *rows_above], cases, summary)


def _plans(assessment: Assessment, options: Options) -> tuple[list[Plan], list[Plan]]:
    """The plans to judge by, and those of the level above where asked for."""
    region, round_, kind = assessment.region, assessment.round, assessment.kind
    above: list[Plan] = []
    if options.targets_of is not TargetsOf.OWN:
        above = plans_above(region, round_, kind)
        if not above:
            raise ValidationError(messages.NO_PLAN_ABOVE.format(region=region), code="no_plan")
    if options.targets_of is TargetsOf.ABOVE:
        return above, []
    plans = plans_for(region, round_, kind)
    if not plans:
        raise ValidationError(messages.NO_PLAN.format(region=region, round=round_), code="no_plan")
    return plans, above


class _Judging:
    """Judging one place's sheets under one set of options."""

    def __init__(
        self,
        assessment: Assessment,
        options: Options,
        figures: Figures,
        overrides: dict[tuple[int, str], Verdict],
    ) -> None:
        self.assessment = assessment
        self.region: Region = assessment.region
        self.figures = figures
        self.overrides = overrides
        self.judging = options.judging()
        self.counting = options.counting()
        self.options = options

    def result(self, sheet: Sheet, whose: str) -> Result:
        case = self.figures.case(sheet, self.region, self.assessment.year)
        judgement = judge(case, self.judging)
        verdict = self.overrides.get((sheet.row.pk, whose), judgement.verdict)
        is_overridden = verdict is not judgement.verdict
        reason = judgement.reason
        figure = case.series.get(reason.value_year) if reason.value_year else None
        if figure is not None and figure.source != judgement.source:
            figure = None  # the worst part was judged: these counts are not its
        entry = self._entry(sheet, verdict)
        source = judgement.source
        return Result(
            assessment=self.assessment,
            plan_indicator=sheet.row,
            whose=whose,
            order=0,
            rule=sheet.row.rule,
            verdict=verdict.value,
            computed_verdict=judgement.verdict.value if is_overridden else "",
            grade="" if is_overridden or judgement.grade is None else judgement.grade.value,
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
            expected=_kept(reason.expected),
            gap=_kept(reason.gap),
            achievement=_kept(judgement.achievement),
            reason=reason_json(reason),
            explanation=self._explanation(sheet, judgement),
            observation_id=source,
            observation_revision=None if source is None else self.figures.revisions[source],
        )

    def _explanation(self, sheet: Sheet, judgement: Judgement) -> str:
        compared = sheet.row.compare_with
        name = "" if compared is None else compared.name
        words = messages.Wording(sheet.criterion, sheet.row.target_text, name)
        return messages.explain(judgement, words)

    def _entry(self, sheet: Sheet, verdict: Verdict) -> Entry:
        return Entry(sheet.kind, sheet.domain, RuleKind(sheet.row.rule), sheet.row.is_key, verdict)

    def summary(self, sheets: list[Sheet], rows: list[Result]) -> dict[str, Any]:
        """Tallies of the contract: plans, combined, domains. Gives the rows their order."""
        entries = []
        for number, (sheet, row) in enumerate(zip(sheets, rows, strict=True)):
            row.order = number
            entries.append(self._entry(sheet, Verdict(row.verdict)))
        counted = count(entries, self.counting)
        return {
            "plans": [
                {"kind": kind.value, **tally_json(tally)} for kind, tally in counted.plans.items()
            ],
            "combined": tally_json(counted.combined),
            "domains": [
                {"kind": kind.value, "domain": domain, **tally_json(tally)}
                for (kind, domain), tally in counted.domains.items()
            ],
        }


def tally_json(tally: Tally) -> dict[str, Any]:
    return asdict(tally)


def reason_json(reason: Reason) -> dict[str, Any]:
    """The typed reason as plain data: texts of decimals, no empty fields."""
    plain: dict[str, Any] = {}
    for name, value in reason._asdict().items():
        if value is None or value == () or value == "":
            continue
        if name == "notes":
            plain[name] = [[_plain(part) for part in note] for note in reason.notes]
        else:
            plain[name] = _plain(value)
    return plain


def _plain(value: Any) -> Any:
    return format(value.normalize(), "f") if isinstance(value, Decimal) else value


def _kept(value: Decimal | None) -> Decimal | None:
    """Six decimals for the database; a number too large to print is not kept."""
    if value is None or abs(value) >= _LARGEST:
        return None
    return value.quantize(Decimal("0.000001"))


def _store(assessment: Assessment, judged: Judged, lease: Lease | None) -> None:
    with transaction.atomic():
        if lease is not None:
            lease.hold()
        still_draft = Assessment.objects.filter(
            pk=assessment.pk, state=AssessmentState.DRAFT
        ).update(summary=judged.summary, computed_at=timezone.now())
        if not still_draft:
            raise ValidationError(messages.FINAL_IS_FIXED, code="final")
        Result.objects.filter(assessment=assessment).delete()
        Result.objects.bulk_create(judged.rows, batch_size=500)
        assessment.plans.set(judged.plans)
    assessment.refresh_from_db()
