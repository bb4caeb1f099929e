"""A unit uploads its ledger: read in the worker, shown, confirmed, undone."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from indicators.models import (
    ColumnMapping,
    Ledger,
    ReportingRound,
    Submission,
    SubmissionValue,
    SubmissionValueRevision,
)
from indicators.services.ledger_uploads import ledger_read, ledger_reading, ledger_upload
from indicators.tasks import ledger_check
from tests.factories import (
    IndicatorFactory,
    MemberUnitFactory,
    PlanIndicatorFactory,
    ResponsibilityFactory,
    SubmissionFactory,
    user_with,
)
from tests.indicators.ledger.books import xlsx
from units.choices import Role
from units.leases import lease_kept, lease_take
from units.messages import JOB_UNEXPECTED
from units.models import Notice, User

HEAD = ["指标代码", "指标名称", "年份", "数值", "备注"]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def private_files(tmp_path: Path, settings: Any) -> None:
    settings.PRIVATE_FILES_DIR = tmp_path / "private"


@pytest.fixture
def submission() -> Submission:
    unit = MemberUnitFactory(name="卫健", code="D01")
    for code in ("T001", "T002"):
        asked = PlanIndicatorFactory(
            plan__region=unit.region, indicator=IndicatorFactory(code=code, name=f"指标{code}")
        )
        ResponsibilityFactory(plan_indicator=asked, unit=unit, kind="lead")
    submission: Submission = SubmissionFactory(
        reporting_round__region=unit.region, reporting_round__reference_year=2020, unit=unit
    )
    ReportingRound.objects.update(closes_on="2099-01-01")
    return submission


@pytest.fixture
def liaison(submission: Submission) -> User:
    return user_with(Role.LIAISON, submission.unit.region, submission.unit)


@pytest.fixture
def client(liaison: User) -> Client:
    client = Client()
    client.force_login(liaison, backend="django.contrib.auth.backends.ModelBackend")
    return client


def book(tmp_path: Path, *rows: list[Any], head: list[Any] = HEAD) -> bytes:
    return xlsx(tmp_path / "a.xlsx", [head, *rows]).read_bytes()


def upload(client: Client, submission: Submission, content: bytes, name: str = "台账.xlsx") -> Any:
    address = reverse("indicators:ledger_list", kwargs={"pk": submission.pk})
    answer = client.post(address, {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302
    ledger = Ledger.objects.order_by("-pk").first()
    if ledger is not None:
        ledger_check(ledger.pk)
        ledger.refresh_from_db()
    return ledger


def page(client: Client, ledger: Ledger, **query: str) -> str:
    answer = client.get(reverse("indicators:ledger", kwargs={"pk": ledger.pk}), query)
    assert answer.status_code == 200
    return answer.content.decode()


def act(client: Client, ledger: Ledger, name: str, **data: Any) -> str:
    address = reverse(f"indicators:ledger_{name}", kwargs={"pk": ledger.pk})
    answer = client.post(address, data, follow=True)
    ledger.refresh_from_db()
    return answer.content.decode()


def test_who_sent_it_is_told_once_though_a_worker_was_killed(
    submission: Submission, liaison: User, tmp_path: Path
) -> None:
    content = book(tmp_path, ["T001", None, 2020, 98, None])
    ledger = ledger_upload(
        submission=submission, chunks=[content], name="台账.xlsx", size=len(content), by=liaison
    )
    lease = lease_take(Ledger, ledger.pk)
    assert lease is not None
    ledger_read(ledger=ledger, lease=lease)  # read and kept, and killed before the end
    Ledger.objects.filter(pk=ledger.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    assert not Notice.objects.exists()
    ledger_check(ledger.pk)
    notice = Notice.objects.get()
    assert (notice.user, notice.text) == (liaison, "台账“台账.xlsx”已读完，请核对后确认导入。")
    assert notice.url == reverse("indicators:ledger", args=[ledger.pk])


def test_a_reading_that_breaks_off_is_told(
    submission: Submission, liaison: User, tmp_path: Path
) -> None:
    content = book(tmp_path, ["T001", None, 2020, 98, None])
    ledger = ledger_upload(
        submission=submission, chunks=[content], name="台账.xlsx", size=len(content), by=liaison
    )
    lease = lease_take(Ledger, ledger.pk)
    assert lease is not None
    with pytest.raises(ZeroDivisionError), lease_kept(lease):
        raise ZeroDivisionError
    assert Notice.objects.get().text == f"台账“台账.xlsx”没有读完：{JOB_UNEXPECTED}"


def test_clean_ledger_is_shown_confirmed_once_and_undone(
    client: Client, submission: Submission, tmp_path: Path
) -> None:
    content = book(tmp_path, ["T001", None, 2020, "98.5%", None], ["T002", None, 2020, 91, None])
    ledger = upload(client, submission, content)
    assert (ledger.state, ledger.job_state) == ("preview", "done")
    assert Notice.objects.filter(text__contains="已读完").count() == 1
    text = page(client, ledger)
    assert not Notice.objects.filter(text__contains="已读完", read_at=None).exists()
    assert "2 行 = 新增 2 + 修改 0" in text
    assert "“98.5%”读作98.5" in text
    assert not SubmissionValue.objects.exists()
    assert "写入 2 项" in act(client, ledger, "confirm")
    assert ledger.state == "stored"
    value = SubmissionValue.objects.get(indicator__code="T001")
    assert (value.value, value.cell, value.ledger_id) == (Decimal("98.5"), "D2", ledger.pk)
    assert "已经导入过" in act(client, ledger, "confirm")
    assert SubmissionValueRevision.objects.count() == 2
    assert "恢复 2 项" in act(client, ledger, "undo")
    assert ledger.state == "undone"
    assert set(SubmissionValue.objects.values_list("value", flat=True)) == {None}
    assert "没有导入，或已经撤销" in act(client, ledger, "undo")


def test_undo_brings_the_earlier_value_back(
    client: Client, submission: Submission, tmp_path: Path
) -> None:
    act(client, upload(client, submission, book(tmp_path, ["T001", None, 2020, 95])), "confirm")
    second = upload(client, submission, book(tmp_path, ["T001", None, 2020, 96]))
    assert "修改 1" in page(client, second)
    act(client, second, "confirm")
    act(client, second, "undo")
    assert SubmissionValue.objects.get().value == 95


def test_warnings_need_a_reason_that_is_kept(
    client: Client, submission: Submission, tmp_path: Path
) -> None:
    content = book(tmp_path, ["T001", None, 2020, "约95"], ["T002", None, 2020, "≥90"])
    ledger = upload(client, submission, content)
    assert "2 处待确认" in page(client, ledger)
    assert "要写明理由" in act(client, ledger, "confirm")
    assert not SubmissionValue.objects.exists()
    data = {"reason": "年报尚未定稿", "place": ["台账!D2"], "why": ["抽样推算"]}
    act(client, ledger, "confirm", **data)
    assert dict(SubmissionValue.objects.values_list("indicator__code", "warning_reason")) == {
        "T001": "抽样推算",
        "T002": "年报尚未定稿",
    }


def test_errors_are_given_back_in_the_workbook(
    client: Client, submission: Submission, tmp_path: Path
) -> None:
    content = book(tmp_path, ["T001", None, 2020, "若干"], ["T002", None, 2020, 91])
    ledger = upload(client, submission, content)
    text = page(client, ledger, show="ask")
    assert "读到“若干”，不是一个数" in text
    assert "确认导入" not in text
    assert "1处错误" in act(client, ledger, "confirm")
    assert not SubmissionValue.objects.exists()
    address = reverse("indicators:ledger_file", kwargs={"pk": ledger.pk, "kind": "marked"})
    answer = client.get(address)
    marked = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    assert "若干" in marked["台账"]["D2"].comment.text
    marked["台账"]["D2"] = 95
    corrected = BytesIO()
    marked.save(corrected)
    again = upload(client, submission, corrected.getvalue(), "台账_已标注.xlsx")
    assert again.counts["errors"] == 0
    act(client, again, "confirm")
    assert SubmissionValue.objects.count() == 2
    act(client, ledger, "discard")
    assert ledger.state == "discarded"


def named(client: Client, ledger: Ledger, heads: list[str], keys: list[str]) -> str:
    """Say what the columns are, as the page's form does; the file is read again."""
    letters = [chr(65 + position) for position in range(len(heads))]
    told = act(client, ledger, "columns", header=heads, letter=letters, key=keys)
    ledger_check(ledger.pk)
    ledger.refresh_from_db()
    return told


@pytest.mark.parametrize(
    ("head", "keys", "value"),
    [
        (["指标名称", "2020年", "本年完成"], ["name", "", "value"], "96"),
        (["指标名称", "2020年", "本年完成"], ["name", "value", ""], "95"),
        (["指标名称", "数值", "数值"], ["name", "", "value"], "96"),
        (["指标名称", "数值", "数值"], ["name", "value", ""], "95"),
        (["指标名称", "甲口径", "乙口径"], ["name", "", "value"], "96"),
        (["指标名称", "2020年全市", "2020年常住"], ["name", "value", ""], "95"),
    ],
)
def test_each_column_can_be_named_whatever_its_head(
    client: Client,
    submission: Submission,
    tmp_path: Path,
    head: list[str],
    keys: list[str],
    value: str,
) -> None:
    ledger = upload(client, submission, book(tmp_path, ["指标T001", 95, 96], head=head))
    assert ledger.state == "needs_columns"
    named(client, ledger, head, keys)
    assert ledger.state == "preview"
    act(client, ledger, "confirm", reason="已核对")
    assert [str(v.value.normalize()) for v in SubmissionValue.objects.all()] == [value]


def test_a_remembered_column_is_of_this_year_and_never_of_another(
    client: Client, submission: Submission, tmp_path: Path
) -> None:
    head = ["指标名称", "19年口径甲", "20年口径甲"]
    content = book(tmp_path, ["指标T001", 95, 96], head=head)
    ReportingRound.objects.update(reference_year=2019)
    ledger = upload(client, Submission.objects.get(), content)
    named(client, ledger, head, ["name", "value", ""])
    assert (ledger.state, ledger.counts["new"]) == ("preview", 1)
    ReportingRound.objects.update(reference_year=2020)
    later = upload(client, Submission.objects.get(), content)
    reading = ledger_reading(later)
    values = {row["cell"]: row["value"] for row in reading["rows"] if row["value"]}
    assert values == {"C2": "96"}  # 20年 is this year's now; 19年 is not taken for it


def test_remembered_columns_are_seen_and_can_be_forgotten(
    client: Client, submission: Submission, tmp_path: Path
) -> None:
    head = ["指标名称", "20年本局口径"]
    content = book(tmp_path, ["指标T001", 95], head=head)
    named(client, upload(client, submission, content), head, ["name", "value"])
    address = reverse("indicators:ledger_list", kwargs={"pk": submission.pk})
    assert "“2020年本局口径”＝数值" in client.get(address).content.decode()
    pk = ColumnMapping.objects.get().pk
    told = client.post(address, {"forget": str(pk)}, follow=True).content.decode()
    assert "已忘掉" in told
    assert upload(client, submission, content).state == "needs_columns"
    assert "已经不在" in client.post(address, {"forget": str(pk)}, follow=True).content.decode()


def test_naming_no_column_at_all_is_refused(
    client: Client, submission: Submission, tmp_path: Path
) -> None:
    head = ["指标名称", "本局口径"]
    ledger = upload(client, submission, book(tmp_path, ["指标T001", 95], head=head))
    assert "请至少指认一列" in named(client, ledger, head, ["", ""])


def test_unknown_columns_are_named_once_and_remembered(
    client: Client, submission: Submission, tmp_path: Path
) -> None:
    head = ["指标名称", "本局口径"]
    ledger = upload(client, submission, book(tmp_path, ["指标T001", 95], head=head))
    assert ledger.state == "needs_columns"
    assert "B 列：本局口径" in page(client, ledger)
    named(client, ledger, ["指标名称", "本局口径"], ["name", "value"])
    assert (ledger.state, ledger.counts["new"]) == ("preview", 1)
    assert ColumnMapping.objects.count() == 1
    later = upload(client, submission, book(tmp_path, ["指标T001", 96], head=head))
    assert later.state == "preview"


_THIRD = ("name", "", "", "value")
_CODED = ("code", "measure", "", "value")


@pytest.mark.parametrize(
    ("head", "row", "keys", "asked"),
    [
        (["指标名称", None], ["指标T001", 95], ["name", "value"], ("B", "95")),
        (["指标名称", "单位", None], ["指标T001", "%", 95], ["name", "", "value"], ("C", "95")),
        (["指标名称", "甲口径", None], ["指标T001", 9, 95.5], ["name", "", "value"], ("C", "95.5")),
        (["指标名称", "2020年", "2020年", None], ["指标T001", 9, 8, 95], [*_THIRD], ("D", "95")),
        (["指标代码", "单位", "2019年", None], ["T001", "%", 94, 95], [*_CODED], ("D", "95")),
    ],
)  # fmt: skip
def test_a_column_without_a_head_can_be_named_for_this_file_alone(
    client: Client,
    submission: Submission,
    tmp_path: Path,
    head: list[Any],
    row: list[Any],
    keys: list[str],
    asked: tuple[str, str],
) -> None:
    content = book(tmp_path, row, head=head)
    ledger = upload(client, submission, content)
    assert ledger.state == "needs_columns"
    letter, sample = asked
    assert f"{letter} 列（无表头，首个值 {sample}）" in page(client, ledger)
    heads = [text or "" for text in head]
    act(client, ledger, "columns", header=heads, letter=list("ABCD"[: len(head)]), key=keys)
    ledger_check(ledger.pk)
    ledger.refresh_from_db()
    assert (ledger.state, ledger.counts["new"] + ledger.counts["warnings"]) == ("preview", 1)
    act(client, ledger, "confirm", reason="已核对")
    assert [format(v.value.normalize(), "f") for v in SubmissionValue.objects.all()] == [sample]
    assert not any(h.startswith("#") for h in ColumnMapping.objects.get().mapping)
    again = upload(client, submission, content)
    assert again.state == "needs_columns"  # known by its place alone, it is asked again


def test_a_table_by_place_leads_the_office_to_the_bulk_import(
    client: Client, submission: Submission, tmp_path: Path
) -> None:
    rows = [["甲镇", 95, 96], ["乙镇", 94, 95]]
    ledger = upload(client, submission, book(tmp_path, *rows, head=["地区", "2019年", "2020年"]))
    assert ledger.state == "refused"
    address = reverse("indicators:ledger_bulk")
    assert "由妇儿工委办到“导入汇总文件”上传" in page(client, ledger)
    assert f'href="{address}"' not in page(client, ledger)
    office = Client()
    user = user_with(Role.OFFICE, submission.unit.region)
    office.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert f'href="{address}"' in page(office, ledger)


def test_no_workbook_and_no_table_are_refused_with_a_sentence(
    client: Client, submission: Submission, tmp_path: Path
) -> None:
    assert upload(client, submission, b"\x89PNG" + bytes(50), "图.png") is None
    ledger = upload(client, submission, book(tmp_path, head=["指标代码", "数值", "备注"]))
    assert (ledger.state, ledger.job_state) == ("refused", "failed")
    assert "没有数据行" in page(client, ledger)


def test_a_sent_submission_takes_no_ledger(
    client: Client, submission: Submission, tmp_path: Path
) -> None:
    ledger = upload(client, submission, book(tmp_path, ["T001", None, 2020, 95]))
    Submission.objects.update(state="submitted")
    assert "待审核" in act(client, ledger, "confirm")
    assert not SubmissionValue.objects.exists()
    assert upload(client, submission, book(tmp_path, ["T001", None, 2020, 95])).pk == ledger.pk


def test_template_of_the_unit_comes_back_in(client: Client, submission: Submission) -> None:
    address = reverse("indicators:ledger_template", kwargs={"pk": submission.pk})
    answer = client.get(address)
    sheet = openpyxl.load_workbook(BytesIO(answer.content))["台账"]
    codes = [sheet.cell(row, 1).value for row in range(4, sheet.max_row + 1)]
    assert codes == ["T001", "T002"]


def test_another_units_person_sees_nothing(
    client: Client, submission: Submission, tmp_path: Path
) -> None:
    ledger = upload(client, submission, book(tmp_path, ["T001", None, 2020, 95]))
    other = user_with(
        Role.LIAISON, submission.unit.region, MemberUnitFactory(region=submission.unit.region)
    )
    client.force_login(other, backend="django.contrib.auth.backends.ModelBackend")
    for name in ("ledger", "ledger_progress"):
        assert (
            client.get(reverse(f"indicators:{name}", kwargs={"pk": ledger.pk})).status_code == 404
        )
    confirm = reverse("indicators:ledger_confirm", kwargs={"pk": ledger.pk})
    assert client.post(confirm).status_code == 404


def test_what_must_change_stands_first_and_is_sent_again_from_the_page(
    client: Client, submission: Submission, tmp_path: Path
) -> None:
    content = book(tmp_path, ["T001", None, 2020, "约94", None], ["T002", None, 2020, "多", None])
    ledger = upload(client, submission, content)
    text = page(client, ledger)
    assert text.index("不是一个数") < text.index("是约数")
    assert "是约数" not in page(client, ledger, show="error")
    again = reverse("indicators:ledger_list", kwargs={"pk": submission.pk})
    assert f'enctype="multipart/form-data" action="{again}"' in text


def test_blank_rows_take_no_reason_and_write_nothing(
    client: Client, submission: Submission, tmp_path: Path
) -> None:
    content = book(tmp_path, ["T001", None, 2020, 94, None], ["T002", None, 2020, None, None])
    ledger = upload(client, submission, content)
    assert "写明理由才能导入" not in page(client, ledger)
    assert "写入 1 项" in act(client, ledger, "confirm")
    assert list(SubmissionValue.objects.values_list("indicator__code", "warning_reason")) == [
        ("T001", "")
    ]
    emptied = upload(client, submission, book(tmp_path, ["T001", None, 2020, None, None]))
    assert "1 处要写明理由才能导入（第一处：台账 D2）" in act(client, emptied, "confirm")
    assert SubmissionValue.objects.get().value == Decimal(94)


def test_a_reason_typed_is_kept_where_another_lacks_and_offered_again(
    client: Client, submission: Submission, tmp_path: Path
) -> None:
    content = book(tmp_path, ["T001", None, 2020, "约94", None], ["T002", None, 2020, "约9", None])
    ledger = upload(client, submission, content)
    typed = {"place": ["台账!D2", "台账!D3"], "why": ["抽样推算", ""]}
    text = act(client, ledger, "confirm", **typed)
    assert "1 处要写明理由才能导入（第一处：台账 D3）" in text
    assert 'value="抽样推算"' in text
    act(client, ledger, "confirm", **typed, reason="属实")
    assert set(SubmissionValue.objects.values_list("value", "warning_reason")) == {
        (Decimal(94), "抽样推算"),
        (Decimal(9), "属实"),
    }
    assert 'value="抽样推算"' in page(client, upload(client, submission, content))
