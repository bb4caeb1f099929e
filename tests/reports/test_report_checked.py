"""What a headline says was compared, what is open, and that files say what the text says."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from assessments.services.finalising import assessment_finalise
from reports.core.checking import fingerprint, handwritten
from reports.core.editing import Edit, PrintedNumber, paragraphs_of
from reports.document import Number, Paragraph, Text
from reports.models import Report, ReportText
from reports.selectors.report_editor import ReportEditor, report_editor
from reports.services import editing
from reports.services.building import report_build, report_document, report_generated
from tests.reports.test_build_report import assessment  # noqa: F401 - the fixture
from tests.reports.test_report_editor import office, report  # noqa: F401 - the fixtures
from units.files import file_path
from units.models import User

pytestmark = pytest.mark.django_db
CAUSE = "unmet-W2-cause"


def editor(report: Report) -> ReportEditor:  # noqa: F811
    row = Report.objects.get(pk=report.pk)
    return report_editor(row, report_generated(row))


def save(report: Report, key: str, text: str, user: User, version: int = 0) -> None:  # noqa: F811
    editing.text_save(report=report, key=key, text=text, version=version, user=user)


def with_number(report: Report, number: str) -> Paragraph:  # noqa: F811
    parts = paragraphs_of(report_generated(report)).values()
    return next(part for part in parts if number in part.text)


def fill(report: Report, user: User) -> None:  # noqa: F811
    """Nothing waits for anybody any more."""
    for key in list(editor(report).check.open):
        save(report, key, "已列入计划" if key.startswith("unmet-") else "", user)


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("达标率为66.67%（2/3）。", ()),
        ("达标率为97.08%（2/3）。", ("97.08",)),
        ("2021年3月起，举办1,012场次。", ("1012",)),
        ("达标率为66.67%，比全国高66.67%。", ("66.67",)),
        ("旧数65.00%。", ()),  # right when it was typed; told as moved
    ],
)
def test_a_number_without_a_fact_is_handwritten(typed: str, left: tuple[str, ...]) -> None:
    generated = Paragraph("p", (Text("达标率为"), Number("66.67%", "all"), Text("（2/3），见表")))
    edit = Edit(typed, (PrintedNumber("all", "65.00%"),))
    assert handwritten(edit, generated) == left


def test_the_headline_says_what_was_compared(report: Report, office: User) -> None:  # noqa: F811
    before = editor(report)
    assert before.check.handwritten_count == 0
    assert before.headline.endswith(f"0 个手写，{len(before.check.open)} 处待补")
    part = with_number(report, "66.67%")
    save(report, part.key, part.text.replace("66.67%", "97.08%", 1), office)
    after = editor(report)
    assert after.check.handwritten[part.key] == ("97.08",)
    assert after.check.agreeing == before.check.agreeing - 1
    assert "1 个手写" in after.headline


def test_a_cell_that_a_person_must_fill_is_edited_like_a_paragraph(
    report: Report,  # noqa: F811
    office: User,  # noqa: F811
) -> None:
    before = editor(report).check.open
    assert before[CAUSE] == "妇女常见病定期筛查率　主要原因"
    save(report, CAUSE, "流动人口登记不全。", office)
    assert set(before) - set(editor(report).check.open) == {CAUSE}
    table = next(a for a in report_document(report).annexes if a.key == "unmet").blocks[0]
    assert "流动人口登记不全。" in [cell.text for cell in table.rows[0].cells]  # type: ignore[union-attr]
    report_build(report=report)
    book = openpyxl.load_workbook(BytesIO(file_path(report.files.get().file).read_bytes()))
    texts = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "流动人口登记不全。" in texts
    save(report, CAUSE, "", office, version=1)
    assert CAUSE in editor(report).check.open


def test_after_an_edit_the_file_is_older_until_it_is_built_anew(
    report: Report,  # noqa: F811
    office: User,  # noqa: F811
) -> None:
    assert not editor(report).is_file_older
    save(report, CAUSE, "登记不全", office)
    assert editor(report).is_file_older
    report_build(report=report)
    assert not editor(report).is_file_older


def test_a_file_of_the_old_version_is_compared_by_its_paragraphs(
    report: Report,  # noqa: F811
    office: User,  # noqa: F811
) -> None:
    report.files.update(text_hash="")
    assert not editor(report).is_file_older
    part = with_number(report, "66.67%")
    save(report, part.key, "改了", office)
    assert editor(report).is_file_older


def test_issuing_locks_files_of_the_text_as_it_stands(report: Report, office: User) -> None:  # noqa: F811
    assert report.assessment is not None
    assessment_finalise(assessment=report.assessment, user=office)
    report = Report.objects.get(pk=report.pk)
    with pytest.raises(ValidationError) as caught:
        editing.report_issue(report=report, user=office)
    assert "妇女常见病定期筛查率　主要原因" in " ".join(caught.value.messages)
    fill(report, office)
    old = report.files.get().text_hash
    issued = editing.report_issue(report=report, user=office)
    file = issued.files.get()
    assert file.text_hash == issued.issued_hash == fingerprint(report_document(issued))
    assert file.text_hash != old
    book = openpyxl.load_workbook(BytesIO(file_path(file.file).read_bytes()))
    texts = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "已列入计划" in texts


def test_handwritten_numbers_are_vouched_for_before_issuing(
    report: Report,  # noqa: F811
    office: User,  # noqa: F811
) -> None:
    assert report.assessment is not None
    assessment_finalise(assessment=report.assessment, user=office)
    report = Report.objects.get(pk=report.pk)
    fill(report, office)
    part = with_number(report, "66.67%")
    save(report, part.key, f"{part.text}另有97.08%。", office)
    with pytest.raises(ValidationError) as caught:
        editing.report_issue(report=report, user=office)
    assert caught.value.messages == ["有手写的数没有认可（97.08），请逐个核对后认可。"]
    version = ReportText.objects.get(key=part.key).version
    editing.text_accept(report=report, key=part.key, version=version, user=office)
    assert editing.report_issue(report=report, user=office).is_issued


def test_the_page_offers_the_next_open_part_and_says_that_the_file_is_older(
    client: object,
    report: Report,  # noqa: F811
    office: User,  # noqa: F811
) -> None:
    save(report, CAUSE, "有1,012人次", office)
    client.force_login(office, backend="django.contrib.auth.backends.ModelBackend")  # type: ignore[attr-defined]
    address = reverse("reports:report", args=[report.pk])
    page = client.get(address, {"at": CAUSE}).content.decode()  # type: ignore[attr-defined]
    assert "文件比文字旧，按现在的文字重新生成" in page
    assert "补下一处（还有" in page
    assert "没有来源的手写数：“1012”" in page
    assert "印发前还差：待补" in page
    assert "文字和数据一致" not in page


def test_a_draft_of_a_finalised_run_is_marked_and_the_issued_paper_is_not(
    report: Report,  # noqa: F811
    office: User,  # noqa: F811
) -> None:
    assert report.assessment is not None
    assessment_finalise(assessment=report.assessment, user=office)
    report = Report.objects.get(pk=report.pk)
    fill(report, office)
    draft = report_document(report)
    assert draft.draft
    issued = editing.report_issue(report=report, user=office)
    document = report_document(issued)
    assert not document.draft
    assert issued.issued_hash == fingerprint(document) != fingerprint(draft)
    assert not editor(issued).is_file_older


def test_a_form_changed_while_it_was_issued_is_not_lost(
    report: Report,  # noqa: F811
    office: User,  # noqa: F811
) -> None:
    assert report.assessment is not None
    assessment_finalise(assessment=report.assessment, user=office)
    fill(report, office)
    report = Report.objects.get(pk=report.pk)
    Report.objects.filter(pk=report.pk).update(options={"number": "湖妇儿工委〔2021〕3号"})
    with pytest.raises(ValidationError):
        editing.report_issue(report=report, user=office)
    assert not Report.objects.get(pk=report.pk).is_issued


def test_a_new_version_of_an_issued_report_names_its_predecessor(
    client: object,
    report: Report,  # noqa: F811
    office: User,  # noqa: F811
) -> None:
    assert report.assessment is not None
    assessment_finalise(assessment=report.assessment, user=office)
    fill(report, office)
    part = with_number(report, "66.67%")
    save(report, part.key, f"{part.text}另有97.08%。", office)
    editing.text_accept(report=report, key=part.key, version=1, user=office)
    issued = editing.report_issue(report=Report.objects.get(pk=report.pk), user=office)
    client.force_login(office, backend="django.contrib.auth.backends.ModelBackend")  # type: ignore[attr-defined]
    desk = reverse("reports:report", args=[issued.pk])
    assert "另存为新版" in client.get(desk).content.decode()  # type: ignore[attr-defined]
    client.post(reverse("reports:report_version", args=[issued.pk]))  # type: ignore[attr-defined]
    new = Report.objects.get(copied_from=issued)
    assert (new.version, new.is_issued) == (2, False)
    assert ReportText.objects.get(report=new, key=part.key).accepted == ["97.08"]
    page = client.get(reverse("reports:report", args=[new.pk])).content.decode()  # type: ignore[attr-defined]
    assert "由第 1 版另存" in page


def test_a_cell_that_waits_is_opened_empty_and_by_its_name(
    client: object,
    report: Report,  # noqa: F811
    office: User,  # noqa: F811
) -> None:
    client.force_login(office, backend="django.contrib.auth.backends.ModelBackend")  # type: ignore[attr-defined]
    address = reverse("reports:report", args=[report.pk])
    page = client.get(address, {"at": CAUSE}).content.decode()  # type: ignore[attr-defined]
    assert "填写这一格" in page
    assert '<label class="form-label" for="text">妇女常见病定期筛查率　主要原因</label>' in page
    assert 'rows="12"></textarea>' in page
    assert reverse("assessments:remedies", args=[report.assessment_id]) in page
