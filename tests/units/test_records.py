"""The office's records: who opens them, what is in reach, import with preview."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from indicators.models import PlanIndicator
from tests.factories import (
    DomainFactory,
    IndicatorFactory,
    MemberUnitFactory,
    PlanFactory,
    PlanIndicatorFactory,
    RegionFactory,
    UserFactory,
    user_with,
)
from tests.units.conftest import seen_on
from tests.units.test_target_records import yearly
from units import messages
from units.choices import AuditAction, Role
from units.models import AuditEvent, Grant, MemberUnit, Region, TableImport, User
from units.tasks import table_check

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(*rows: tuple[object, ...]) -> SimpleUploadedFile:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = BytesIO()
    book.save(out)
    return SimpleUploadedFile("表.xlsx", out.getvalue(), XLSX)


def preview(client: Client, kind: str, *rows: tuple[object, ...]):
    """The page that shows what the worker read."""
    address = reverse(f"admin:{kind}_import")
    answer = client.post(address, {"import_file": workbook(*rows)})
    assert answer.status_code == 302, answer.content.decode()
    row = TableImport.objects.latest("pk")
    assert client.get(answer["Location"]).status_code == 200
    table_check(row.pk)
    return client.get(answer["Location"])


def confirm(client: Client, kind: str, answer: object) -> None:
    row = answer.context["row"]
    address = reverse(f"admin:{kind}_process_import")
    assert client.post(address, {"job": row.pk}).status_code == 302
    table_check(row.pk)
    row.refresh_from_db()
    assert (row.state, row.job_error) == ("stored", "")


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.OFFICE, Role.ADMIN}))
def test_nobody_else_opens_the_records(client: Client, role: Role) -> None:
    region = RegionFactory()
    unit = MemberUnitFactory(region=region) if role == Role.LIAISON else None
    client.force_login(user_with(role, region, unit), backend=BACKEND)
    assert client.get(reverse("admin:index")).status_code == 302
    assert client.get(reverse("admin:units_region_changelist")).status_code == 302


def test_the_admin_keeps_accounts_and_nothing_else(client: Client) -> None:
    client.force_login(user_with(Role.ADMIN, RegionFactory()), backend=BACKEND)
    assert client.get(reverse("admin:units_user_changelist")).status_code == 200
    for kind in ("units_region", "indicators_plan", "indicators_planindicator"):
        assert client.get(reverse(f"admin:{kind}_changelist")).status_code == 403
    assert client.get(reverse("admin:units_region_import")).status_code == 403
    assert client.post(reverse("admin:units_region_process_import")).status_code == 403
    assert client.get(reverse("admin:units_region_export")).status_code == 403


def test_the_office_does_not_keep_accounts(client: Client, office: User) -> None:
    assert client.get(reverse("admin:units_user_changelist")).status_code == 403


def test_values_and_results_are_not_kept_here(client: Client, office: User) -> None:
    page = client.get(reverse("admin:index")).content.decode()
    for word in ("指标数据", "填报数据", "评估结果"):
        assert word not in page


def test_other_places_are_out_of_reach(client: Client, office: User) -> None:
    other = MemberUnitFactory(region=RegionFactory(code="350303", name="别处"), name="别处教育局")
    page = client.get(reverse("admin:units_memberunit_changelist")).content.decode()
    assert "别处教育局" not in page
    answer = client.get(reverse("admin:units_memberunit_change", args=[other.pk]))
    assert answer.status_code == 302
    page = client.get(reverse("admin:units_memberunit_add")).content.decode()
    assert "别处" not in page


def test_units_are_previewed_and_stored_after_confirming(client: Client, office: User) -> None:
    MemberUnitFactory(region=Region.objects.get(), code="jyj", name="教育局")
    answer = preview(
        client,
        "units_memberunit",
        ("行政区划代码", "单位代码", "单位名称", "简称"),
        (350206, "jyj", "教育局", "教育"),
        ("350206", "wjj", "卫生健康局", "卫健"),
    )
    assert answer.status_code == 200
    assert MemberUnit.objects.count() == 1
    confirm(client, "units_memberunit", answer)
    assert set(MemberUnit.objects.values_list("name", "short_name")) == {
        ("教育局", "教育"),
        ("卫生健康局", "卫健"),
    }
    assert AuditEvent.objects.filter(action=AuditAction.CATALOGUE, user=office).exists()


def test_bad_rows_are_told_with_line_and_column_and_nothing_is_stored(
    client: Client, office: User
) -> None:
    answer = preview(
        client,
        "units_memberunit",
        ("行政区划代码", "单位代码", "单位名称"),
        ("350206", "a", "甲局"),
        ("350206", "b", ""),
    )
    text = answer.content.decode()
    assert "第 3 行" in text
    assert messages.TABLE_BLANK.format(column="单位名称") in text
    assert not MemberUnit.objects.exists()


def test_a_fault_of_a_field_names_its_line_and_column(client: Client, office: User) -> None:
    head = ("行政区划代码", "单位代码", "单位名称", "简称")
    row = ("350206", "a" * 200, "甲局", "甲" * 200)
    text = preview(client, "units_memberunit", head, row).content.decode()
    assert "第 2 行" in text
    assert "“单位代码”栏：" in text
    assert "“简称”栏：" in text
    assert not MemberUnit.objects.exists()


def test_a_row_of_another_place_is_refused(client: Client, office: User) -> None:
    RegionFactory(code="350303", name="别处")
    answer = preview(
        client,
        "units_memberunit",
        ("行政区划代码", "单位代码", "单位名称"),
        ("350303", "a", "甲局"),
    )
    sentence = messages.TABLE_NOT_FOUND.format(column="行政区划代码", text="350303")
    assert sentence in answer.content.decode()


def test_missing_columns_are_named(client: Client, office: User) -> None:
    answer = preview(client, "units_memberunit", ("单位名称",), ("甲局",))
    assert "文件缺少这些列：行政区划代码、单位代码" in answer.content.decode()


def test_a_new_place_adopts_what_lies_below(client: Client) -> None:
    city = RegionFactory(code="350200", name="厦门市")
    below = RegionFactory(code="350206001", name="某街道", parent=city)
    client.force_login(user_with(Role.OFFICE, city), backend=BACKEND)
    answer = preview(client, "units_region", ("行政区划代码", "名称"), (350206, "湖里区"))
    assert Region.objects.count() == 2
    confirm(client, "units_region", answer)
    below.refresh_from_db()
    assert (below.parent.name, below.parent.parent.name) == ("湖里区", "厦门市")
    assert below.parent.level == "county"


@pytest.mark.statement("S16")
def test_exported_text_never_becomes_a_formula(client: Client, office: User) -> None:
    MemberUnitFactory(region=Region.objects.get(), code="x", name="=1+1")
    answer = client.post(reverse("admin:units_memberunit_export"))
    if answer["Content-Type"] != XLSX:
        answer = client.get(reverse("admin:units_memberunit_export"))
    sheet = load_workbook(BytesIO(answer.content)).active
    cells = {cell.value: cell.data_type for row in sheet.iter_rows() for cell in row}
    assert cells["=1+1"] == "s"


def test_a_plan_indicator_is_changed_with_its_targets(client: Client, office: User) -> None:
    plan = PlanFactory(region=Region.objects.get(), title="湖里区妇女规划")
    domain = DomainFactory(plan=plan)
    line = PlanIndicatorFactory(
        plan=plan, domain=domain, indicator=IndicatorFactory(code="I1"), is_verified=False
    )
    answer = preview(
        client,
        "indicators_planindicator",
        ("规划", "指标代码", "领域", "规划中的名称", "判定规则", "终期目标", "已核对原文"),
        ("湖里区妇女规划", "I1", "妇女与健康", line.name, "不高于目标", 95.5, "是"),
    )
    assert answer.status_code == 200
    confirm(client, "indicators_planindicator", answer)
    line.refresh_from_db()
    assert (line.rule, line.is_verified) == ("at_most", True)
    target = line.targets.get()
    assert (target.stage, target.year, str(target.value)) == ("final", 2020, "95.500000")


def test_a_table_states_nothing_that_judging_could_not_use(client: Client, office: User) -> None:
    plan = PlanFactory(region=Region.objects.get(), title="湖里区妇女规划")
    domain = DomainFactory(plan=plan)
    line = PlanIndicatorFactory(plan=plan, domain=domain, indicator=IndicatorFactory(code="I1"))
    answer = preview(
        client,
        "indicators_planindicator",
        ("规划", "指标代码", "领域", "规划中的名称", "判定规则", "终期目标"),
        ("湖里区妇女规划", "I1", domain.name, line.name, "比基期提高", 95.5),
    )
    assert "终期目标写的是“95.5”" in answer.content.decode()
    line.refresh_from_db()
    assert line.rule == "at_least"


ANNUAL_HEAD = ("规划", "指标代码", "领域", "规划中的名称", "判定规则", "年度目标")


def annual_line(client: Client, cell: object, rule: str = "不低于目标"):
    plan = PlanFactory(region=Region.objects.get(), title="湖里区妇女规划")
    DomainFactory(plan=plan)
    IndicatorFactory(code="I1")
    row = ("湖里区妇女规划", "I1", "妇女与健康", "筛查率", rule, cell)
    return preview(client, "indicators_planindicator", ANNUAL_HEAD, row)


def test_targets_of_years_come_in_one_cell_and_go_out_the_same(
    client: Client, office: User
) -> None:
    confirm(client, "indicators_planindicator", annual_line(client, "2019：92；2018年:90.50"))
    line = PlanIndicator.objects.get()
    assert yearly(line) == [(2018, "90.5"), (2019, "92")]
    answer = client.post(
        reverse("admin:indicators_planindicator_export"),
        {"format": "0", "resource": "", "planindicatorresource_annual": "on"},
    )
    head, row = load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True)
    assert row[head.index("年度目标")] == "2018:90.5；2019:92"
    again = annual_line(client, "2018:90.5；2019:92")
    assert [what for _, what, _ in again.context["row"].preview["rows"]] == ["skip"]
    confirm(client, "indicators_planindicator", annual_line(client, "2019:93"))
    assert yearly(line) == [(2019, "93")]
    confirm(client, "indicators_planindicator", annual_line(client, ""))
    assert yearly(line) == []


@pytest.mark.parametrize(
    ("cell", "rule", "sentence"),
    [
        ("2018 90", "不低于目标", "“年度目标”里的“2018 90”不认识，请写成 2018:90；2019:92 这样"),
        ("2018:90；2018:91", "不低于目标", "“年度目标”里的“2018:91”不认识"),
        ("2021:90", "不低于目标", "年份写的是“2021”，不在规划的2011—2020年之内"),
        ("2018:103", "在区间内", "2018年度目标没有填区间上限"),
        ("2018:1234567890.5", "不低于目标", "里的“2018:1234567890.5”不认识"),
    ],
)
def test_a_cell_of_years_that_cannot_stand_is_refused_in_words(
    client: Client, office: User, cell: str, rule: str, sentence: str
) -> None:
    answer = annual_line(client, cell, rule)
    assert sentence in answer.content.decode()
    assert answer.context["row"].state == "refused"
    assert not PlanIndicator.objects.exists()


def test_an_unknown_rule_names_what_is_allowed(client: Client, office: User) -> None:
    plan = PlanFactory(region=Region.objects.get(), title="湖里区妇女规划")
    PlanIndicatorFactory(
        plan=plan, domain=DomainFactory(plan=plan), indicator=IndicatorFactory(code="I1")
    )
    answer = preview(
        client,
        "indicators_planindicator",
        ("规划", "指标代码", "领域", "规划中的名称", "判定规则"),
        ("湖里区妇女规划", "I1", "妇女与健康", "名", "越高越好"),
    )
    text = answer.content.decode()
    assert "“判定规则”中的“越高越好”不认识，应为：不低于目标、" in text


def test_nobody_grants_anything_to_oneself(client: Client) -> None:
    region = RegionFactory()
    admin = user_with(Role.ADMIN, region)
    other = UserFactory()
    client.force_login(admin, backend=BACKEND)
    for person, granted in ((admin, False), (other, True)):
        held = list(Grant.objects.filter(user=person))
        data = {
            "username": person.username,
            "full_name": "甲",
            "phone": "",
            "email": "",
            "is_active": "on",
            "grants-TOTAL_FORMS": len(held) + 1,
            "grants-INITIAL_FORMS": len(held),
            f"grants-{len(held)}-role": Role.OFFICE,
            f"grants-{len(held)}-region": region.pk,
            f"grants-{len(held)}-starts_on": "2026-01-01",
        }
        for number, grant in enumerate(held):
            data |= {
                f"grants-{number}-id": grant.pk,
                f"grants-{number}-user": person.pk,
                f"grants-{number}-role": grant.role,
                f"grants-{number}-region": grant.region_id,
                f"grants-{number}-starts_on": str(grant.starts_on),
            }
        address = reverse("admin:units_user_change", args=[person.pk])
        answer = client.post(address, {**data, "_seen": seen_on(client, address)})
        assert person.grants.filter(role=Role.OFFICE).exists() is granted, answer.content.decode()
        person.refresh_from_db()
        assert person.has_usable_password()


def test_who_also_holds_something_elsewhere_is_kept_there(client: Client) -> None:
    region, above = RegionFactory(), RegionFactory(code="350200", name="厦门市")
    both = user_with(Role.LEADER, region)
    Grant.objects.create(user=both, role=Role.OFFICE, region=above)
    here = user_with(Role.LEADER, region)
    client.force_login(user_with(Role.ADMIN, region), backend=BACKEND)
    for person, status in ((here, 200), (both, 302)):
        answer = client.get(reverse("admin:units_user_change", args=[person.pk]))
        assert answer.status_code == status


def test_an_indicator_stands_in_a_domain_of_its_own_plan(client: Client, office: User) -> None:
    place = Region.objects.get()
    plan = PlanFactory(region=place)
    other = DomainFactory(plan=PlanFactory(region=place, kind="children"), name="儿童与健康")
    data = {
        "plan": plan.pk,
        "domain": other.pk,
        "indicator": IndicatorFactory().pk,
        "order": 1,
        "name": "某率",
        "rule": "at_least",
        "baseline_year": 2010,
        "weight": "1",
    }
    for part in ("targets", "responsibilities"):
        data |= {f"{part}-TOTAL_FORMS": 0, f"{part}-INITIAL_FORMS": 0}
    answer = client.post(reverse("admin:indicators_planindicator_add"), data)
    assert "领域不属于所选的规划" in answer.content.decode()
    data["domain"] = DomainFactory(plan=plan).pk
    assert client.post(reverse("admin:indicators_planindicator_add"), data).status_code == 302


def test_the_library_is_renamed_by_whoever_reaches_every_plan_that_uses_it(client: Client) -> None:
    nation, here = RegionFactory(code="000000", name="全国"), RegionFactory()
    line = PlanIndicatorFactory(plan=PlanFactory(region=nation))
    url = reverse("admin:indicators_indicator_change", args=[line.indicator_id])
    for region, may in ((here, False), (nation, True)):
        client.force_login(user_with(Role.OFFICE, region), backend=BACKEND)
        answer = client.get(url)
        assert answer.status_code == 200
        assert ('name="_save"' in answer.content.decode()) is may
