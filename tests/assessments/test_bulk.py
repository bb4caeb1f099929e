"""Many places at once give the same rows as one place after the other."""

from __future__ import annotations

import json
import random
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from assessments.core.options import TargetsOf
from assessments.models import Assessment, AssessmentBatch, Decision, Override, Result
from assessments.options import Options
from assessments.services.bulk import assessments_run
from assessments.services.requests import AssessmentRequest, assessments_ask
from assessments.tasks import assessment_run
from indicators.core.vocabulary import Basis, Stage, Trend
from tests.asking import assessment_asked, assessment_computed
from tests.assessments.test_computing import asked, observed
from tests.factories import RegionFactory, RoundFactory
from tests.queries import count_queries

pytestmark = pytest.mark.django_db

RULES = (
    ("at_least", 80, {}),
    ("at_most", 40, {}),
    ("around", 50, {"tolerance": 5}),
    ("rise", None, {}),
    ("fall", None, {}),
    ("at_most_of_baseline", None, {"factor": "5/6"}),
    ("change_at_least", None, {"change_points": 10}),
    ("qualitative", None, {}),
    ("at_least", 95, {"aggregate": "worst_part"}),
)
FIELDS = [f.attname for f in Result._meta.concrete_fields if f.attname != "id"]


def county(number: int, parent):
    return RegionFactory(code=f"3502{number:02}", name=f"区{number}", parent=parent)


def catalogue(city) -> list:
    rows = [
        asked(f"A{n}", rule, target, region=city, kind=("women", "children")[n % 2], **more)
        for n, (rule, target, more) in enumerate(RULES)
    ]
    compared = asked("B1", "at_least_indicator", region=city, compare_with=rows[0].indicator)
    census = asked("B2", "at_least", 60, region=city)
    census.indicator.frequency = "census"
    census.indicator.save()
    return [*rows, compared, census]


def fill(place, rows, seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - repeatable figures, no secret
    for row in rows:
        for year in range(2010, 2021):
            if rng.random() < 0.35:
                continue
            counts = rng.random() < 0.4
            observed(
                row.indicator.code,
                year,
                Decimal(rng.randint(200, 1000)) / 10,
                region=place,
                decimals=1,
                **({"numerator": rng.randint(1, 90), "denominator": 100} if counts else {}),
            )
        if row.rule == "qualitative" and rng.random() < 0.7:
            Decision.objects.create(
                plan_indicator=row, region=place, reference_year=2020, verdict="met", reason="认定"
            )


@pytest.fixture
def city():
    return RegionFactory(code="350200", name="厦门市")


def stored(pks) -> dict[str, list[tuple]]:
    rows = Result.objects.filter(assessment__in=pks).order_by("assessment", "whose", "order")
    by_place: dict[str, list[tuple]] = {}
    for row in rows.select_related("assessment__region"):
        values = tuple(getattr(row, name) for name in FIELDS if name != "assessment_id")
        by_place.setdefault(row.assessment.region.code, []).append(values)
    return by_place


@pytest.mark.parametrize(
    ("basis", "trend"), [*((basis, Trend.BASE) for basis in Basis), (Basis.FINAL, Trend.LAST_YEAR)]
)
def test_the_same_rows_as_one_by_one(city, basis: Basis, trend: Trend) -> None:
    nation = RegionFactory(code="000000", name="全国")
    city.parent = nation
    city.save()
    asked("A0", "at_least", 90, region=nation)
    rows = catalogue(city)
    places = [county(number, city) for number in range(1, 7)]
    for number, place in enumerate(places):
        fill(place, rows, number)
        town = RegionFactory(code=f"{place.code}001", name="镇", parent=place)
        fill(town, rows[8:9], 100 + number)
    options = Options(basis=basis, targets_of=TargetsOf.BOTH, trend=trend)
    questions = [
        AssessmentRequest(place, RoundFactory(), Stage.FINAL, 2020, options=options)
        for place in places
    ]
    singles = [assessment_asked(question) for question in questions]
    Override.objects.create(
        assessment=singles[0], plan_indicator=rows[0], verdict="not_assessable", reason="口径不同"
    )
    for row in singles:
        assessment_computed(row)
    pks = [row.pk for row in singles]
    one_by_one = stored(pks)
    summaries = dict(Assessment.objects.values_list("pk", "summary"))
    assert assessments_ask(requests=questions) == pks
    assert assessments_run(pks) == pks
    assert stored(pks) == one_by_one
    assert dict(Assessment.objects.values_list("pk", "summary")) == summaries
    assert set(Assessment.objects.values_list("job_state", flat=True)) == {"done"}
    assert singles[0].plans.count() == 3
    verdicts = {
        values[FIELDS.index("verdict") - 1] for each in one_by_one.values() for values in each
    }
    assert verdicts == {"met", "unmet", "no_data", "not_assessable"}
    grades = {values[FIELDS.index("grade") - 1] for each in one_by_one.values() for values in each}
    assert "lost" in grades


def test_a_chunk_is_a_fixed_number_of_queries(city) -> None:
    rows = catalogue(city)
    made: list[int] = []

    def add(count: int) -> None:
        for _ in range(count):
            place = county(len(made) + 1, city)
            fill(place, rows[:3], len(made))
            question = AssessmentRequest(place, RoundFactory(), Stage.FINAL, 2020)
            made.append(assessment_asked(question).pk)

    def compute() -> int:
        Assessment.objects.update(job_state="queued", attempt=0)
        sent = count_queries(lambda: assessments_run(made))
        return sum(not sql.startswith("INSERT") for sql in sent)  # SQLite takes few rows at once

    add(2)
    few = compute()
    add(10)
    assert compute() == few


def test_a_place_that_cannot_be_judged_is_refused_in_its_row_and_the_others_done(city) -> None:
    asked("A1", "at_least", 95, region=city)
    below, alone = county(1, city), RegionFactory(code="350300", name="莆田市")
    for place in (below, alone):
        asked("A1", "at_least", 95, region=place)
    observed("A1", 2020, 96, region=below)
    options = Options(targets_of=TargetsOf.ABOVE)
    good, refused = (
        assessment_asked(
            AssessmentRequest(place, RoundFactory(), Stage.FINAL, 2020, options=options)
        )
        for place in (below, alone)
    )
    assessments_run([good.pk, refused.pk])
    told = {row.pk: (row.job_state, row.job_error) for row in Assessment.objects.all()}
    assert told[good.pk] == ("done", "")
    assert told[refused.pk][0] == "failed"
    assert "上级没有这一轮规划" in told[refused.pk][1]
    assert good.results.count() == 1


def test_what_another_worker_has_is_left_to_it(city) -> None:
    asked("A1", "at_least", 95, region=city)
    rows = [
        assessment_asked(AssessmentRequest(county(n, city), RoundFactory(), Stage.FINAL, 2020))
        for n in (1, 2)
    ]
    first, second = rows
    assert assessments_run([first.pk]) == [first.pk]
    assert assessments_run([first.pk, second.pk]) == [second.pk]
    assert assessments_run([first.pk, second.pk]) == []


def test_one_wake_up_computes_the_batch(city) -> None:
    asked("A1", "at_least", 95, region=city)
    batch = AssessmentBatch.objects.create(region=city, title="各区2020年")
    places = [county(n, city) for n in (1, 2, 3)]
    questions = [AssessmentRequest(place, RoundFactory(), Stage.FINAL, 2020) for place in places]
    pks = assessments_ask(requests=questions, batch=batch)
    assessment_run(pks[1])
    assert set(batch.assessments.values_list("job_state", flat=True)) == {"done"}


def test_the_command_tells_every_place_in_one_document(city) -> None:
    asked("A1", "at_least", 95, region=city)
    for number in range(1, 4):
        observed("A1", 2020, 94 + number, region=county(number, city))
    out = StringIO()
    arguments = {"round": "2011-2020", "stage": "final", "year": 2020, "descendants": True}
    call_command("run_assessment", region="350200", json=True, stdout=out, **arguments)
    told = json.loads(out.getvalue())["assessments"]
    assert [d["combined"]["rate"] for d in told] == ["100.00", "100.00", "100.00"]
    assert [d["region"] for d in told] == ["350201", "350202", "350203"]
    out = StringIO()
    Assessment.objects.update(job_state="running", lease_until=None)
    with pytest.raises(CommandError, match="正由工作进程计算"):
        call_command("run_assessment", region="350200", json=True, stdout=out, **arguments)
    told = json.loads(out.getvalue())
    assert told["assessments"] == []
    assert "正由工作进程计算" in told["error"]
