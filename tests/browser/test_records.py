"""Django's admin as our record keeping, under our content security policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.factories import PlanIndicatorFactory, RegionFactory, user_with
from units.choices import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from units.models import User


@pytest.mark.parametrize(
    ("role", "addresses"),
    [
        (
            Role.OFFICE,
            [
                "/admin/",
                "/admin/units/memberunit/",
                "/admin/units/memberunit/add/",
                "/admin/units/memberunit/import/",
                "/admin/indicators/planindicator/",
            ],
        ),
        (Role.ADMIN, ["/admin/", "/admin/units/user/", "/admin/units/user/add/"]),
    ],
)
def test_records_open_without_a_breach_of_the_policy(
    page: Page, sign_in: Callable[[User], None], role: Role, addresses: list[str]
) -> None:
    region = RegionFactory()
    PlanIndicatorFactory(plan__region=region)
    sign_in(user_with(role, region))
    for address in addresses:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        expect(page.get_by_role("heading", level=1).first).to_be_visible()
