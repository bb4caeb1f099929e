"""What this room adds to pages of the rooms below, which know nothing of reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils.html import format_html

from reports.choices import ReportFormat
from reports.document import Reference
from reports.models import Report
from units.access import Ability, person
from units.selectors import is_keeper

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from assessments.models import Assessment
    from reports.document import Run
    from units.printed_table import Cell

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
        "can_report": is_keeper(user, assessment.keeper, Ability.EDIT_REPORTS),
        "formats": ReportFormat.choices,
    }


@register.simple_tag(takes_context=True)
def linked(context: dict[str, Any], part: Run | Cell) -> SafeString:
    """A run or a cell as the page prints it: with a link to where a number comes from, which the
    page's ``number_url`` knows, or to the block that is mentioned."""
    if part.source:
        return format_html('<a href="{}">{}</a>', context["number_url"](part.source), part.text)
    if isinstance(part, Reference):
        return format_html('<a href="#{}">{}</a>', part.target, part.text)
    return format_html("<strong>{}</strong>" if part.strong else "{}", part.text)
