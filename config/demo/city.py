"""The demonstration's city: six districts ranked, added up, and two of them with a story.

Nobody but the demonstration district has a plan of its own, so the national one judges
the others and the city. Each step looks first whether its work is there.
"""

from __future__ import annotations

from typing import Final

from django.db import transaction

from assessments.choices import BelowChoices
from assessments.models import Assessment, AssessmentBatch, Decision, Result
from assessments.options import Options
from assessments.selectors.batches import places_below
from assessments.services.batches import batch_ask
from assessments.services.bulk import assessments_run
from assessments.services.deciding import decision_make, override_set
from assessments.services.requests import AssessmentRequest, assessments_ask
from config.demo.catalogue import CITY_CODE, FIRST_ROUND, MARK, NEIGHBOURS
from config.demo.history import history_table
from config.demo.judging import BALANCED
from config.demo.values import LAST_YEAR, demo_values
from indicators.core.vocabulary import RuleKind, Stage, Verdict
from indicators.models import Observation, PlanIndicator, Round
from indicators.services.series import series_load
from units.models import Region, User
from units.models.region import NATION_CODE

DISTRICT_SOURCE: Final = f"{MARK}：区年度台账"
CITY_SOURCE: Final = f"{MARK}：市级部门汇总"

UNBALANCED: Final = "350212"  # where the evaluator finds too few women among postgraduates
UNBALANCED_CODE: Final = "I019"
UNDECIDED: Final = frozenset({"350213"})  # still waits for its decisions
FAR_FROM_HALF: Final = f"{MARK}：女研究生不足四成，与2010年相比下降，未达到男女均衡，不予认定。"

OVERRULED: Final = "350205"
OVERRULED_CODE: Final = "I061"
OVERRULED_REASON: Final = (
    f"{MARK}：区妇幼保健院收治外区转来的高危孕产妇，评估组按常住人口复核后"
    "低出生体重发生率为3.96%，不高于4%，结论调整为达标。"
)


def figures_fill() -> bool:
    """Approved figures of the neighbours and of the city. True: some were loaded now."""
    sources = {code: DISTRICT_SOURCE for code, _ in NEIGHBOURS} | {CITY_CODE: CITY_SOURCE}
    waiting = [code for code in sources if not _has_figures(code)]
    for code in waiting:
        series_load(table=history_table(demo_values(code, FIRST_ROUND), sources[code]), region=code)
    return bool(waiting)


def _has_figures(code: str) -> bool:
    return Observation.objects.filter(region__code=code).exists()


def decisions_fill(expert: User) -> None:
    """The evaluator's word on the qualitative indicators, but for one district."""
    rows = list(
        PlanIndicator.objects.filter(
            plan__region__code=NATION_CODE,
            plan__round__name=FIRST_ROUND,
            rule=RuleKind.QUALITATIVE.value,
        ).select_related("plan", "indicator")
    )
    codes = [code for code, _ in NEIGHBOURS if code not in UNDECIDED]
    places = list(Region.objects.filter(code__in=[CITY_CODE, *codes]))
    known = set(Decision.objects.filter(region__in=places).values_list("region", flat=True))
    for place in places:
        if place.pk in known:
            continue
        with transaction.atomic():
            for row in rows:
                for year in (LAST_YEAR - 1, LAST_YEAR) if place.code == CITY_CODE else (LAST_YEAR,):
                    _decide(row, place, year, expert)


def _decide(row: PlanIndicator, place: Region, year: int, expert: User) -> None:
    is_unmet = (place.code, row.indicator.code) == (UNBALANCED, UNBALANCED_CODE)
    decision_make(
        plan_indicator=row,
        region=place,
        year=year,
        verdict=Verdict.UNMET if is_unmet else Verdict.MET,
        reason=FAR_FROM_HALF if is_unmet else BALANCED,
        user=expert,
    )


def assessments_fill(office: User) -> tuple[list[Assessment], bool]:
    """The city's own assessments and the batch of its districts, and whether they are new.

    Asked before the demonstration district's own ones: its final assessment stands in both.
    """
    city = Region.objects.get(code=CITY_CODE)
    final = _question(city, Stage.FINAL, LAST_YEAR)
    own = [_question(city, Stage.ANNUAL, LAST_YEAR - 1), final]
    is_new = not AssessmentBatch.objects.filter(region=city).exists()
    if is_new:
        places = list(places_below(city, BelowChoices.COUNTY))
        with transaction.atomic():
            assessments_ask(requests=own, user=office)
            batch_ask(request=final, places=places, user=office)
    rows = Assessment.objects.filter(region__in=Region.objects.within(city), round=final.round)
    questions = {question.fingerprint for question in own}
    asked = rows.filter(question__in=questions) | rows.filter(batch__region=city)
    return list(asked.order_by("pk")), is_new


def _question(place: Region, stage: Stage, year: int) -> AssessmentRequest:
    return AssessmentRequest(
        place, Round.objects.get(name=FIRST_ROUND), stage, year, "both", Options()
    )


def override_fill(expert: User) -> None:
    """One verdict overruled with a reason, and the draft computed with it."""
    result = (
        Result.objects.filter(
            assessment__region__code=OVERRULED,
            assessment__batch__region__code=CITY_CODE,
            plan_indicator__indicator__code=OVERRULED_CODE,
            whose="",
            verdict=Verdict.UNMET,
        )
        .select_related("assessment", "plan_indicator")
        .first()
    )
    if result is None:
        return
    override_set(
        assessment=result.assessment,
        plan_indicator=result.plan_indicator,
        whose="",
        verdict=Verdict.MET,
        reason=OVERRULED_REASON,
        user=expert,
    )
    assessments_run([result.assessment.pk])
