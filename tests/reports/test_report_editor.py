"""The report desk: edit, data move, flag, settle; versions; comments; issue."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from assessments.services.finalising import assessment_finalise
from indicators.models import Observation
from reports import messages
from reports.choices import ReportFormat, ReportKind
from reports.core.editing import paragraphs_of
from reports.models import Report, ReportComment, ReportText
from reports.selectors.report_editor import report_editor, versions_compared
from reports.services import editing
from reports.services.building import report_ask, report_document, report_generated
from reports.services.subjects import on_assessment
from reports.tasks import report_run
from tests.asking import assessment_computed
from tests.factories import RegionFactory, user_with
from tests.reports.test_build_report import assessment  # noqa: F401 - the fixture
from units.choices import AuditAction, JobState, Role
from units.models import AuditEvent

pytestmark = pytest.mark.django_db
MARK = "（办公室核改）"


@pytest.fixture
def office():
    return user_with(Role.OFFICE, RegionFactory())


@pytest.fixture
def report(assessment) -> Report:  # noqa: F811
    type(assessment).objects.filter(pk=assessment.pk).update(job_state=JobState.DONE)
    asked = report_ask(
        subject=on_assessment(assessment), kind=ReportKind.FINAL, formats=[ReportFormat.EXCEL]
    )
    report_run(asked.pk)
    return Report.objects.select_related("assessment__region", "assessment__round").get(pk=asked.pk)


def key_with(report: Report, number: str) -> str:
    """The first paragraph that prints the number as a linked one."""
    for key, paragraph in paragraphs_of(report_generated(report)).items():
        if any(run.text == number for run in paragraph.runs if hasattr(run, "source")):
            return key
    raise AssertionError(number)


def rate_moves(report: Report) -> None:
    """The screening rate is corrected upwards and the draft computed again."""
    Observation.objects.filter(indicator__code="W2", reference_year=2020).update(value="80.5")
    assessment_computed(report.assessment)


def edited(report: Report, office) -> str:
    key = key_with(report, "66.67%")
    text = paragraphs_of(report_generated(report))[key].text + MARK
    editing.text_save(report=report, key=key, text=text, version=0, user=office)
    return key


def test_an_edited_paragraph_is_kept_and_flagged_when_numbers_move(report, office):
    key = edited(report, office)
    assert report_editor(report, report_generated(report)).stale == []
    rate_moves(report)
    desk = report_editor(report, report_generated(report))
    assert [piece.row.key for piece in desk.stale] == [key]
    moved = {(c.old, c.new) for c in desk.pieces[key].changes}
    assert ("66.67%", None) in moved or ("66.67%", "100.00%") in moved
    assert MARK in paragraphs_of(report_document(report))[key].text
    untouched = next(k for k in desk.generated if k != key)
    assert paragraphs_of(desk.document)[untouched] == desk.generated[untouched]


def test_rewriting_gives_the_paragraph_back_to_the_numbers(report, office):
    key = edited(report, office)
    rate_moves(report)
    editing.text_rewrite(report=report, key=key, version=1, user=office)
    text = paragraphs_of(report_document(report))[key].text
    assert MARK not in text
    assert "100.00%" in text
    event = AuditEvent.objects.filter(action=AuditAction.REPORT).latest("pk")
    assert (event.user, event.detail["key"], event.detail["new"]) == (office, key, "")
    assert event.detail["old"].endswith(MARK)


def test_keeping_settles_the_flag_and_leaves_the_words(report, office):
    key = edited(report, office)
    before = ReportText.objects.get(key=key).text
    rate_moves(report)
    row = editing.text_confirm(report=report, key=key, version=1, user=office)
    assert row.text == before
    assert report_editor(report, report_generated(report)).stale == []


def test_two_people_at_one_paragraph(report, office):
    key = edited(report, office)
    editing.text_save(report=report, key=key, text="先", version=1, user=office)
    for version in (0, 1):
        with pytest.raises(ValidationError) as refusal:
            editing.text_save(report=report, key=key, text="后", version=version, user=office)
        assert refusal.value.messages == [messages.TEXT_FASTER]
    assert ReportText.objects.get(key=key).text == "先"


def test_a_new_version_keeps_the_changes_and_the_old_stays(report, office):
    key = edited(report, office)
    new = editing.report_version_new(report=report, user=office)
    report_run(new.pk)
    new.refresh_from_db()
    report.refresh_from_db()
    assert (new.version, new.job_state) == (2, "done")
    differences = versions_compared(report, new)
    assert [d.key for d in differences] == [key]
    assert ("new", MARK) in differences[0].words


def test_issue_names_every_obstacle_then_locks(report, office):
    editing.comment_add(report=report, key="", text="请说明原因", user=office)
    with pytest.raises(ValidationError) as refusal:
        editing.report_issue(report=report, user=office)
    said = " ".join(refusal.value.messages)
    assert messages.ISSUE_NEEDS_FINAL in said
    assert messages.ISSUE_COMMENTS.format(count=1) in said
    comment = ReportComment.objects.get()
    editing.comment_answer(comment=comment, text="已补写", user=office)
    with pytest.raises(ValidationError):
        editing.comment_answer(comment=comment, text="又一次", user=office)
    assessment_finalise(assessment=report.assessment, user=office)
    for key, paragraph in paragraphs_of(report_generated(report)).items():
        if "待补" in paragraph.text:
            text = "已列入计划" if key.startswith("unmet-") else ""
            editing.text_save(report=report, key=key, text=text, version=0, user=office)
    report.assessment.refresh_from_db()
    issued = editing.report_issue(report=report, user=office)
    assert issued.is_issued
    with pytest.raises(ValidationError) as refusal:
        editing.text_save(report=issued, key=key, text="改", version=0, user=office)
    assert refusal.value.messages == [messages.ISSUED_IS_FIXED]


def test_the_page_shows_numbers_as_links_and_the_flag(client, report, office):
    key = edited(report, office)
    rate_moves(report)
    client.force_login(office, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("reports:report", args=[report.pk]), {"at": key}).content.decode()
    assert "1 段的数字已变，请处理" in " ".join(page.split())
    assert "/indicators/350206/W1/?round=2011-2020&amp;plan=women&amp;year=2020#chain" in page
    assert "按新数重写" in page
    done = client.post(
        reverse("reports:report_text", args=[report.pk]),
        {"key": key, "version": 1, "act": "rewrite"},
        follow=True,
    )
    assert messages.REWRITTEN in done.content.decode()
    assert not ReportText.objects.exists()
