"""One door for a number: a correction is read and checked as the grid reads and checks."""

from __future__ import annotations

import importlib
from dataclasses import replace
from decimal import Decimal

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError

from indicators.choices import ObservationSource
from indicators.ledger.typed import TypedFigure
from indicators.models import Observation, ObservationRevision
from indicators.services.corrections import observation_correct
from indicators.services.observations import ApprovedFigure, observations_upsert
from tests.factories import IndicatorFactory, RegionFactory, UserFactory
from units.models import AuditEvent

pytestmark = pytest.mark.django_db


def stored(**said: object) -> Observation:
    figure = ApprovedFigure(RegionFactory().pk, IndicatorFactory(code="T1").pk, 2015)
    figure = replace(figure, **({"value": Decimal("96.5"), "decimals": 1} | said))  # type: ignore[arg-type]
    observations_upsert(figures=[figure], source=ObservationSource.SERIES, by=None)
    return Observation.objects.get(reference_year=figure.reference_year, breakdown=figure.breakdown)


def correct(row: Observation, *texts: str, **options: object) -> Observation:
    chosen = {"seen_revision": row.revision, "reason": "原数颠倒", "by": UserFactory()} | options
    explanation = str(chosen.pop("explanation", ""))
    return observation_correct(
        observation_id=row.pk,
        typed=replace(TypedFigure(*texts), explanation=explanation),
        **chosen,  # type: ignore[arg-type]
    )


def refused(row: Observation, *texts: str, **options: object) -> ValidationError:
    with pytest.raises(ValidationError) as caught:
        correct(row, *texts, **options)
    assert not ObservationRevision.objects.filter(source="correction").exists()
    return caught.value


@pytest.mark.statement("S22")
def test_correction_keeps_old_value_reason_and_log() -> None:
    by = UserFactory()
    corrected = correct(stored(), "95.6", reason=" 原数颠倒 ", by=by)
    assert (corrected.value, corrected.source, corrected.revision) == (
        Decimal("95.6"),
        "correction",
        2,
    )
    newest = ObservationRevision.objects.get(revision=2)
    assert (newest.why, newest.approved_by) == ("原数颠倒", by)
    assert AuditEvent.objects.get(action="correct").detail["old"] == "96.5"


def test_a_value_that_leaves_its_parts_behind_is_refused() -> None:
    parts = {"numerator": Decimal(991), "denominator": Decimal(1000), "value": Decimal("99.10")}
    row = stored(**parts)
    fault = refused(row, "80", "991", "1000")
    assert fault.messages == [
        "有分子、分母的，数值由二者得出：请把三个数一起更正；只改得了数值的，请清空分子、分母。"
    ]
    corrected = correct(row, "80", "800", "1000")
    assert (corrected.value, corrected.numerator) == (Decimal(80), Decimal(800))


def test_the_value_follows_its_parts_and_the_log_names_all_three() -> None:
    row = stored(value=Decimal(96), numerator=Decimal(96), denominator=Decimal(100))
    corrected = correct(row, "96", "97", "102")
    assert corrected.value == Decimal("95.098039")
    assert AuditEvent.objects.get(action="correct").detail == {
        "breakdown": "",
        "old": "96 (96/100)",
        "new": "95.098039 (97/102)",
        "reason": "原数颠倒",
    }


def test_parts_go_only_after_a_word() -> None:
    row = stored(value=Decimal(96), numerator=Decimal(96), denominator=Decimal(100))
    assert "原有的分子、分母将一并去掉" in refused(row, "95").messages[0]
    corrected = correct(row, "95", explanation="年鉴只有比率")
    assert (corrected.value, corrected.numerator, corrected.denominator) == (95, None, None)
    assert ObservationRevision.objects.get(revision=2).why == "原数颠倒（核对：年鉴只有比率）"


@pytest.mark.parametrize(
    ("texts", "sentence"),
    [
        (("-3",), "不会是负数"),
        (("4530",), "超过可能最大值100的十倍"),
        (("九十七",), "不是一个数"),
        (("1e3000",), "存不下"),
        (("97", "", "10"), "分子和分母应同时填写"),
        (("", "97", "0"), "分母是0"),
        (("97", "-97", "100"), "不会是负数"),
        (("",), "请填更正后的数"),
        (("96.5",), "与现有的数相同"),
    ],
)
def test_what_no_door_takes_is_refused(texts: tuple[str, ...], sentence: str) -> None:
    fault = refused(stored(), *texts, explanation="就是它")
    assert sentence in "".join(fault.messages)


@pytest.mark.parametrize(
    ("texts", "sentence"),
    [
        (("453",), "453超过100"),
        (("0.965",), "还是比值"),
        (("约97",), "是约数"),
        (("97.123456",), "有6位小数"),
    ],
)
def test_what_the_grid_asks_about_is_asked_here_too(texts: tuple[str, ...], sentence: str) -> None:
    fault = refused(stored(), *texts)
    assert sentence in "".join(fault.messages)
    assert fault.messages[-1] == "核对无误的，请在“核对说明”里写明依据，再保存。"
    assert correct(Observation.objects.get(), *texts, explanation="已核对").revision == 2


def test_a_total_outside_its_parts_and_a_jump_are_asked_about() -> None:
    for breakdown, value in (("sex:male", 60), ("sex:female", 70)):
        stored(breakdown=breakdown, value=Decimal(value), decimals=0)
    stored(reference_year=2014, value=Decimal(66), decimals=0)
    row = stored(value=Decimal(65), decimals=0)
    fault = refused(row, "95")
    assert fault.messages[:2] == [
        "合计95不在男60和女70之间；请核对。",
        "2014年是66，本年是95，变动过大；请核对，确认无误请写明理由。",
    ]
    male = Observation.objects.get(breakdown="sex:male")
    assert refused(male, "67").messages[0] == "合计65不在男67和女70之间；请核对。"


def test_an_older_page_is_refused_with_both_values() -> None:
    row = stored()
    first = UserFactory(full_name="王敏")
    correct(row, "95.6", by=first)
    with pytest.raises(ValidationError) as caught:
        correct(row, "94", seen_revision=1)
    assert caught.value.messages == [
        "王敏刚把这个数改为95.6，您填的是94；没有保存，请核对两个数后再更正。"
    ]
    assert Observation.objects.get().value == Decimal("95.6")


def test_a_reason_for_no_value_leaves_nothing_beside_it() -> None:
    row = stored(value=Decimal(96), numerator=Decimal(96), denominator=Decimal(100))
    corrected = correct(row, "96", "96", "100", "not_applicable")
    assert (corrected.value, corrected.numerator, corrected.blank_reason) == (
        None,
        None,
        "not_applicable",
    )


def test_a_reason_is_needed() -> None:
    assert refused(stored(), "95", reason=" ").messages == ["请写明更正的理由。"]


def test_what_was_corrected_beside_its_parts_before_is_mended_with_a_trace() -> None:
    row = stored(value=Decimal("99.10"), numerator=Decimal(991), denominator=Decimal(1000))
    Observation.objects.update(value=Decimal(80), decimals=0)
    migration = importlib.import_module("indicators.migrations.0005_value_of_parts")
    migration.mend(apps, None)
    row.refresh_from_db()
    assert (row.value, row.revision) == (Decimal("99.1"), 2)
    newest = ObservationRevision.objects.get(revision=2)
    assert (newest.value, newest.why[:14]) == (
        Decimal("99.1"),
        "数值与分子、分母不一致，改为由"[:14],
    )
    migration.mend(apps, None)
    assert ObservationRevision.objects.count() == 2
