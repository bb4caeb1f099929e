"""What this room adds to pages of the rooms below, which know nothing of reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from reports.choices import ReportFormat
from reports.models import Report
from units.access import Ability, person, reach

if TYPE_CHECKING:
    from assessments.models import Assessment

register = template.Library()

SHOWN_REPORTS = 5


@register.inclusion_tag("reports/_reports.html", takes_context=True)
def reports_of(context: dict[str, Any], assessment: Assessment) -> dict[str, Any]:
    """The newest reports on an assessment, and asking for one where the person may."""
    user = person(context["request"])
    reports = Report.objects.filter(assessment=assessment).prefetch_related("files__file")
    return {
        "assessment": assessment,
        "reports": reports[:SHOWN_REPORTS],
        "can_report": reach(user, Ability.EDIT_REPORTS).holds_in(assessment.region),
        "formats": ReportFormat.choices,
    }


@register.simple_tag(takes_context=True)
def source_url(context: dict[str, Any], source: str) -> str:
    """The page where a number of a report comes from; the page's ``number_url`` knows."""
    address: str = context["number_url"](source)
    return address
