"""The tree of places follows the codes, in whatever order places are made."""

import pytest
from django.core.exceptions import ValidationError

from units.models import Region
from units.services.regions import region_create, region_from_text

pytestmark = pytest.mark.django_db


def test_parent_is_the_longest_existing_ancestor():
    nation = region_create(code="000000", name="全国")
    district = region_create(code="350206", name="湖里区")
    assert district.parent == nation
    assert district.level == "county"


def test_an_ancestor_made_later_adopts():
    nation = region_create(code="000000", name="全国")
    village = region_create(code="350206001002", name="某社区")
    district = region_create(code="350206", name="湖里区")
    city = region_create(code="350200", name="厦门市")
    parents = {r.code: r.parent for r in Region.objects.all()}
    assert parents[village.code] == district
    assert parents[district.code] == city
    assert parents[city.code] == nation
    township = region_create(code="350206001", name="某街道")
    assert Region.objects.get(pk=village.pk).parent == township


def test_a_county_under_the_province_directly_has_it_as_parent():
    province = region_create(code="410000", name="河南省")
    assert region_create(code="419001", name="济源市").parent == province


def test_code_and_name_create_once():
    first = region_from_text("350206:湖里区")
    assert region_from_text("350206") == first
    assert region_from_text("350206:别名") == first
    assert Region.objects.count() == 1


@pytest.mark.parametrize("text", ["35020:x", "3502061:x", "abcdef:x", "３５０２０６:x", ""])
def test_a_bad_code_is_refused(text):
    with pytest.raises(ValidationError, match="6 位"):
        region_from_text(text)


def test_an_unknown_code_without_a_name_is_refused():
    with pytest.raises(ValidationError, match="没有代码为“350206”的行政区划"):
        region_from_text("350206")
