"""Reporting rounds of the office: open, dates, extensions, the desk, reminders."""

from __future__ import annotations

from django.contrib import messages as notes
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Case, Max, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from indicators.forms.collecting import ExtensionForm, RoundDatesForm, RoundOpenForm
from indicators.messages import collecting
from indicators.messages import review_desk as messages
from indicators.models import ReportingRound
from indicators.selectors.chasing import reminder_text, reminders
from indicators.selectors.review import review_desk, rounds_counted
from indicators.services.chasing import reminder_letter, units_chase
from indicators.services.rounds import extension_set, reporting_rounds_open, usual_dates
from indicators.services.submissions import submissions_approve
from indicators.views.reachable import round_or_404
from indicators.views.review import approved_text, tell_unit
from units.access import Ability, can, own_places, person, reach, regions_in_reach, requires
from units.files import content_response
from units.models import MemberUnit
from units.refusals import refusals_shown
from units.selectors import is_keeper
from units.text import whole

PAGE_SIZE = 50
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@requires(Ability.MARK)
@require_http_methods(["GET", "POST"])
def round_list(request: HttpRequest) -> HttpResponse:
    """All rounds in reach with their counts; the office opens a new one here."""
    user = person(request)
    places = reach(user, Ability.APPROVE).places("region")
    newest = ReportingRound.objects.filter(places).aggregate(year=Max("reference_year"))["year"]
    # Never one that is open already: sending the form as it stands would move its dates.
    next_year = max(timezone.localdate().year - 1, (newest or 0) + 1)
    opens, closes = usual_dates(next_year)
    form = RoundOpenForm(
        request.POST or None,
        regions=regions_in_reach(user, Ability.APPROVE),
        initial={"reference_year": next_year, "opens_on": opens, "closes_on": closes},
    )
    if request.method == "POST" and can(user, Ability.APPROVE) and form.is_valid():
        chosen = form.cleaned_data
        try:
            opened = reporting_rounds_open(
                regions=form.places(),
                reference_year=chosen["reference_year"],
                opens_on=chosen["opens_on"],
                closes_on=chosen["closes_on"],
                by=user,
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            notes.success(
                request,
                messages.rounds_words(
                    chosen["reference_year"],
                    started=opened.started,
                    dated=len(opened.rounds) - opened.started,
                    units=opened.units,
                ),
            )
            return redirect("indicators:round_desk", pk=opened.rounds[0].pk)
    own = own_places(user, Ability.MARK)
    own_first = Case(When(region__code__in=own, then=0), default=1)
    rows = rounds_counted(reach(user, Ability.MARK).places("region"))
    rows = rows.order_by("-reference_year", own_first, "region__code")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "form": form, "may_open": can(user, Ability.APPROVE)}
    return render(request, "indicators/round_list.html", context)


@requires(Ability.MARK)
@require_safe
def round_desk(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is waiting, late, filling in, done."""
    reporting_round = round_or_404(request, pk, Ability.MARK)
    board = review_desk(reporting_round)
    units = MemberUnit.objects.filter(submissions__reporting_round=reporting_round)
    context = {
        "round": reporting_round,
        "desk": board,
        "may_approve": is_keeper(person(request), reporting_round.region),
        "dates_form": RoundDatesForm(
            initial={"opens_on": reporting_round.opens_on, "closes_on": reporting_round.closes_on}
        ),
        "extension_form": ExtensionForm(units=units),
        "extensions": reporting_round.extensions.select_related("unit").order_by("closes_on"),
        "ready": [row for row in board.waiting if row.can_be_approved],
    }
    return render(request, "indicators/round_desk.html", context)


@requires(Ability.APPROVE)
@require_POST
def round_dates(request: HttpRequest, pk: int) -> HttpResponse:
    reporting_round = round_or_404(request, pk, Ability.APPROVE)
    form = RoundDatesForm(request.POST)
    if form.is_valid():
        opens, closes = form.cleaned_data["opens_on"], form.cleaned_data["closes_on"]
        with refusals_shown(request):
            reporting_rounds_open(
                regions=[reporting_round.region],
                reference_year=reporting_round.reference_year,
                opens_on=opens,
                closes_on=closes,
                by=person(request),
            )
            text = messages.DATES_SET.format(
                opens=collecting.day(opens), closes=collecting.day(closes)
            )
            notes.success(request, text)
    else:
        _show_form(request, form)
    return redirect("indicators:round_desk", pk=pk)


@requires(Ability.APPROVE)
@require_POST
def round_extension(request: HttpRequest, pk: int) -> HttpResponse:
    reporting_round = round_or_404(request, pk, Ability.APPROVE)
    units = MemberUnit.objects.filter(submissions__reporting_round=reporting_round)
    form = ExtensionForm(request.POST, units=units)
    if form.is_valid():
        chosen = form.cleaned_data
        with refusals_shown(request):
            extension_set(reporting_round=reporting_round, by=person(request), **chosen)
            day = collecting.day(chosen["closes_on"])
            notes.success(request, messages.EXTENDED.format(unit=chosen["unit"], day=day))
    else:
        _show_form(request, form)
    return redirect("indicators:round_desk", pk=pk)


@requires(Ability.APPROVE)
@require_POST
def round_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve the chosen submissions together; all or none."""
    reporting_round = round_or_404(request, pk, Ability.APPROVE)
    chosen = [whole(text) or 0 for text in request.POST.getlist("submission")]
    rows = list(reporting_round.submissions.filter(pk__in=chosen).select_related("unit"))
    if not rows:
        notes.warning(request, messages.CHOOSE_UNITS)
        return redirect("indicators:round_desk", pk=pk)
    with refusals_shown(request):
        counts = submissions_approve(submissions=rows, by=person(request))
        for row in rows:
            tell_unit(row, messages.NOTICE_APPROVED)
        what = messages.APPROVED_UNITS.format(units=len(rows))
        notes.success(request, approved_text(what, counts))
    return redirect("indicators:round_desk", pk=pk)


@requires(Ability.MARK)
@require_safe
def round_chase(request: HttpRequest, pk: int) -> HttpResponse:
    """催报单: what each unit still owes, as a list and as text to paste."""
    reporting_round = round_or_404(request, pk, Ability.MARK)
    rows = reminders(reporting_round)
    context = {
        "round": reporting_round,
        "rows": rows,
        "text": reminder_text(reporting_round, rows),
        "may_send": is_keeper(person(request), reporting_round.region),
    }
    return render(request, "indicators/round_chase.html", context)


@requires(Ability.MARK)
@require_safe
def round_chase_word(request: HttpRequest, pk: int) -> HttpResponse:
    reporting_round = round_or_404(request, pk, Ability.MARK)
    letter = reminder_letter(reporting_round, reminders(reporting_round))
    name = messages.CHASE_FILE.format(
        region=reporting_round.region, year=reporting_round.reference_year
    )
    return content_response(letter, name, WORD)


@requires(Ability.APPROVE)
@require_POST
def round_chased(request: HttpRequest, pk: int) -> HttpResponse:
    """Remember that the units were reminded, and tell their liaisons in the system."""
    reporting_round = round_or_404(request, pk, Ability.APPROVE)
    rows = reminders(reporting_round)
    if not rows:
        notes.info(request, messages.NOTHING_TO_CHASE)
        return redirect("indicators:round_desk", pk=pk)
    chased = units_chase(reporting_round=reporting_round, rows=rows, by=person(request))
    text = messages.chased_words(units=chased.units, told=chased.told, untold=chased.untold)
    notes.success(request, text)
    return redirect("indicators:round_desk", pk=pk)


def _show_form(request: HttpRequest, form: RoundDatesForm | ExtensionForm) -> None:
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        for error in errors:
            notes.error(request, f"{label}: {error}" if label else str(error))
