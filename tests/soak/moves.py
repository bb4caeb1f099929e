"""Every move of the system, pressed by two people at the same moment."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import connection

from assessments.choices import AssessmentState
from assessments.models import Assessment
from assessments.services.deciding import drafts_queue
from assessments.services.discarding import draft_discard
from assessments.services.finalising import assessment_finalise
from assessments.services.requests import AssessmentRequest, assessments_ask
from indicators.choices import LedgerState, SubmissionState
from indicators.models import Ledger, Observation, Submission, SubmissionValue
from indicators.services.ledger_confirming import ledger_confirm
from indicators.services.ledger_undo import ledger_undo
from indicators.services.ledger_uploads import ledger_upload
from indicators.services.submissions import (
    submission_reopen,
    submission_return,
    submission_start_review,
    submission_withdraw,
    submissions_approve,
    submissions_submit,
)
from reports.choices import ReportFormat, ReportKind
from reports.models import Report
from reports.services.building import report_ask, report_build_again
from reports.services.subjects import on_assessment
from tests.indicators.ledger.books import xlsx
from tests.soak.world import QUESTIONS, YEAR
from units.choices import JobState
from units.jobs import job_queue_again

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from random import Random

    from tests.soak.world import World
    from units.models import User

HEAD = ["指标代码", "指标名称", "年份", "数值"]
# Move → the states it leads from, and the one it leads to.
ROADS = {
    "submit": ((SubmissionState.DRAFT, SubmissionState.RETURNED), SubmissionState.SUBMITTED),
    "withdraw": ((SubmissionState.SUBMITTED,), SubmissionState.DRAFT),
    "start_review": ((SubmissionState.SUBMITTED,), SubmissionState.SUBMITTED),
    "return": ((SubmissionState.SUBMITTED,), SubmissionState.RETURNED),
    "approve": ((SubmissionState.SUBMITTED,), SubmissionState.APPROVED),
    "reopen": ((SubmissionState.APPROVED,), SubmissionState.RETURNED),
}


@dataclass(slots=True)
class Pressed:
    """Who of the two got through, and with what."""

    won: list[Any]
    refused: list[ValidationError]


@dataclass(slots=True)
class Moves:
    """Seeded moves; each checks at once what it alone can know."""

    world: World
    random: Random
    folder: Path
    counts: Counter[str] = field(default_factory=Counter)
    sent: dict[int, int] = field(default_factory=dict)  # ledger → the number in its file

    def one(self) -> None:
        """Any move, on anything."""
        names = [self.upload, *[self.ledger] * 4, *[self.submission] * 4]
        names += [self.ask, self.ask, self.touch_assessment, self.report, self.report]
        self.random.choice(names)()

    def press(self, name: str, act: Callable[[User], Any]) -> Pressed:
        """Two people at once. Anything but a refusal in words is a fault."""
        start, won, refused, faults = threading.Barrier(2), [], [], []

        def by(user: User) -> None:
            try:
                start.wait(30)
                won.append(act(user))
            except ValidationError as refusal:
                refused.append(refusal)
            except Exception as fault:  # noqa: BLE001 - told below, from the main thread
                faults.append(fault)
            finally:
                connection.close()

        people = [
            threading.Thread(target=by, args=(user,))
            for user in (self.world.office, self.world.other)
        ]
        for person in people:
            person.start()
        for person in people:
            person.join(120)
        if faults:
            raise AssertionError(f"{name}: {faults[0]!r}") from faults[0]
        self.counts[f"{name} won"] += len(won)
        self.counts[f"{name} refused"] += len(refused)
        return Pressed(won, refused)

    def upload(self) -> None:
        submission = self.random.choice(self.world.submissions())
        indicator = self.world.led[submission.pk]
        number = self.random.randint(1, 99)
        path = xlsx(
            self.folder / "ledger.xlsx", [HEAD, [indicator.code, indicator.name, YEAR, number]]
        )
        content = path.read_bytes()
        try:
            ledger = ledger_upload(
                submission=submission,
                chunks=[content],
                name=f"{submission.unit.code}.xlsx",
                size=len(content),
                by=self.world.office,
            )
        except ValidationError:
            assert submission.state not in ROADS["submit"][0]
            self.counts["upload refused"] += 1
            return
        self.counts["upload won"] += 1
        self.sent[ledger.pk] = number

    def ledger(self) -> None:
        """Confirm or undo the same ledger: one at most gets through."""
        ready = Ledger.objects.filter(
            state__in=[LedgerState.PREVIEW, LedgerState.STORED], job_state=JobState.DONE
        ).values_list("pk", "state")
        if not ready:
            return
        pk, state = self.random.choice(sorted(ready))
        rows = Ledger.objects.select_related("file", "region", "unit__region", "submission")
        if state == LedgerState.STORED:
            pressed = self.press("undo", lambda by: ledger_undo(ledger=rows.get(pk=pk), by=by))
        else:
            pressed = self.press(
                "confirm",
                lambda by: ledger_confirm(ledger=rows.get(pk=pk), reason="属实", answers={}, by=by),
            )
            if pressed.won:
                value = SubmissionValue.objects.get(submission=rows.get(pk=pk).submission_id)
                assert value.value == self.sent[pk]
        assert len(pressed.won) <= 1, (pk, pressed)

    def submission(self) -> None:
        """One move of a submission: it leads from the right states only, and once."""
        row = self.random.choice(self.world.submissions())
        name = self.random.choice(
            [each for each in ROADS if row.state in ROADS[each][0]] * 3 + [*ROADS]
        )
        sources, target = ROADS[name]
        pressed = self.press(name, partial(self._moved, name, row.pk))
        won = [each for each in pressed.won if each is not False]
        after = Submission.objects.get(pk=row.pk).state
        assert len(won) <= 1, (name, pressed)
        if won:
            assert row.state in sources, (name, row.state)
            assert after == target, (name, after)
        else:
            assert after == row.state, (name, row.state, after)
        if won and name == "approve":
            told = SubmissionValue.objects.filter(submission=row).values_list("value", flat=True)
            kept = Observation.objects.filter(indicator=self.world.led[row.pk], reference_year=YEAR)
            assert list(kept.values_list("value", flat=True)) == list(told)

    @staticmethod
    def _moved(name: str, pk: int, by: User) -> Any:
        rows = Submission.objects.select_related("unit__region", "reporting_round__region")
        row = rows.get(pk=pk)
        if name == "submit":
            return submissions_submit(submissions=[row], by=by)
        if name == "withdraw":
            return submission_withdraw(submission=row, by=by)
        if name == "start_review":
            return submission_start_review(submission=row, by=by)
        if name == "return":
            return submission_return(submission=row, reason="请核对", by=by)
        if name == "approve":
            return submissions_approve(submissions=[row], by=by, is_reviewed=False)
        return submission_reopen(submission=row, reason="更正", by=by)

    def ask(self) -> None:
        """The same question by two people is one draft."""
        stage, year = self.random.choice(QUESTIONS)
        question = AssessmentRequest(self.world.region, self.world.round, stage, year)
        pressed = self.press("ask", lambda by: assessments_ask(requests=[question], user=by))
        assert not pressed.refused, pressed.refused
        assert pressed.won[0] == pressed.won[1]

    def touch_assessment(self) -> None:
        """Finalise, throw away, or compute again the same one."""
        rows = self.world.assessments()
        if not rows:
            return
        row = self.random.choice(rows)
        rest = Assessment.objects.select_related("region", "round")
        name = self.random.choice(["finalise", "discard", "renew", "renew"])
        acts: dict[str, Callable[[User], Any]] = {
            "finalise": lambda by: assessment_finalise(assessment=rest.get(pk=row.pk), user=by),
            "discard": lambda by: draft_discard(assessment=row, user=by),
            "renew": lambda _: drafts_queue(pks=[row.pk], by=None),
        }
        pressed = self.press(name, acts[name])
        if name != "renew":
            assert len(pressed.won) <= 1, (name, pressed)
            assert row.state == AssessmentState.DRAFT or not pressed.won

    def report(self) -> None:
        """Ask for one, build one again, or queue a failed job again."""
        done = [row for row in self.world.assessments() if row.job_state == JobState.DONE]
        reports = list(Report.objects.order_by("pk"))
        if reports and self.random.random() < 0.5:
            report = self.random.choice(reports)
            self.press(
                "build again",
                lambda by: report_build_again(report=report, formats=report.formats, user=by),
            )
            failed = self.press("try again", lambda _: job_queue_again(report)).won
            assert failed.count(True) <= 1
        elif done:
            row = self.random.choice(done)
            formats = self.random.sample([ReportFormat.WORD, ReportFormat.EXCEL], 2)[
                : self.random.randint(1, 2)
            ]
            self.press(
                "report",
                lambda by: report_ask(
                    subject=on_assessment(row), kind=ReportKind.FINAL, formats=formats, user=by
                ),
            )
