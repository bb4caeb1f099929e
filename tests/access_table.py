"""Who may open what: one row per named URL of ours. A URL without a row makes the suite red.

To add a page: one line in ACCESS. ``World`` (test_access.py) has an object of each kind to build
addresses from; add what is missing there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from units.choices import Role

if TYPE_CHECKING:
    from collections.abc import Callable

EVERYONE = frozenset(Role)
DATA_READERS = EVERYONE - {Role.AUDITOR, Role.ADMIN}
ASSESSMENT_READERS = DATA_READERS - {Role.LIAISON}


@dataclass(frozen=True, slots=True)
class Access:
    """Roles that are let in; everybody else gets 403 or 404, strangers the sign-in page.

    ``url``: World -> keyword arguments of the address. ``own_region``: an office of another place
    gets 404, because the address names an object of this one. ``public``: no sign-in needed.
    ``own_office``: so does the office of a level above, where the place has an office of its own;
    None: it is so where an office, and no evaluator, posts something on one place's object.
    ``post``: the address takes POST only, with ``data``; a refusal of the data counts as let in.
    """

    roles: frozenset[Role] = EVERYONE
    url: Callable[[Any], dict[str, Any]] = field(default=lambda world: {})
    own_region: bool = False
    own_office: bool | None = None
    public: bool = False
    post: bool = False
    data: Callable[[Any], dict[str, Any]] = field(default=lambda world: {})

    @property
    def is_own_offices(self) -> bool:
        is_act = self.post and self.own_region and Role.OFFICE in self.roles
        is_offices = is_act and Role.EVALUATOR not in self.roles
        return is_offices if self.own_office is None else self.own_office


ASSESSMENT_READERS = DATA_READERS - {Role.LIAISON}


def api(roles: frozenset[Role], name: str, /, **url: Callable[[Any], Any]) -> dict[str, Access]:
    """The list and, with an address, the single row of one endpoint."""

    def arguments(world: Any) -> dict[str, Any]:
        return {key: make(world) for key, make in url.items()}

    rows = {f"api:{name}-list": Access(roles)}
    rows[f"api:{name}-detail"] = Access(roles, arguments, own_region=name not in LIBRARY)
    return rows


OFFICE = frozenset({Role.OFFICE})
EVALUATOR = frozenset({Role.EVALUATOR})


def assessment(world: Any) -> dict[str, Any]:
    return {"pk": world.assessment.pk}


SUBMISSION_READERS = frozenset({Role.OFFICE, Role.REVIEWER, Role.LIAISON, Role.EVALUATOR})
MARKERS = frozenset({Role.OFFICE, Role.REVIEWER})
FILLERS = frozenset({Role.LIAISON})


def row(
    roles: frozenset[Role],
    thing: str,
    *,
    post: bool = False,
    own_region: bool = True,
    own_office: bool | None = None,
) -> Access:
    """A page of one object of the world, named by its primary key."""
    return Access(
        roles,
        lambda world: {"pk": getattr(world, thing).pk},
        own_region=own_region,
        own_office=own_office,
        post=post,
    )


def said(thing: str) -> Access:
    """What is said in a unit's name: by itself, or by the office of its own place."""
    return row(FILLERS | OFFICE, thing, post=True, own_office=True)


def place(world: Any) -> dict[str, Any]:
    return {"region": world.region.code}


def batch(world: Any) -> dict[str, Any]:
    return {"pk": world.batch.pk}


def decision(world: Any) -> dict[str, Any]:
    made = world.decision
    return {
        "region": made.region.code,
        "year": made.reference_year,
        "pk": made.plan_indicator_id,
    }


LIBRARY = {"round", "indicator"}  # the same for every place

ACCESS: dict[str, Access] = {
    "api_docs": Access(),
    "api:schema": Access(),
    "api:unknown": Access(frozenset(), lambda world: {"rest": "nothing/here"}),
    **api(DATA_READERS, "region", code=lambda world: world.region.code),
    **api(DATA_READERS, "round", name=lambda world: world.plan.round.name),
    **api(DATA_READERS, "plan", pk=lambda world: world.plan.pk),
    **api(DATA_READERS, "indicator", code=lambda world: world.plan_indicator.indicator.code),
    **api(DATA_READERS, "plan_indicator", pk=lambda world: world.plan_indicator.pk),
    **api(DATA_READERS, "observation", pk=lambda world: world.observation.pk),
    **api(ASSESSMENT_READERS, "assessment", pk=lambda world: world.assessment.pk),
    "api:trend": Access(
        DATA_READERS,
        lambda world: {
            "region": world.region.code,
            "code": world.plan_indicator.indicator.code,
        },
        own_region=True,
    ),
    **api(ASSESSMENT_READERS, "batch", pk=lambda world: world.batch.pk),
    **api(ASSESSMENT_READERS, "result", pk=lambda world: world.result.pk),
    "healthz": Access(public=True),
    "units:sign_in": Access(public=True),
    "units:sign_out": Access(public=True, post=True),
    "units:password": Access(),
    "units:second_factor": Access(),
    "units:resets": Access(frozenset({Role.ADMIN, Role.OFFICE})),
    "units:reset_answer": row(
        frozenset({Role.ADMIN, Role.OFFICE}), "reset", post=True, own_office=False
    ),
    "units:notices": Access(),
    "units:notices_read": Access(post=True),
    "units:audit_log": Access(frozenset({Role.AUDITOR})),
    "indicators:plan_list": Access(DATA_READERS),
    "indicators:plan_detail": Access(
        DATA_READERS, lambda world: {"pk": world.plan.pk}, own_region=True
    ),
    "indicators:value_list": Access(DATA_READERS),
    "indicators:observation_history": row(DATA_READERS, "observation"),
    "indicators:observation_correct": row(OFFICE, "observation", own_office=True),
    "indicators:observation_touched": row(DATA_READERS, "observation"),
    "indicators:round_list": Access(MARKERS),
    "indicators:round_desk": row(MARKERS, "reporting_round"),
    "indicators:round_dates": row(OFFICE, "reporting_round", post=True),
    "indicators:round_extension": row(OFFICE, "reporting_round", post=True),
    "indicators:round_approve": row(OFFICE, "reporting_round", post=True),
    "indicators:round_chase": row(MARKERS, "reporting_round"),
    "indicators:round_chase_word": row(MARKERS, "reporting_round"),
    "indicators:round_chased": row(OFFICE, "reporting_round", post=True),
    "indicators:submission_list": Access(FILLERS),
    "indicators:submission": row(SUBMISSION_READERS, "submission"),
    "indicators:submission_values": said("submission"),
    "indicators:submission_paste": said("submission"),
    "indicators:submission_submit": said("submission"),
    "indicators:submission_withdraw": row(FILLERS, "submission", post=True, own_region=False),
    "indicators:ledger_list": row(SUBMISSION_READERS, "submission"),
    "indicators:ledger_template": row(SUBMISSION_READERS, "submission"),
    "indicators:ledger_bulk": Access(OFFICE),
    "indicators:ledger": row(SUBMISSION_READERS, "ledger"),
    "indicators:ledger_progress": row(SUBMISSION_READERS, "ledger"),
    "indicators:ledger_file": Access(
        SUBMISSION_READERS,
        lambda world: {"pk": world.ledger.pk, "kind": "original"},
        own_region=True,
    ),
    "indicators:ledger_columns": said("ledger"),
    "indicators:ledger_confirm": said("ledger"),
    "indicators:ledger_discard": said("ledger"),
    "indicators:ledger_undo": said("ledger"),
    "indicators:evidence_list": row(SUBMISSION_READERS, "submission"),
    "indicators:evidence": row(SUBMISSION_READERS, "evidence"),
    "indicators:evidence_delete": row(FILLERS, "evidence", post=True, own_region=False),
    "indicators:value_history": row(SUBMISSION_READERS, "value"),
    "indicators:value_comment": row(SUBMISSION_READERS, "value", post=True),
    "indicators:review": row(MARKERS, "submission"),
    "indicators:review_begin": row(OFFICE, "submission", post=True),
    "indicators:review_missing": row(MARKERS, "submission", post=True),
    "indicators:review_accept_rest": row(MARKERS, "submission", post=True),
    "indicators:submission_return": row(OFFICE, "submission", post=True),
    "indicators:submission_approve": row(OFFICE, "submission", post=True),
    "indicators:submission_reopen": row(OFFICE, "submission", post=True),
    "indicators:review_value": row(MARKERS, "value"),
    "indicators:review_mark": row(MARKERS, "value", post=True),
    "indicators:paper_list": Access(SUBMISSION_READERS),
    "indicators:paper_start": row(FILLERS, "submission", post=True, own_region=False),
    "indicators:paper": row(SUBMISSION_READERS, "paper"),
    "indicators:paper_file": row(SUBMISSION_READERS, "paper"),
    "indicators:paper_return": row(OFFICE, "paper", post=True),
    "indicators:paper_approve": row(OFFICE, "paper", post=True),
    "assessments:judge_drafts": Access(DATA_READERS, post=True),
    "assessments:contradiction_list": Access(ASSESSMENT_READERS - {Role.LEADER}),
    "assessments:decision_list": Access(ASSESSMENT_READERS),
    "assessments:decision": Access(EVALUATOR, decision),
    "assessments:decision_evidence": Access(
        ASSESSMENT_READERS, lambda world: {"pk": world.decision.pk}, own_region=True
    ),
    "assessments:remedies": Access(ASSESSMENT_READERS, assessment, own_region=True),
    "assessments:remedies_ask": Access(OFFICE, assessment, own_region=True, post=True),
    "assessments:remedy_list": Access(FILLERS | OFFICE),
    "assessments:remedy": row(FILLERS | OFFICE, "remedy"),
    "assessments:remedy_return": row(OFFICE, "remedy", post=True),
    "assessments:remedy_approve": row(OFFICE, "remedy", post=True),
    "assessments:override": Access(
        EVALUATOR,
        lambda world: {"pk": world.assessment.pk, "plan_indicator": world.plan_indicator.pk},
    ),
    "reports:assessment_list": Access(ASSESSMENT_READERS),
    "reports:assessment_start": Access(OFFICE),
    "reports:assessment_try": Access(ASSESSMENT_READERS, assessment, own_region=True),
    "reports:assessment_compare": Access(ASSESSMENT_READERS, assessment, own_region=True),
    "reports:batch_list": Access(ASSESSMENT_READERS),
    "reports:batch_start": Access(OFFICE),
    "reports:batch": Access(ASSESSMENT_READERS, batch, own_region=True),
    "reports:batch_progress": Access(ASSESSMENT_READERS, batch, own_region=True),
    "reports:batch_again": Access(OFFICE, batch, own_region=True, post=True),
    "reports:assessment_detail": Access(ASSESSMENT_READERS, assessment, own_region=True),
    "reports:assessment_progress": Access(ASSESSMENT_READERS, assessment, own_region=True),
    "assessments:recompute": Access(OFFICE, post=True),
    "reports:assessment_run_again": Access(OFFICE, assessment, own_region=True, post=True),
    "reports:assessment_finalise": Access(OFFICE, assessment, own_region=True),
    "reports:assessment_discard": Access(OFFICE, assessment, own_region=True),
    "reports:report_list": Access(ASSESSMENT_READERS),
    "reports:report_base": Access(OFFICE, place, own_region=True),
    "reports:report_outline": Access(
        OFFICE, lambda world: {"region": world.region.code, "kind": "final"}, own_region=True
    ),
    "reports:report_base_file": Access(OFFICE, place, own_region=True),
    "reports:report_new": Access(OFFICE, assessment, own_region=True, post=True),
    "reports:report_progress": row(ASSESSMENT_READERS, "report"),
    "reports:report_start": Access(OFFICE),
    "reports:report": row(ASSESSMENT_READERS, "report"),
    "reports:report_text": row(OFFICE, "report", post=True),
    "reports:report_paper": row(OFFICE, "report"),
    "reports:report_comment": row(OFFICE | {Role.EVALUATOR}, "report", post=True),
    "reports:report_answer": Access(
        OFFICE, lambda world: {"pk": world.report_comment.pk}, own_region=True, post=True
    ),
    "reports:report_build": row(OFFICE, "report", post=True),
    "reports:report_cancel": row(OFFICE, "report", post=True),
    "reports:report_version": row(OFFICE, "report", post=True),
    "reports:report_issue": row(OFFICE, "report", post=True),
    "reports:report_compare": row(ASSESSMENT_READERS, "report"),
    "reports:report_again": row(OFFICE, "report", post=True),
    "reports:report_file": Access(
        ASSESSMENT_READERS, lambda world: {"pk": world.report_file.pk}, own_region=True
    ),
    "reports:assessment_recheck": Access(ASSESSMENT_READERS, assessment, own_region=True),
    "reports:indicator": Access(
        DATA_READERS,
        lambda world: {
            "region": world.region.code,
            "code": world.plan_indicator.indicator.code,
        },
        own_region=True,
    ),
    "reports:home": Access(),
    "reports:dashboard": Access(roles=ASSESSMENT_READERS),
    "reports:dashboard_indicators": Access(roles=ASSESSMENT_READERS),
    "reports:dashboard_indicator": Access(
        roles=ASSESSMENT_READERS, url=lambda world: {"code": world.plan_indicator.indicator.code}
    ),
    "reports:dashboard_places": Access(roles=ASSESSMENT_READERS),
    "reports:dashboard_rounds": Access(roles=ASSESSMENT_READERS),
    "reports:help": Access(),
    "reports:help_page": Access(url=lambda world: {"slug": "judging"}),
}
