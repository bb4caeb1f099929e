"""Who reaches what: the one place that decides."""

import datetime

import pytest
from django.http import Http404
from django.utils import timezone

from tests.factories import GrantFactory, MemberUnitFactory, RegionFactory, UserFactory, user_with
from units import access
from units.access import Ability
from units.choices import Role
from units.models import MemberUnit, Region

pytestmark = pytest.mark.django_db


@pytest.fixture
def places() -> dict[str, Region]:
    names = {
        "000000": "全国",
        "350000": "福建省",
        "350200": "厦门市",
        "350206": "湖里区",
        "350206001": "湖里街道",
        "350203": "思明区",
        "110000": "北京市",
    }
    return {code: RegionFactory(code=code, name=name) for code, name in names.items()}


def codes(user, ability) -> set[str]:
    return set(access.regions_in_reach(user, ability).values_list("code", flat=True))


def test_city_office_reaches_its_districts_and_townships_only(places):
    user = user_with(Role.OFFICE, places["350200"])
    assert codes(user, Ability.VIEW_VALUES) == {"350200", "350206", "350206001", "350203"}


def test_national_office_reaches_everything(places):
    user = user_with(Role.OFFICE, places["000000"])
    assert codes(user, Ability.RUN_ASSESSMENT) == set(places)


def test_liaison_sees_values_of_the_own_place_and_submissions_of_the_own_unit(places):
    own = MemberUnitFactory(region=places["350206"], code="WJ")
    other = MemberUnitFactory(region=places["350206"], code="JY")
    user = user_with(Role.LIAISON, places["350206"], own)
    assert codes(user, Ability.VIEW_VALUES) == {"350206"}
    mine = MemberUnit.objects.filter(access.reach(user, Ability.FILL).member_units(""))
    assert list(mine) == [own]
    assert not access.reach(user, Ability.FILL).holds_for(other)
    assert not access.can(user, Ability.APPROVE)


def test_plans_of_the_levels_above_are_readable(places):
    user = user_with(Role.LIAISON, places["350206"], MemberUnitFactory(region=places["350206"]))
    plans = access.reach(user, Ability.VIEW_CATALOGUE).plans("")
    seen = set(Region.objects.filter(plans).values_list("code", flat=True))
    assert seen == {"350206", "350200", "350000", "000000"}


def test_national_office_reads_every_plan(places):
    user = user_with(Role.OFFICE, places["000000"])
    plans = access.reach(user, Ability.VIEW_CATALOGUE).plans("")
    assert Region.objects.filter(plans).count() == len(places)


@pytest.mark.statement("S08")
@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMIN])
def test_auditor_and_admin_touch_no_data(places, role):
    user = user_with(role, places["000000"])
    for ability in (Ability.VIEW_VALUES, Ability.VIEW_SUBMISSIONS, Ability.VIEW_REPORTS):
        assert codes(user, ability) == set()


@pytest.mark.statement("S07")
def test_a_grant_counts_only_between_its_days(places):
    today = timezone.localdate()
    day = datetime.timedelta(days=1)
    user = UserFactory()
    GrantFactory(user=user, region=places["350206"], starts_on=today + day)
    GrantFactory(user=user, region=places["350203"], starts_on=today - 2 * day, ends_on=today - day)
    assert not access.can(user, Ability.VIEW_VALUES)


def test_an_inactive_account_reaches_nothing(places):
    user = user_with(Role.OFFICE, places["000000"])
    user.is_active = False
    assert not access.can(user, Ability.VIEW_VALUES)


def test_a_row_outside_the_reach_is_404(places):
    user = user_with(Role.OFFICE, places["350206"])
    inside = access.reach(user, Ability.VIEW_VALUES).places("")
    assert access.object_or_404(Region.objects.all(), inside, code="350206").name == "湖里区"
    with pytest.raises(Http404):
        access.object_or_404(Region.objects.all(), inside, code="350203")
    with pytest.raises(Http404):
        access.object_or_404(Region.objects.all(), inside, code="999999")
