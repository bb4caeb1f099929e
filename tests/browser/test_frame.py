"""Sign-in, an error page and the API's description, as a browser meets them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.factories import RegionFactory, user_with
from units.choices import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.conftest import Watch
    from units.models import User

PASSWORD = "a-long-test-password"


def test_wrong_then_right_password(page: Page) -> None:
    user = user_with(Role.OFFICE, RegionFactory())
    page.goto("/")
    page.get_by_label("用户名").fill(user.username)
    page.get_by_label("密码").fill("nicht-richtig")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("alert")).to_contain_text("再错 4 次将锁定 30 分钟")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("button", name="退出")).to_be_visible()
    page.get_by_role("button", name="退出").click()
    expect(page.get_by_role("button", name="登录")).to_be_visible()


def test_unknown_address(page: Page, watch: Watch, sign_in: Callable[[User], None]) -> None:
    watch.allow("status of 404")
    sign_in(user_with(Role.OFFICE, RegionFactory()))
    page.goto("/no/such/page/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_api_is_described_under_the_same_policy(
    page: Page, sign_in: Callable[[User], None]
) -> None:
    sign_in(user_with(Role.OFFICE, RegionFactory()))
    page.goto("/api/docs/")
    expect(page.get_by_text("GET /api/v1/observations/", exact=True)).to_be_visible()
    expect(page.get_by_text("数据年份不早于")).to_be_visible()
    rows = page.get_by_role("region", name="指标数据")
    rows.get_by_text("一行里的各项").click()
    expect(rows.get_by_text("由公布的增减量推算")).to_be_visible()


@pytest.mark.statement("S19")
def test_the_watch_sees_what_it_should(page: Page, watch: Watch) -> None:
    page.goto("/sign-in/")
    page.evaluate("fetch('http://203.0.113.1/').catch(() => null)")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color:red\">x</p>')")
    page.evaluate(
        "const e = document.createElement('script'); e.text = '1'; document.body.append(e)"
    )
    page.wait_for_timeout(200)
    seen = "\n".join(watch.faults)
    assert "203.0.113.1" in seen
    assert "style" in seen
    assert "script-src" in seen
    watch.faults.clear()
