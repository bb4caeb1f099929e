from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from indicators.choices import ObservationSource
from indicators.models import Indicator, Observation, ObservationRevision
from indicators.services.observations import (
    ApprovedFigure,
    UpsertCounts,
    observations_upsert,
)
from tests.factories import IndicatorFactory, MemberUnitFactory, RegionFactory, UserFactory

pytestmark = pytest.mark.django_db


def figures(count: int, value: str = "96.5") -> list[ApprovedFigure]:
    region = RegionFactory()
    indicators = [IndicatorFactory(code=f"I{n:03d}") for n in range(count)]
    return [
        ApprovedFigure(region.pk, i.pk, year, value=Decimal(value), decimals=1)
        for i in indicators
        for year in range(2011, 2021)
    ]


def store(rows: list[ApprovedFigure], **options: object) -> UpsertCounts:
    chosen = {"source": ObservationSource.SERIES, "by": None, **options}
    return observations_upsert(figures=rows, **chosen)


def test_new_rows_get_their_first_revision() -> None:
    assert store(figures(2)) == UpsertCounts(new=20)
    assert Observation.objects.count() == ObservationRevision.objects.count() == 20
    assert set(Observation.objects.values_list("revision", "value")) == {(1, Decimal("96.5"))}


def test_unchanged_rows_write_nothing() -> None:
    rows = figures(1)
    store(rows)
    written = list(Observation.objects.values())
    assert store(rows) == UpsertCounts(unchanged=10)
    assert ObservationRevision.objects.count() == 10
    assert list(Observation.objects.values()) == written


def test_a_change_keeps_the_old_state_as_a_revision() -> None:
    rows = figures(1)
    store(rows)
    later = replace(rows[0], value=Decimal("97"), decimals=0)
    assert store([later], why="重新核实") == UpsertCounts(changed=1)
    states = ObservationRevision.objects.filter(reference_year=2011).order_by("revision")
    assert [(r.revision, r.value, r.why) for r in states] == [
        (1, Decimal("96.5"), ""),
        (2, Decimal(97), "重新核实"),
    ]
    assert Observation.objects.get(reference_year=2011).value == Decimal(97)


def test_missing_is_stored_as_missing_with_its_reason_and_nothing_at_all_is_not_stored() -> None:
    row = figures(1)[0]
    assert store([replace(row, value=None, decimals=None)]) == UpsertCounts(unchanged=1)
    assert not Observation.objects.exists()
    store([replace(row, value=None, decimals=None, blank_reason="no_data")])
    assert Observation.objects.get().value is None


def test_number_of_queries_is_the_same_for_many_rows() -> None:
    few, many = figures(1), figures(12)
    store(few)
    with CaptureQueriesContext(connection) as first:
        store([replace(f, value=Decimal(1)) for f in few])
    store(many)
    with CaptureQueriesContext(connection) as second:
        store([replace(f, value=Decimal(2)) for f in many])
    if connection.vendor == "postgresql":  # SQLite splits inserts by its number of parameters
        assert len(first) == len(second)
    reads = [q for q in second if q["sql"].startswith("SELECT")]
    assert len(reads) <= 2  # PostgreSQL reads through a server-side cursor, which is not counted


def test_a_supporting_units_value_does_not_replace_the_leads() -> None:
    row = figures(1)[0]
    lead, support = MemberUnitFactory(), MemberUnitFactory()
    approval = ObservationSource.APPROVAL
    store([replace(row, unit_id=lead.pk)], source=approval)
    other = replace(row, unit_id=support.pk, value=Decimal(90), keep_units=frozenset({lead.pk}))
    assert store([other], source=approval) == UpsertCounts(kept=1)
    assert Observation.objects.get().value == Decimal("96.5")


def test_a_value_beside_its_parts_is_theirs() -> None:
    rows = figures(1)
    parts = {"numerator": Decimal(98), "denominator": Decimal(102)}
    store(
        [
            replace(rows[0], value=Decimal("96.07"), decimals=2, **parts),  # cut, not rounded
            replace(rows[1], value=Decimal(80), decimals=0, **parts),
            replace(rows[2], value=None, decimals=None, **parts),
        ]
    )
    kept = Observation.objects.order_by("reference_year").values_list("value", "decimals")
    assert list(kept) == [
        (Decimal("96.08"), 2),
        (Decimal("96.078431"), None),
        (Decimal("96.078431"), None),
    ]


def test_counts_beside_a_number_of_people_name_no_quotient() -> None:
    row = figures(1)[0]
    Indicator.objects.update(measure="人", scale=1)
    store([replace(row, value=Decimal(120), numerator=Decimal(120), denominator=Decimal(125))])
    assert Observation.objects.get().value == Decimal(120)


def test_postgresql_refuses_to_change_history() -> None:
    store(figures(1)[:1])
    revision = ObservationRevision.objects.get()
    if connection.vendor != "postgresql":
        return
    for act in (
        lambda: ObservationRevision.objects.update(value=1),
        lambda: revision.delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    user = UserFactory()
    store([replace(figures(1)[0], value=Decimal(3))], by=user)
    user.delete()
    assert ObservationRevision.objects.get(revision=2).approved_by is None


def test_many_rows_are_stored_like_few_whatever_their_remarks_hold() -> None:
    remark = "制表\t符、换\n行、反斜\\杠和\\N"
    rows = [replace(f, remark=remark, source_text="年鉴") for f in figures(60)]
    assert store(rows, why="第一次") == UpsertCounts(new=600)
    later = [replace(f, value=Decimal("0.000001"), numerator=None) for f in rows[:550]]
    assert store([*later, *rows[550:]], why="第二次") == UpsertCounts(changed=550, unchanged=50)
    assert set(Observation.objects.values_list("remark", flat=True)) == {remark}
    assert Observation.objects.filter(value=Decimal("0.000001"), revision=2).count() == 550
    newest = ObservationRevision.objects.filter(revision=2)
    assert set(newest.values_list("why", "value", "numerator")) == {
        ("第二次", Decimal("0.000001"), None)
    }
