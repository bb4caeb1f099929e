"""An office's own order and headings: chosen, checked, printed, kept by an issued report."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from assessments.services.finalising import assessment_finalise
from reports.core.checking import fingerprint
from reports.core.outline import OutlinePart
from reports.models import Report, ReportOutline
from reports.sections import ARRANGED, SECTIONS
from reports.services import editing
from reports.services.building import report_document, report_generated
from reports.services.report_outlines import outline_reset, outline_save
from tests.factories import RegionFactory, user_with
from tests.reports.test_build_report import assessment  # noqa: F401 - the fixture
from tests.reports.test_report_checked import fill
from tests.reports.test_report_editor import office, report  # noqa: F401 - the fixtures
from units.choices import Role
from units.models import AuditEvent

if TYPE_CHECKING:
    from django.test import Client

    from units.models import User

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
USUAL = ("summary", "overview", "practice", "domains", "highlights", "problems", "proposals")


def parts(*keys: str, without: str = "", **headings: str) -> list[OutlinePart]:
    return [OutlinePart(key, headings.get(key, ""), key != without) for key in keys]


def save(report: Report, user: User, chosen: list[OutlinePart], version: int = 0) -> None:  # noqa: F811
    outline_save(region=report.region, kind="final", parts=chosen, seen_version=version, user=user)


def headings(report: Report) -> list[str]:  # noqa: F811
    return [section.heading for section in report_generated(report).sections]


def test_every_part_is_known_by_the_key_its_section_has(report: Report) -> None:  # noqa: F811
    keys = [part.key for part in SECTIONS["final"]]
    assert tuple(keys) == USUAL
    assert [section.key for section in report_generated(report).sections] == keys
    for kind in ARRANGED:
        assert len({part.key for part in SECTIONS[kind]}) == len(SECTIONS[kind])
        assert any(not part.is_optional for part in SECTIONS[kind])


def test_order_headings_and_what_is_left_out_are_printed(report: Report, office: User) -> None:  # noqa: F811
    usual = headings(report)
    assert usual[1:4] == ["一、总体情况", "二、实施过程与主要做法", "三、各领域目标实现情况"]
    moved = ("overview", "problems", "domains", "practice", "highlights", "proposals", "summary")
    save(report, office, parts(*moved, without="highlights", problems="短板和差距"))
    assert headings(report) == [
        "一、总体情况",
        "二、短板和差距",
        "三、各领域目标实现情况",
        "四、实施过程与主要做法",
        "五、对策建议",
        "摘　要",
    ]
    event = AuditEvent.objects.order_by("-pk")[0]
    assert event.subject == f"{report.region}终期评估报告的章节"
    assert event.detail["new"][1] == "短板和差距"
    assert outline_reset(region=report.region, kind="final", user=office)
    assert headings(report) == usual
    assert not outline_reset(region=report.region, kind="final", user=office)


def test_another_place_and_another_kind_keep_theirs(report: Report, office: User) -> None:  # noqa: F811
    usual = headings(report)
    elsewhere = RegionFactory(code="350303", name="乙区")
    chosen = parts(*reversed(USUAL))
    outline_save(region=elsewhere, kind="final", parts=chosen, seen_version=0, user=office)
    annual = [OutlinePart(part.key) for part in reversed(SECTIONS["annual"])]
    outline_save(region=report.region, kind="annual", parts=annual, seen_version=0, user=office)
    assert headings(report) == usual


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        (parts(*USUAL[:-1]), "刚被别人改过"),
        (parts(*USUAL, "other"), "刚被别人改过"),
        (parts(*USUAL, without="problems"), "“存在的主要问题”是这种报告必有的部分"),
        (parts(*USUAL, problems="五、问题"), "标题“五、问题”前的序号由系统"),
        (parts(*USUAL, problems="（二）问题"), "标题“（二）问题”前的序号由系统"),
        (parts(*USUAL, problems="总体情况"), "有两个部分的标题都是“总体情况”"),
        (parts(*USUAL, problems="题" * 31), "有 31 个字，最多 30 个"),
    ],
)
def test_what_cannot_be_printed_is_refused(report, office, chosen, sentence) -> None:  # noqa: F811
    with pytest.raises(ValidationError, match=sentence):
        save(report, office, chosen)
    assert not ReportOutline.objects.exists()


def test_two_people_at_one_outline_are_told_apart(report: Report, office: User) -> None:  # noqa: F811
    save(report, office, parts(*USUAL, problems="题" * 30))
    with pytest.raises(ValidationError, match="刚被别人改过"):
        save(report, office, parts(*USUAL))
    save(report, office, parts(*USUAL), version=1)
    with pytest.raises(ValidationError, match="刚被别人改过"):
        save(report, office, parts(*USUAL), version=1)


def test_an_issued_report_keeps_the_order_it_was_built_with(report: Report, office: User) -> None:  # noqa: F811
    assert report.assessment is not None
    save(report, office, parts(*USUAL, problems="短板和差距"))
    assessment_finalise(assessment=report.assessment, user=office)
    fill(report, office)
    issued = editing.report_issue(report=Report.objects.get(pk=report.pk), user=office)
    save(report, office, parts(*reversed(USUAL)), version=1)
    issued = Report.objects.get(pk=issued.pk)
    assert "五、短板和差距" in headings(issued)
    assert fingerprint(report_document(issued)) == issued.issued_hash
    new = editing.report_version_new(report=issued, user=office)
    assert headings(new)[0] == "一、对策建议"


def form(**changes: str) -> dict[str, str]:
    data = {f"order-{key}": str(n) for n, key in enumerate(USUAL, 1)}
    data |= {f"shown-{part.key}": "on" for part in SECTIONS["final"] if part.is_optional}
    return {**data, "version": "0", **changes}


def test_the_page_moves_renames_and_restores(client: Client, report: Report, office: User) -> None:  # noqa: F811
    client.force_login(office, backend=BACKEND)
    page = reverse("reports:report_outline", args=[report.region.code, "final"])
    assert "用系统的章节" in client.get(page).content.decode()
    typed = form(**{"order-summary": "9", "heading-problems": "短板和差距"})
    del typed["shown-highlights"]
    answer = client.post(page, typed, follow=True)
    assert "章节已保存" in answer.content.decode()
    assert "用本地的章节" in answer.content.decode()
    assert headings(report)[-1] == "摘　要"
    assert "四、短板和差距" in headings(report)
    refused = client.post(page, form(**{"order-summary": "x", "version": "1"}))
    assert refused.status_code == HTTPStatus.CONFLICT
    assert "“摘　要”的顺序写的是“x”" in refused.content.decode()
    assert "用系统的章节" in client.post(page, {"reset": "1"}, follow=True).content.decode()
    assert not ReportOutline.objects.exists()


def test_only_the_places_own_office_opens_it(client: Client, report: Report) -> None:  # noqa: F811
    page = reverse("reports:report_outline", args=[report.region.code, "final"])
    city = user_with(Role.OFFICE, RegionFactory(code="350200", name="厦门市"))
    client.force_login(city, backend=BACKEND)
    assert client.get(page).status_code == HTTPStatus.NOT_FOUND
    own = user_with(Role.OFFICE, report.region)
    client.force_login(own, backend=BACKEND)
    assert client.get(page).status_code == HTTPStatus.OK
    unit = reverse("reports:report_outline", args=[report.region.code, "unit"])
    assert client.get(unit).status_code == HTTPStatus.NOT_FOUND
