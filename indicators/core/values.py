"""Cell content and its number format to a Decimal, or to a named fault or question.

Nothing is guessed silently: what is not plain comes back with the conversion that was
made, a question for the user, or a fault. Sentences are made elsewhere.
"""

from __future__ import annotations

import math
import re
from dataclasses import replace
from datetime import date, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from indicators.core import tokens
from indicators.core.formats import PLAIN, NumberFormat
from indicators.core.readings import BLANK, Conversion, Fault, Question, Reading
from indicators.core.signs import (
    RATE_SIGNS,
    RATE_WORDS,
    rescaled,
    strip_trailing,
    strip_words,
    with_sign,
)
from indicators.core.vocabulary import COUNTED_THINGS, Measure, measure

Raw = str | int | float | bool | date | time | timedelta | None

_MULTIPLES: Final = ("千", "百", "万", "亿")
_BOUNDS: Final = "≥≤<>≈~"
_MONEY: Final = frozenset({"元", "rmb", "RMB", "CNY", "人民币", "通用格式"})
_NO_THOUSANDS: Final = frozenset({"岁", "年", "比"})
MAX_DIGITS: Final = 15
MAX_DECIMALS: Final = 6
_TOO_LARGE: Final = Decimal(10) ** (MAX_DIGITS - MAX_DECIMALS)
_GENERAL_DECIMALS: Final = 6
YES, NO = "有", "无"


_NUMBER: Final = re.compile(
    r"(?P<number>[+\-\u2212]?(?:(?P<grouped>[0-9]{1,3}(?:,[0-9]{3})+)|[0-9]+)?(?P<decimals>\.[0-9]*)?"
    r"(?P<exponent>[eE][+\-]?[0-9]{1,3})?)(?P<sign>.*)",
    re.DOTALL,
)
_PLAIN_TEXT: Final = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,6})?")
_DATE: Final = re.compile(
    r"(?:19|20)[0-9]{2}(?:[-/年][0-9]{1,2}(?:[-/月][0-9]{1,2}日?|月)|\.[0-9]{1,2}\.[0-9]{1,2})(?:\s.*)?"
    r"|[0-9]{1,2}月[0-9]{1,2}日?"
)
_PICTURE: Final = re.compile(r"=?(?:_xlfn\.)?(?:DISPIMG|IMAGE)\(", re.IGNORECASE)
_TIME: Final = re.compile(r"[0-9]{1,2}[:时][0-9]{2}(?:[:分][0-9]{2}秒?)?分?")
_FOOTNOTE: Final = re.compile(
    r"(?P<body>.*[0-9%‰])\s*(?:[①-⑳❶-❿⑴-⒇*\uff0a†‡△▲☆★#※¹²³⁴-⁹]+|[\[(【]注?[0-9]{0,2}[\])】]|注[0-9]{0,2})"
)
_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}年[度底末]?")
_INTERVAL: Final = re.compile(r"[0-9.]+%?\s*(?:-|—|–|~|至|到|±)\s*[0-9.]+.*")
_FRACTION: Final = re.compile(r"([0-9,]+(?:\.[0-9]+)?)\s*/\s*([0-9,]+(?:\.[0-9]+)?)")


def read_value(
    raw: Raw,
    target: Measure,
    *,
    shown: NumberFormat = PLAIN,
    is_formula: bool = False,
) -> Reading:
    """Read one value cell of an indicator measured in ``target``."""
    if raw is None or raw == "":
        return replace(BLANK, questions=(Question.NO_RESULT,)) if is_formula else BLANK
    if isinstance(raw, str):
        return _read_text(raw, target)
    if isinstance(raw, bool):
        return Reading(fault=Fault.NOT_A_NUMBER)
    if isinstance(raw, int | float):
        return _read_number(raw, target, shown, is_formula=is_formula)
    if isinstance(raw, time | timedelta):
        return Reading(fault=Fault.TIME)
    return Reading(fault=Fault.DATE)


def read_count(raw: Raw, *, shown: NumberFormat = PLAIN, is_formula: bool = False) -> Reading:
    """Read a numerator or denominator: a plain number of any kind."""
    return read_value(raw, _COUNT, shown=shown, is_formula=is_formula)


_COUNT: Final = measure("")


def typed_decimal(number: float) -> Decimal:
    """The decimal a person typed: 15 significant digits, as Excel keeps and shows them."""
    return Decimal(format(number, ".15g"))


def round_half_up(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def plain(value: Decimal) -> str:
    """The one text of a decimal: no exponent, no trailing zeros."""
    text = format(value.normalize(), "f")
    return "0" if text == "-0" else text


def _natural_decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _read_number(raw: float, target: Measure, shown: NumberFormat, *, is_formula: bool) -> Reading:
    if not math.isfinite(raw):
        return Reading(fault=Fault.NOT_FINITE)
    if abs(raw) >= 10**MAX_DIGITS:
        return Reading(fault=Fault.TOO_LONG)
    value = Decimal(raw) if isinstance(raw, int) else typed_decimal(raw)
    if target.is_qualitative:
        return _qualitative_number(value)
    if shown is PLAIN and not is_formula:
        return _finish(value, target, decimals=_natural_decimals(value), signed=False)
    return _formatted(value, target, shown, is_formula=is_formula)


def _formatted(
    value: Decimal, target: Measure, shown: NumberFormat, *, is_formula: bool
) -> Reading:
    """A number whose format or formula says more than the number itself."""
    conversions: list[Conversion] = []
    questions: list[Question] = []
    if shown.percent:
        value *= 100
        conversions.append(Conversion.PERCENT_FORMAT)
        value, percent_questions = rescaled(value, 100, target)
        questions += percent_questions
    if is_formula:
        rounded = round_half_up(value, _shown_decimals(shown))
        if rounded != value:
            conversions.append(Conversion.FORMULA_ROUNDED)
        value = rounded
    value = Decimal(plain(value))
    if shown.hides:
        questions.append(Question.SHOWN_AS_NOTHING)
    elif _shows_other_magnitude(shown, target):
        questions.append(Question.SHOWN_OTHERWISE)
    elif _shows_words(shown.literal, target):
        questions.append(Question.SHOWN_WITH_WORDS)
    decimals = max(_natural_decimals(value), shown.decimals or 0)
    signed = shown.percent or "%" in shown.literal
    return _finish(value, target, decimals, tuple(questions), tuple(conversions), signed=signed)


def _shown_decimals(shown: NumberFormat) -> int:
    if shown.decimals is None:
        return _GENERAL_DECIMALS
    return min(shown.decimals, MAX_DECIMALS)


def _shows_other_magnitude(shown: NumberFormat, target: Measure) -> bool:
    if shown.power:
        return True
    literal = tokens.half_width(shown.literal)
    if literal in RATE_SIGNS:
        return RATE_SIGNS[literal] != target.scale
    if literal[:1] in ("千", "百"):
        return True
    if literal[:1] not in ("万", "亿"):
        return False
    return measure(literal + target.base).multiple != target.multiple


def _shows_words(literal: str, target: Measure) -> bool:
    """Whether a format prints words that would be asked about had they been typed: 约, 预计, 人.

    Signs of money, brackets and dashes are how numbers are dressed; a count that is no
    indicator (a part) may have any thing counted beside it.
    """
    text = "".join(tokens.half_width(literal).split())
    if text in ("", target.text) or text in RATE_SIGNS or text[:1] in _MULTIPLES:
        return False
    if text == target.base:
        return target.multiple != 1
    if not target.text and text in COUNTED_THINGS:
        return False
    return any(sign.isalpha() or sign in _BOUNDS for sign in text) and text not in _MONEY


def _qualitative_number(value: Decimal) -> Reading:
    if value in (0, 1):
        return Reading(text=YES if value else NO, questions=(Question.ONE_OR_ZERO,))
    return Reading(fault=Fault.NOT_YES_NO)


def _finish(
    value: Decimal,
    target: Measure,
    decimals: int,
    questions: tuple[Question, ...] = (),
    conversions: tuple[Conversion, ...] = (),
    *,
    signed: bool,
) -> Reading:
    """The checks every number passes, however it was written."""
    if len(value.normalize().as_tuple().digits) > MAX_DIGITS:
        return Reading(fault=Fault.TOO_LONG)
    if abs(value) >= _TOO_LARGE:
        return Reading(fault=Fault.TOO_LARGE)
    if _natural_decimals(value) > MAX_DECIMALS:
        value = round_half_up(value, MAX_DECIMALS)
        decimals = MAX_DECIMALS
        questions = (*questions, Question.TOO_FINE)
    if target.is_rate and not signed and 0 < abs(value) * target.scale <= 100:
        questions = (*questions, Question.BARE_RATIO)
    return Reading(
        value, decimals=min(decimals, MAX_DECIMALS), questions=questions, conversions=conversions
    )


def _read_text(raw: str, target: Measure) -> Reading:
    text = tokens.half_width(raw)
    if target.is_qualitative:
        return _qualitative_text(text)
    if _PLAIN_TEXT.fullmatch(text):
        value = Decimal(text)
        decimals = len(text.partition(".")[2])
        kind = Conversion.TEXT_NUMBER if text == raw else Conversion.FULL_WIDTH
        return _finish(value, target, decimals, (), (kind,), signed=False)
    known = _word(text)
    if known is not None:
        return known
    if tokens.name_key(text) == tokens.name_key(target.text):
        return Reading(fault=Fault.UNREADABLE)  # 1/10万 is the measure, no number
    return _read_marked_text(text, raw, target)


def _word(text: str) -> Reading | None:
    """Texts that are no number: blanks, reasons, 无, error cells, dates; None for others."""
    if tokens.is_blank(text):
        return BLANK
    reason = tokens.blank_reason(text)
    if reason is not None:
        return Reading(blank=True, reason=reason)
    if text in tokens.NONE_WORDS:
        return Reading(blank=True, questions=(Question.NONE_WORD,))
    fault = _fault_of(text)
    return Reading(fault=fault) if fault else None


def _fault_of(text: str) -> Fault | None:
    if _PICTURE.match(text):
        return Fault.PICTURE
    if _TIME.fullmatch(text):
        return Fault.TIME
    if tokens.is_error_cell(text):
        return Fault.ERROR_CELL
    if text.casefold() in tokens.NOT_FINITE:
        return Fault.NOT_FINITE
    if _DATE.fullmatch(text):
        return Fault.DATE
    if _YEAR.fullmatch(text):
        return Fault.YEAR
    if _INTERVAL.fullmatch(text):
        return Fault.INTERVAL
    return None


def _qualitative_text(text: str) -> Reading:
    word = text.casefold()
    if word in tokens.YES_WORDS or word in tokens.NO_WORDS:
        answer = YES if word in tokens.YES_WORDS else NO
        return Reading(text=answer, conversions=() if text == answer else (Conversion.YES_NO,))
    if text in ("0", "1"):
        return _qualitative_number(Decimal(text))
    known = _word(text)
    return known if known is not None else Reading(fault=Fault.NOT_YES_NO)


def _read_marked_text(text: str, raw: str, target: Measure) -> Reading:
    """A number with words or signs around it: 约95, ≥95, 98.5%, 12.3/10万, 128人, 98/100."""
    body, questions = _without_footnote(text)
    fraction = _FRACTION.fullmatch(body)
    if fraction:
        return _fraction(fraction[1], fraction[2], target, questions)
    word_scale = 0
    for word, scale in RATE_WORDS.items():
        if body.startswith(word):
            body, word_scale = body.removeprefix(word).strip(), scale
            break
    match = _NUMBER.fullmatch(body)
    value = _decimal(match["number"]) if match else None
    if match is None or value is None:
        return Reading(fault=Fault.UNREADABLE)
    if isinstance(value, Fault):
        return Reading(fault=value)
    sign, more = strip_trailing("".join(match["sign"].split()))
    if match["grouped"] and (target.is_rate or target.base in _NO_THOUSANDS):
        more = (*more, Question.COMMA)
    resolved = rescaled(value, word_scale, target) if word_scale else with_sign(value, sign, target)
    if isinstance(resolved, Fault):
        return Reading(fault=resolved)
    return _finish(
        resolved[0],
        target,
        _written_decimals(match, value, resolved[0]),
        tuple(dict.fromkeys((*questions, *more, *resolved[1]))),
        _text_conversions(match, raw, text, sign),
        signed=bool(sign) or bool(word_scale),
    )


def _without_footnote(text: str) -> tuple[str, tuple[Question, ...]]:
    """The text bare of words and of a footnote's mark (8.5①), and what they ask."""
    mark = _FOOTNOTE.fullmatch(text)
    if mark is None:
        return strip_words(text)
    body, questions = strip_words(mark["body"].strip())
    return body, (*questions, Question.FOOTNOTE)


def _written_decimals(match: re.Match[str], written: Decimal, value: Decimal) -> int:
    if value != written or match["exponent"]:
        return _natural_decimals(value)
    return max(0, len(match["decimals"] or ".") - 1)


def _text_conversions(
    match: re.Match[str], raw: str, text: str, sign: str
) -> tuple[Conversion, ...]:
    made = (
        (raw.strip() != text, Conversion.FULL_WIDTH),
        (match["grouped"] is not None, Conversion.THOUSANDS),
        (match["exponent"] is not None, Conversion.EXPONENT),
        (bool(sign), Conversion.SIGN_DROPPED),
    )
    return tuple(kind for happened, kind in made if happened) or (Conversion.TEXT_NUMBER,)


def _decimal(number: str) -> Decimal | Fault | None:
    digits = number.replace(",", "").replace("\u2212", "-")
    mantissa = re.split("[eE]", digits)[0]
    if not any(sign.isdigit() for sign in mantissa):
        return None
    if len(mantissa.lstrip("+-").replace(".", "").lstrip("0")) > MAX_DIGITS:
        return Fault.TOO_LONG
    value = Decimal(digits)
    return Fault.TOO_LARGE if value.adjusted() > MAX_DIGITS else value


def _fraction(above: str, below: str, target: Measure, questions: tuple[Question, ...]) -> Reading:
    numerator, denominator = _decimal(above), _decimal(below)
    if not isinstance(numerator, Decimal) or not isinstance(denominator, Decimal):
        return Reading(fault=Fault.UNREADABLE)
    if not target.is_rate or not denominator:
        return Reading(fault=Fault.UNREADABLE)
    value = Decimal(plain(round_half_up(numerator / denominator * target.scale, MAX_DECIMALS)))
    return _finish(
        value, target, _natural_decimals(value), (*questions, Question.FRACTION), signed=True
    )
