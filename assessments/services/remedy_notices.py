"""Who hears of causes and measures: units what they owe and what came of it, offices what came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from assessments.messages import remedies as messages
from indicators.messages.collecting import day
from units.notices import Message, messages_send, notices_send
from units.selectors import liaisons_by_unit, liaisons_of, office_of

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from assessments.models import Assessment, Remedy
    from units.models import MemberUnit, User


def remedies_asked_tell(
    *,
    assessment: Assessment,
    counts: Mapping[MemberUnit, int],
    answer_by: datetime.date,
    by: User,
) -> tuple[MemberUnit, ...]:
    """``counts``: unit → how many indicators. Gives the units that nobody could be told."""
    people = liaisons_by_unit(list(counts))
    url = reverse("assessments:remedy_list")
    messages_send(
        messages=[
            Message(
                user,
                messages.NOTICE_ASKED.format(
                    assessment=assessment, count=count, day=day(answer_by)
                ),
                url,
            )
            for unit, count in counts.items()
            for user in people.get(unit.pk, ())
            if user != by
        ]
    )
    return tuple(unit for unit in counts if not people.get(unit.pk))


def remedy_sent_tell(*, remedy: Remedy, by: User) -> None:
    """The office that keeps the run; and the unit, where the office wrote in its name."""
    url = _page(remedy)
    name = remedy.plan_indicator.name
    office = office_of(remedy.assessment.keeper)
    text = messages.NOTICE_SENT.format(unit=remedy.unit or "", name=name)
    liaisons = liaisons_of(remedy.unit) if remedy.unit else []
    if by in office:
        others = [user for user in liaisons if user != by]
        notices_send(users=others, text=messages.NOTICE_DONE_FOR.format(name=name), url=url)
        return
    notices_send(users=[user for user in office if user != by], text=text, url=url)


def remedy_reviewed_tell(*, remedy: Remedy, by: User) -> None:
    """The unit's liaisons: approved, or returned with the reason."""
    if remedy.unit is None:
        return
    sentence = messages.NOTICE_RETURNED if remedy.is_open else messages.NOTICE_APPROVED
    text = sentence.format(name=remedy.plan_indicator.name, reason=remedy.return_reason)
    told = [user for user in liaisons_of(remedy.unit) if user != by]
    notices_send(users=told, text=text, url=_page(remedy))


def _page(remedy: Remedy) -> str:
    return reverse("assessments:remedy", args=[remedy.pk])
