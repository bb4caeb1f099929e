"""The commands that freeze a run and compute a frozen one again."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from assessments.models import Assessment
from indicators.models import Observation
from tests.assessments.test_finalising import draft  # noqa: F401 - the fixture
from tests.factories import final_unguard

pytestmark = pytest.mark.django_db


def run(command: str, pk: int) -> tuple[int, dict[str, Any], str]:
    """Exit code, the document, and what stands on standard error."""
    out, err = StringIO(), StringIO()
    code = 0
    try:
        call_command(command, str(pk), "--json", stdout=out, stderr=err)
    except SystemExit as left:
        code = int(str(left.code))
    return code, json.loads(out.getvalue()), err.getvalue().strip()


def test_a_fresh_run_is_frozen_and_rechecks_equal(draft: Assessment) -> None:  # noqa: F811
    code, told, _ = run("finalise_assessment", draft.pk)
    draft.refresh_from_db()
    assert (code, told) == (
        0,
        {"assessment": draft.pk, "state": "final", "content_hash": draft.content_hash},
    )
    Observation.objects.update(value=1)
    assert run("recheck_assessment", draft.pk) == (
        0,
        {"assessment": draft.pk, "equal": True, "differences": []},
        "",
    )


def test_a_stale_run_is_refused_with_what_moved(draft: Assessment) -> None:  # noqa: F811
    row = Observation.objects.get(indicator__code="A1")
    Observation.objects.update_or_create(
        pk=row.pk,
        defaults={"value": "90", "numerator": None, "denominator": None, "revision": 2},
    )
    code, told, err = run("finalise_assessment", draft.pk)
    assert code == 1
    assert {name: told[name] for name in ("assessment", "state", "content_hash")} == {
        "assessment": draft.pk,
        "state": "draft",
        "content_hash": None,
    }
    assert "指标A1" in told["error"]
    assert err == told["error"]


def test_what_is_not_there_or_not_frozen_is_refused(draft: Assessment) -> None:  # noqa: F811
    assert run("finalise_assessment", 0)[1] == {"error": "没有编号为0的评估。"}
    code, told, _ = run("recheck_assessment", draft.pk)
    assert code == 1
    assert told["error"]


def test_a_tampered_run_is_told(draft: Assessment) -> None:  # noqa: F811
    run("finalise_assessment", draft.pk)
    final_unguard()
    Assessment.objects.filter(pk=draft.pk).update(content_hash="0" * 64)
    code, told, _ = run("recheck_assessment", draft.pk)
    assert (code, told["equal"]) == (0, False)
    assert told["differences"][0]["field"] == "content_hash"
