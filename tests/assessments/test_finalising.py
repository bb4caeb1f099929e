"""A finalised assessment stands: frozen, hashed, checkable, unchangeable."""

from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection
from hypothesis import given
from hypothesis import strategies as st

from assessments import messages
from assessments.core.freezing import case_from_plain, case_to_plain, content_hash
from assessments.models import Assessment, Result
from assessments.options import Options
from assessments.selectors.documents import assessment_document
from assessments.services.bulk import assessments_run
from assessments.services.finalising import assessment_finalise, assessment_recheck
from assessments.services.requests import AssessmentRequest
from indicators.core.case import Case, Figure, Goal, criterion
from indicators.core.vocabulary import Basis, RuleKind, Stage
from indicators.models import Domain, Observation, PlanIndicator, Target
from tests.asking import assessment_asked, assessment_computed
from tests.assessments.test_computing import asked, observed
from tests.factories import RegionFactory, RoundFactory, TargetFactory
from units.choices import JobState


@pytest.fixture
def draft(db) -> Assessment:
    asked("A1", "at_least", 95)
    asked("A2", "rise")
    observed("A1", 2020, "95.5", numerator=191, denominator=200)
    observed("A2", 2010, 40)
    observed("A2", 2020, 41)
    return computed()


def computed(**options) -> Assessment:
    question = AssessmentRequest(
        RegionFactory(), RoundFactory(), Stage.FINAL, 2020, options=Options(**options)
    )
    row = assessment_asked(question)
    assessments_run([row.pk])  # on a committing test the wake-up has computed it already
    row.refresh_from_db()
    assert row.job_state == JobState.DONE
    return row


def test_finalised_content_is_hashed_and_rechecks_as_consistent(draft):
    final = assessment_finalise(assessment=draft, user=None)
    assert final.is_final
    assert len(final.content_hash) == 64
    check = assessment_recheck(Assessment.objects.get(pk=final.pk))
    assert check.is_consistent
    assert check.by_data == ()


def test_a_hash_keeps_its_algorithm(draft, settings):
    settings.DIGEST = "sm3"
    final = assessment_finalise(assessment=draft, user=None)
    settings.DIGEST = "sha256"
    assert final.hash_algorithm == "sm3"
    assert final.content_hash == content_hash(final.frozen, "sm3")
    assert assessment_recheck(Assessment.objects.get(pk=final.pk)).is_consistent


def test_the_same_data_freeze_to_the_same_hash(draft):
    first = assessment_finalise(assessment=draft, user=None)
    second = computed()
    assert second.pk != first.pk
    assert assessment_finalise(assessment=second, user=None).content_hash == first.content_hash


def test_a_planted_edit_of_the_frozen_content_shows(draft):
    final = assessment_finalise(assessment=draft, user=None)
    final.frozen["cases"][0]["series"]["2020"][1] = "180"
    check = assessment_recheck(final)
    assert not check.is_intact
    assert [(d.indicator_code, d.frozen, d.now) for d in check.by_rules] == []
    final.frozen["cases"][0]["series"]["2020"][0] = "90"
    check = assessment_recheck(final)
    assert [(d.indicator_code, d.frozen, d.now) for d in check.by_rules] == [("A1", "met", "unmet")]


def test_later_corrections_show_as_data_differences_and_leave_the_final_alone(draft):
    final = assessment_finalise(assessment=draft, user=None)
    Observation.objects.filter(indicator__code="A2", reference_year=2020).update(value=39)
    check = assessment_recheck(final)
    assert check.is_consistent
    assert ("A2", "verdict", "met", "unmet") in {
        (d.indicator_code, d.field, d.frozen, d.now) for d in check.by_data
    }
    assert Result.objects.get(assessment=final, plan_indicator__name="指标A2").verdict == "met"


def test_data_that_moved_since_computing_stop_the_finalising(draft):
    Target.objects.update(value=96)
    with pytest.raises(ValidationError, match="指标A1"):
        assessment_finalise(assessment=draft, user=None)


@pytest.mark.statement("S22")
def test_a_final_one_is_neither_computed_nor_finalised_again(draft):
    final = assessment_finalise(assessment=draft, user=None)
    for act in (
        lambda: assessment_computed(final),
        lambda: assessment_finalise(assessment=final, user=None),
    ):
        with pytest.raises(ValidationError) as refusal:
            act()
        assert refusal.value.messages == [messages.FINAL_IS_FIXED]


def test_asking_again_after_the_final_makes_a_new_draft(draft):
    final = assessment_finalise(assessment=draft, user=None)
    again = computed()
    assert (again.pk != final.pk, again.is_final) == (True, False)


def test_a_draft_not_computed_cannot_be_finalised(db):
    asked("A1", "at_least", 95)
    row = assessment_asked(AssessmentRequest(RegionFactory(), RoundFactory(), Stage.FINAL, 2020))
    with pytest.raises(ValidationError) as refusal:
        assessment_finalise(assessment=row, user=None)
    assert refusal.value.messages == [messages.NOT_COMPUTED]


def yearly_target(code: str, year: int, value) -> None:
    row = PlanIndicator.objects.get(indicator__code=code)
    TargetFactory(plan_indicator=row, stage="annual", year=year, value=value)


def test_targets_of_years_are_frozen_in_order_and_recheck(draft):
    for year, value in ((2020, "95.5"), (2019, 94)):
        yearly_target("A1", year, value)
    final = assessment_finalise(assessment=computed(basis=Basis.ANNUAL), user=None)
    stated = final.frozen["cases"][0]["criterion"]
    assert stated["annual"] == [[2019, ["94", None]], [2020, ["95.5", None]]]
    assert "annual" not in final.frozen["cases"][1]["criterion"]
    assert final.frozen["results"][0]["target"] == "95.5"
    check = assessment_recheck(Assessment.objects.get(pk=final.pk))
    assert (check.is_consistent, check.by_data) == (True, ())
    stated["annual"][1][1][0] = "96"
    changed = assessment_recheck(final)
    assert [(d.indicator_code, d.frozen, d.now) for d in changed.by_rules] == [
        ("A1", "met", "unmet")
    ]


def test_what_was_frozen_before_targets_of_years_were_judged_still_rechecks(draft):
    """Such content names no ``annual``; targets of years that the plan got later, or had
    without being judged by them, change nothing."""
    final = assessment_finalise(assessment=draft, user=None)
    assert [set(c["criterion"]) & {"annual"} for c in final.frozen["cases"]] == [set(), set()]
    assert final.frozen["format"] == 1
    yearly_target("A1", 2020, 99)
    check = assessment_recheck(Assessment.objects.get(pk=final.pk))
    assert (check.is_intact, check.by_rules, check.by_data) == (True, (), ())


@given(st.dictionaries(st.integers(2011, 2020), st.decimals(0, 10**8, places=6), max_size=5))
def test_targets_of_years_survive_the_way_to_plain_data_and_back(targets):
    annual = tuple((year, Goal(value, value + 1)) for year, value in targets.items())
    standard = replace(criterion(RuleKind.RANGE, "%"), annual=annual)
    case = Case(standard, 2020)
    back = case_from_plain(case_to_plain(case))
    assert back == case
    backwards = case._replace(criterion=replace(standard, annual=annual[::-1]))
    assert content_hash(case_to_plain(backwards)) == content_hash(case_to_plain(case))


@given(st.decimals(min_value=-(10**8), max_value=10**8, places=6))
def test_any_figure_survives_the_way_to_plain_data_and_back(value):
    case = Case(
        criterion(RuleKind.AT_LEAST, "%", target="95"), 2020, {2020: Figure(2020, value, None)}
    )
    assert case_from_plain(case_to_plain(case)) == case


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", [Assessment, Result])
def test_postgresql_itself_refuses_to_touch_a_final(table):
    if connection.vendor != "postgresql":
        return
    asked("A1", "at_least", 95)
    observed("A1", 2020, 96)
    final = assessment_finalise(assessment=computed(), user=None)
    rows = table.objects.filter(pk=final.pk) if table is Assessment else final.results.all()
    with pytest.raises(DatabaseError, match="never changed"):
        rows.update(**({"year": 2019} if table is Assessment else {"verdict": "unmet"}))
    with pytest.raises(DatabaseError, match="never changed"):
        rows._raw_delete("default")
    if table is Result:
        one = Result.objects.filter(assessment=final).first()
        one.pk, one.whose = None, "above"
        with pytest.raises(DatabaseError, match="no further results"):
            one.save(force_insert=True)


def test_results_keep_the_names_they_were_judged_under(draft):
    final = assessment_finalise(assessment=draft, user=None)
    row = Result.objects.select_related("plan_indicator__domain").get(
        assessment=final, plan_indicator__indicator__code="A1"
    )
    before = (row.name, row.domain, row.measure)
    judged = row.plan_indicator
    assert before == (judged.name, judged.domain.name, judged.printed_measure)
    PlanIndicator.objects.filter(pk=judged.pk).update(name="改名后的指标", measure="万人")
    Domain.objects.filter(pk=judged.domain_id).update(name="改名后的领域")
    told = next(
        each for each in assessment_document(final)["results"] if each["indicator_code"] == "A1"
    )
    assert (told["name"], told["domain"]) == before[:2]
    row.refresh_from_db()
    assert row.measure == before[2]
