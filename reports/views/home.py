"""工作台: what waits for whom, by what the grants allow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.db.models import F, Q
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessments.columns.filters import Filters
from assessments.columns.words import run_title
from assessments.selectors.remedies import remedies_open, remedies_waiting
from assessments.selectors.result_lines import stored_counts, unmet_lines
from assessments.selectors.run_book import BOTH
from assessments.services.freshness import freshness_by_run
from assessments.views.dashboard_page import dashboard_page_for
from indicators.choices import SubmissionState
from indicators.core.vocabulary import Verdict
from reports.columns.dashboard import list_url
from reports.selectors import home as home_page
from units.access import Ability, grants_of, home_region, own_places, person, reach
from units.models import Grant, User
from units.selectors import acts_in

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    user = person(request)
    context: dict[str, Any] = {
        "grants": grants_of(user),
        "home": home_region(user),
        "today": timezone.localdate(),
    }
    for part in (_review_desk, _own_units, _remedies, _assessments, _log, _accounts):
        context |= part(user)
    return render(request, "reports/home.html", context)


def _review_desk(user: User) -> dict[str, Any]:
    """For who reviews: what waits in the own place, who is late, how far the year is; and where
    the places below stand, as their state."""
    within = reach(user, Ability.MARK)
    if not within:
        return {"review_desk": None}
    own = own_places(user, Ability.MARK)
    below = within.places() & ~Q(region__code__in=own)
    return {"review_desk": home_page.bench(own, below)}


def _own_units(user: User) -> dict[str, Any]:
    """For a liaison: the own units' submissions, what is still to do on top."""
    within = reach(user, Ability.FILL)
    if not within:
        return {"own": None}
    rows = home_page.submissions_with(within.member_units("unit"), SubmissionState.values)
    order = {state: number for number, state in enumerate(("returned", "draft", "submitted"))}
    newest_first = sorted(rows, key=lambda r: -r.submission.reporting_round.reference_year)
    return {
        "own": sorted(newest_first, key=lambda r: order.get(r.submission.state, 9))[
            : home_page.SHOWN
        ]
    }


def _remedies(user: User) -> dict[str, Any]:
    """Causes and measures: those the own units owe, those that wait for the own office."""
    fills, reviews = reach(user, Ability.FILL), own_places(user, Ability.APPROVE)
    owed = remedies_open(fills.member_units("unit")) if fills else []
    to_review = Q(assessment__region__code__in=reviews, assessment__ordered_by=None)
    waiting = remedies_waiting(to_review) if reviews else []
    return {
        "owed": owed[: home_page.SHOWN],
        "owed_count": len(owed),
        "remedies_waiting": len(waiting),
    }


def _assessments(user: User) -> dict[str, Any]:
    """The newest ones, and of the one that the person's dashboard shows what is not reached."""
    within = reach(user, Ability.VIEW_ASSESSMENTS)
    if not within:
        return {"assessments": None, "run": None}
    rows = home_page.newest_assessments(within.places(), home_region(user))
    page = dashboard_page_for(user, Filters()) if rows else None
    run = page.run if page else None
    return {
        "assessments": rows,
        "moved": freshness_by_run(rows),
        "run": run,
        "run_title": run_title(run) if run else "",
        "counts": stored_counts(run, BOTH).combined if run else None,
        "unmet": unmet_lines(run)[: home_page.SHOWN] if run else [],
        "unmet_url": list_url(page.filters, verdict=Verdict.UNMET.value) if page else "",
        "can_decide": bool(reach(user, Ability.DECIDE)),
        "can_run": bool(reach(user, Ability.RUN_ASSESSMENT)),
    }


def _log(user: User) -> dict[str, Any]:
    within = reach(user, Ability.VIEW_LOG)
    return {"events": acts_in(within)[: home_page.SHOWN * 2] if within else None}


def _accounts(user: User) -> dict[str, Any]:
    within = reach(user, Ability.KEEP_ACCOUNTS)
    if not within:
        return {"accounts": None}
    beyond = Grant.objects.exclude(within.places())
    people = User.objects.exclude(pk__in=beyond.values("user"))
    return {
        "accounts": {
            "active": people.filter(is_active=True).count(),
            "without_grant": people.filter(is_active=True, grants=None).count(),
            "inactive": people.filter(is_active=False).count(),
            "newest": people.prefetch_related("grants__region", "grants__unit").order_by(
                F("last_login").desc(nulls_last=True), "username"
            )[: home_page.SHOWN * 2],
        }
    }
