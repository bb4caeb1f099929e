"""What the office does in a unit's name is told to the unit's liaisons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from django.urls import reverse

from indicators.messages import review_desk as messages
from indicators.models import Ledger, Submission, SubmissionValue
from units.models import User
from units.notices import Message, messages_send
from units.selectors import liaisons_by_unit


def submitted_tell(*, submission: Submission, by: User) -> int:
    """How many liaisons of the unit were told."""
    return _tell({submission.pk: 0}, messages.NOTICE_SUBMITTED_FOR, by)


def stored_tell(*, ledger: Ledger, by: User) -> None:
    """Of a bulk file every unit hears what went into its own submission."""
    values = SubmissionValue.objects.filter(ledger=ledger).values_list("submission", flat=True)
    _tell(Counter(values.order_by()), messages.NOTICE_STORED_FOR, by, ledger.file.name)


def undone_tell(*, ledger: Ledger, counts: Mapping[int, int], by: User) -> None:
    """``counts``: submission → how many of its values were put back."""
    _tell(counts, messages.NOTICE_UNDONE_FOR, by, ledger.file.name)


def _tell(counts: Mapping[int, int], sentence: str, by: User, name: str = "") -> int:
    """One message per submission and liaison; who did it needs none."""
    submissions = list(
        Submission.objects.filter(pk__in=list(counts)).select_related("unit", "reporting_round")
    )
    liaisons = liaisons_by_unit([submission.unit for submission in submissions])
    return messages_send(
        messages=[
            Message(
                user=user,
                text=sentence.format(
                    who=messages.office_name(by.display_name),
                    unit=submission.unit,
                    year=submission.reporting_round.reference_year,
                    name=name,
                    count=counts[submission.pk],
                ),
                url=reverse("indicators:submission", args=[submission.pk]),
            )
            for submission in submissions
            for user in liaisons.get(submission.unit_id, ())
            if user != by
        ]
    )
