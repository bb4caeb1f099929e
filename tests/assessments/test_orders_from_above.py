"""An upper level's runs stand beside the place's own, are its own work, and rewrite nothing."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import Assessment
from assessments.selectors.run_book import run_book
from assessments.services.batches import batch_ask
from assessments.services.requests import AssessmentRequest
from indicators.core.vocabulary import Stage
from reports.models import Report
from tests.asking import assessment_asked
from tests.assessments.test_computing import asked
from tests.assessments.test_finalising import computed
from tests.factories import RegionFactory, RoundFactory, user_with
from units.choices import JobState, Role
from units.models import Region, User

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def city() -> Region:
    made: Region = RegionFactory(code="350200", name="厦门市")
    return made


@pytest.fixture
def draft(city: Region) -> Assessment:
    asked("A1", "at_least", 95)
    return computed()


def question(place: Region) -> AssessmentRequest:
    return AssessmentRequest(place, RoundFactory(), Stage.FINAL, 2020)


def browse(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def test_a_batch_of_the_city_makes_its_own_runs_beside(city: Region, draft: Assessment) -> None:
    above = user_with(Role.OFFICE, city)
    _, (pk,) = batch_ask(request=question(city), places=[draft.region], user=above)
    made = Assessment.objects.get(pk=pk)
    assert (pk != draft.pk, made.ordered_by, made.keeper) == (True, city, city)
    draft.refresh_from_db()
    assert (draft.job_state, draft.batch, draft.requested_by) == (JobState.DONE, None, None)
    _, again = batch_ask(request=question(city), places=[draft.region], user=above)
    assert again == [pk]


def test_the_districts_own_office_asks_for_its_own(city: Region, draft: Assessment) -> None:
    office = user_with(Role.OFFICE, draft.region)
    assert assessment_asked(question(draft.region), user=office).pk == draft.pk
    assert draft.keeper == draft.region


def test_each_office_finalises_and_computes_only_its_own(city: Region, draft: Assessment) -> None:
    above, office = user_with(Role.OFFICE, city), user_with(Role.OFFICE, draft.region)
    of_city = assessment_asked(question(draft.region), user=above)
    for user, own, other in ((above, of_city, draft), (office, draft, of_city)):
        for page in ("assessment_run_again", "assessment_finalise"):
            address = reverse(f"reports:{page}", args=[other.pk])
            assert browse(user).post(address).status_code == 404
            address = reverse(f"reports:{page}", args=[own.pk])
            assert browse(user).post(address).status_code == 302


def test_pages_of_the_place_stand_on_its_own_run(city: Region, draft: Assessment) -> None:
    later = assessment_asked(question(draft.region), user=user_with(Role.OFFICE, city))
    Assessment.objects.filter(pk=later.pk).update(
        computed_at=draft.computed_at, summary=draft.summary, job_state=JobState.DONE
    )
    picked = run_book(draft.region, frozenset()).pick(draft.round.name, 2020)
    assert picked is not None
    assert picked.pk == draft.pk


def test_each_office_writes_reports_on_its_own_runs_only(city: Region, draft: Assessment) -> None:
    above, office = user_with(Role.OFFICE, city), user_with(Role.OFFICE, draft.region)
    of_city = assessment_asked(question(draft.region), user=above)
    address = reverse("reports:report_start")
    data = {"kind": "final", "formats": ["xlsx"]}
    for user, other in ((above, draft), (office, of_city)):
        assert browse(user).post(address, {**data, "assessment": other.pk}).status_code == 200
        new = browse(user).post(reverse("reports:report_new", args=[other.pk]), data)
        assert new.status_code == 404
    assert not Report.objects.exists()
    said = browse(above).post(address, {**data, "assessment": draft.pk}).content.decode()
    assert f"这次评估由{draft.region}的妇儿工委办管理" in said
    offered = browse(office).get(address).content.decode()
    assert f'value="{draft.pk}"' in offered
    assert f'value="{of_city.pk}"' not in offered
    assert browse(office).post(address, {**data, "assessment": draft.pk}).status_code == 302
    assert Report.objects.get().assessment == draft
