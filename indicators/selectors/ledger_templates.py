"""The template a unit downloads: its own indicators of the year, in the plans' order."""

from __future__ import annotations

from indicators.ledger.entries import OTHER
from indicators.ledger.template import build_template
from indicators.messages import ledger_files as messages
from indicators.selectors.duties import plan_indicators_of
from indicators.selectors.ledger_context import unit_basis
from units.models import MemberUnit


def ledger_template(*, unit: MemberUnit, reference_year: int) -> tuple[str, bytes]:
    """File name and content."""
    context = unit_basis(unit=unit, reference_year=reference_year).context
    asked = plan_indicators_of(region=unit.region, year=reference_year)
    order = {row.indicator.code: place for place, row in reversed(list(enumerate(asked)))}
    own = [i for i in context.indicators if i.role != OTHER]
    own.sort(key=lambda i: (i.role, order.get(i.code, len(order))))
    name = messages.FILE_NAME.format(unit=unit.label, year=reference_year)
    return name, build_template(context, own)
