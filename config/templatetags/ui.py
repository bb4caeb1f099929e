"""Template tags of the look: judgements, numbers with units, rates with n/m, Chinese dates."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from django import template
from django.core.paginator import Page
from django.template.context import Context
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from assessments.messages import rates
from assessments.options import Options, settings_of
from indicators.core.rules import RULES
from indicators.core.vocabulary import RuleKind
from indicators.wording import goals, numbers
from indicators.wording.verdicts import EITHER_RATE, Words, grade_tone, words_of

register = template.Library()

MISSING: Final = numbers.DASH
_WEEKDAYS: Final = "一二三四五六日"


@register.simple_tag
def setting_label(name: str) -> str:
    """What a setting of an assessment is called wherever it is asked for."""
    return settings_of(Options)[name].label


@register.simple_tag
def verdict(
    value: str, grade: str = "", basis: str = "", settings: dict[str, Any] | None = None
) -> SafeString:
    """The badge of one judgement: word and mark; the finer word as a tag behind it.

    ``settings``: of the assessment, which may have words of its own.
    """
    own = settings or {}
    asked = (str(own.get(f"label_{name}") or "") for name in ("met", "unmet", "basic"))
    return _badge(value, grade, basis or str(own.get("basis") or ""), *asked)


@lru_cache(maxsize=256)
def _badge(value: str, grade: str, basis: str, met: str, unmet: str, basic: str) -> SafeString:
    words = words_of({"basis": basis, "label_met": met, "label_unmet": unmet, "label_basic": basic})
    word = words.plain(value)
    badge = format_html('<span class="verdict verdict-{}">{}</span>', words.tone(value), word)
    finer = words.beside(value, grade or "")
    return format_html("{} {}", badge, tag(finer, grade_tone(grade))) if finer else badge


@register.simple_tag
@lru_cache(maxsize=256)
def tag(text: str, tone: str = "mute") -> SafeString:
    """A state, never a judgement. Tones: good, bad, warn, info, mute."""
    return format_html('<span class="tag tag-{}">{}</span>', tone, text)


@register.simple_tag
@lru_cache(maxsize=4096)
def indicator_url(region: str, code: str) -> str:
    """Address of an indicator's page; kept, since tables ask for a hundred at a time."""
    return reverse("reports:indicator", kwargs={"region": region, "code": code})


@register.simple_tag
def state_tag(choice: Any) -> SafeString:
    """The tag of a state whose choices class knows its ``tone`` (SubmissionState, JobState …)."""
    return tag(choice.label, choice.tone)


@register.simple_tag
def rate(text: str | None, part: int, whole: int, unit: str = "") -> SafeString:
    """A rate with its n/m; ``text`` is the printed rate without the sign, None when m is 0."""
    if text is None:
        return format_html('<span class="rate">{}<span class="of">分母为 0</span></span>', MISSING)
    return format_html(
        '<span class="rate"><b>{}</b><span class="unit">%</span>'
        '<span class="of">{}/{}{}</span></span>',
        text,
        part,
        whole,
        f" {unit}" if unit else "",
    )


@register.simple_tag
def run_words(settings: dict[str, Any] | None) -> Words:
    """What a run calls its results and its rate: {% run_words settings as words %}."""
    return words_of(settings)


@register.simple_tag
def rate_rule(settings: dict[str, Any], counts: dict[str, Any], year: int, end_year: int) -> str:
    """How the rate of an assessment was reckoned, in the words that its files print too."""
    return rates.rate_rule(
        settings,
        no_data=counts.get("no_data"),
        not_assessable=counts.get("not_assessable"),
        year=year,
        end_year=end_year,
    )


@register.simple_tag
@lru_cache(maxsize=4096)
def value(number: Decimal | None, unit: str = "", decimals: int | None = None) -> SafeString:
    """A number with its unit, smaller, behind it; a missing one is a dash, never 0.

    Rounded only where decimals say so; the digits that are kept show on demand.
    """
    if number is None:
        return mark_safe(MISSING)  # noqa: S308 - a constant of ours
    if unit == numbers.YES_NO:
        return mark_safe(numbers.quantity(number, unit))  # noqa: S308 - constants of ours
    return format_html(
        '{}<span class="unit">{}</span>', _digits(number, decimals), numbers.suffix(unit)
    )


def _digits(number: Decimal, decimals: int | None) -> SafeString:
    """The printed digits; where more are kept, those in the title."""
    if decimals is None:
        return SafeString(numbers.exact(number, grouped=True))
    shown = numbers.number(number, decimals, grouped=True)
    if not numbers.is_shortened(number, decimals):
        return SafeString(shown)
    return format_html('<span title="{}">{}</span>', numbers.exact(number, grouped=True), shown)


@register.filter
def suffix(measure: str) -> str:
    """A measure as it stands behind its number: 1/10万 is printed /10万."""
    return numbers.suffix(measure)


@register.simple_tag
def target(result: Any, unit: str = "") -> SafeString:
    """A result's target with its sign; in words where the plan names no number."""
    if result.target is None:
        return format_html('<span class="target-text">{}</span>', result.target_text or MISSING)
    spec = RULES[RuleKind(result.rule)]
    return _goal(goals.goal_number(spec, result.target, result.target_upper, unit, result.base))


@register.simple_tag
def due(result: Any, unit: str = "") -> SafeString:
    """What the straight line asks of a result by its year, the final target below; without a
    line the target itself."""
    if result.target is None or result.expected is None:
        return target(result, unit)
    spec = RULES[RuleKind(result.rule)]
    asked = goals.goal_number(
        spec, result.target, result.target_upper, unit, result.base, result.expected
    )
    return format_html('{}<span class="sub">终期 {}</span>', _goal(asked), target(result, unit))


@register.simple_tag
def rate_of_runs(runs: Iterable[Any]) -> str:
    """The heading of a column of rates: those of one kind, or of both."""
    names = {words_of(run.settings).rate for run in runs if run.summary}
    return names.pop() if len(names) == 1 else EITHER_RATE


@register.simple_tag
def stated_goal(
    rule: str,
    number: Decimal | None,
    upper: Decimal | None,
    unit: str = "",
    points: Decimal | None = None,
) -> SafeString:
    """A number that the plan states for a stage or a year, whole. ``points``: the change that
    the plan asks for, where it asks for one."""
    if number is None:
        return mark_safe(MISSING)  # noqa: S308 - a constant of ours
    spec = RULES[RuleKind(rule)]
    return _goal(goals.stated_goal(spec, spec.direction_of(points), number, upper, unit))


def _goal(shown: goals.GoalNumber) -> SafeString:
    return format_html('{}<span class="unit">{}</span>{}', shown.number, shown.unit, shown.after)


@register.simple_tag
@lru_cache(maxsize=4096)
def reckoned(number: Decimal | None, unit: str = "", decimals: int | None = None) -> SafeString:
    """A number that was computed: rounded for reading, but never to a misleading zero."""
    return value(number, unit, None if number is None else _places(number, decimals))


@register.simple_tag
@lru_cache(maxsize=4096)
def difference(
    number: Decimal | None, decimals: int | None = None, measure: str = ""
) -> SafeString:
    """A computed difference with its sign, to the decimals of the value; its unit below it."""
    if number is None:
        return mark_safe(MISSING)  # noqa: S308 - a constant of ours
    places = max(_places(number, decimals), decimals or 0)
    text = numbers.signed(number, places, grouped=True)
    unit = numbers.difference_unit(measure)
    below = format_html('<span class="sub">{}</span>', unit) if unit else ""
    return format_html("{}{}", text, below)


def _places(number: Decimal, decimals: int | None) -> int:
    """Decimals to print: those of the value beside it (2 when unknown), no more than it has."""
    usual = numbers.USUAL_DECIMALS if decimals is None else decimals
    return numbers.telling_places(number, min(numbers.decimals_of(number), usual))


@register.filter
def plain(number: Decimal | int | None) -> str:
    """The exact text of a decimal without thousands, or a dash."""
    return MISSING if number is None else numbers.exact(Decimal(number))


@register.filter
def rounded(number: Decimal | None, decimals: int) -> str:
    """Rounded half up to so many decimals, for figures that are computed for reading only."""
    return MISSING if number is None else numbers.number(number, decimals, grouped=True)


@register.filter
def signed(number: Decimal | None) -> str:
    """A difference with its sign: +1.8, −1.8, 0."""
    if number is None:
        return MISSING
    return numbers.signed(number, numbers.decimals_of(number), grouped=True)


@register.filter
def item(mapping: dict[str, Any], key: str) -> Any:
    """The value of a key, None where it is missing (an assessment not computed yet)."""
    return mapping.get(key)


@register.filter
def zh_date(moment: datetime.date | datetime.datetime | None) -> str:
    """2026年5月20日"""
    day = _local(moment)
    return f"{day.year}年{day.month}月{day.day}日" if day else MISSING


@register.filter
def zh_day(moment: datetime.date | datetime.datetime | None) -> str:
    """5月20日"""
    day = _local(moment)
    return f"{day.month}月{day.day}日" if day else MISSING


@register.filter
def zh_time(moment: datetime.datetime | None) -> str:
    """5月20日 16:20; with the year where it is not the present one."""
    at = _local(moment)
    if not at:
        return MISSING
    year = "" if at.year == timezone.localdate().year else f"{at.year}年"
    return f"{year}{at.month}月{at.day}日 {at:%H:%M}"


@register.filter
def zh_weekday(day: datetime.date) -> str:
    """周三"""
    return f"周{_WEEKDAYS[day.weekday()]}"


def _local(moment: Any) -> Any:
    if isinstance(moment, datetime.datetime) and timezone.is_aware(moment):
        return timezone.localtime(moment)
    return moment


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(context: Context, page: Page[Any], unit: str = "条") -> dict[str, Any]:
    """First, previous, next and last page; every other part of the address stays."""
    query = context["request"].GET.copy()

    def url(number: int) -> str:
        query["page"] = str(number)
        return f"?{query.urlencode()}"

    return {
        "page": page,
        "unit": unit,
        "first_url": url(1),
        "last_url": url(page.paginator.num_pages),
        "previous_url": url(page.number - 1),
        "next_url": url(page.number + 1),
    }


@register.inclusion_tag("components/crumbs.html")
def crumbs(*parts: str) -> dict[str, Any]:
    """Text and address in turn; an address may be empty: {% crumbs "指标" url "妇女" "" %}."""
    return {"crumbs": list(zip(parts[::2], parts[1::2], strict=True))}
