"""The year of a new assessment follows the stage that is chosen, until somebody types one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.assessments.views.world import asked
from tests.factories import RegionFactory, user_with
from units.choices import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from units.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_year_follows_the_stage(page: Page, sign_in: Callable[[User], None]) -> None:
    region = RegionFactory(code="350206", name="湖里区")
    asked(region, "A1", values={2018: 94})
    sign_in(user_with(Role.OFFICE, region))
    page.goto("/assessments/new/")
    year, stage = page.get_by_label("评估年份"), page.get_by_label("评估类型")
    expect(year).to_have_value("2018")
    stage.select_option(label="终期评估")
    expect(year).to_have_value("2020")
    stage.select_option(label="中期评估")
    expect(year).to_have_value("2015")
    year.fill("2016")
    stage.select_option(label="终期评估")
    expect(year).to_have_value("2016")
    page.get_by_role("button", name="开始评估").click()
    expect(page.get_by_text("年份无误，就按这一年评估")).to_be_visible()
