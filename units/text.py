"""The one gate for text from outside: what may be in it, how long it may be, what is a number.

``config.gate`` asks it for every request; services ask ``field_text`` before they keep a text,
so that nothing is ever cut.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest

from units import messages

JSON_TYPE: Final = "application/json"
MAX_DEPTH: Final = 20
_WHOLE_DIGITS: Final = 18  # fits into 64 bits
_SHOWN: Final = 20
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
# Marks that turn the direction of what follows: a name would read otherwise than it is. A cell
# may bear them (the calculator of Windows copies its numbers with them); reading takes them off.
_TURNING: Final = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
# Signs of no width: two names that look alike would be two. Pasted paragraphs hold them, a form's
# one line has no use for them.
_NO_WIDTH: Final = re.compile(r"[\u061c\u200b-\u200f\u2060-\u2064\ufeff]")
_BREAK: Final = re.compile(r"[\r\n]")
_JSON_TEXT: Final = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)


def text_fault(
    text: str, *, longest: int, one_line: bool, is_secret: bool = False, is_cell: bool = False
) -> str:
    """What is wrong with a text from outside, as a sentence; '' when nothing is.

    Control characters and halves of surrogate pairs no database keeps; a line break in a
    one-line text writes a second line into whatever prints it. Of a secret nothing is repeated.
    """
    found = _CONTROL.search(text) or (None if is_cell else _TURNING.search(text))
    found = found or (_NO_WIDTH.search(text) if one_line else None)
    if found:
        place = _place(text, found.start(), is_secret=is_secret)
        return messages.TEXT_CONTROL.format(place=place)
    found = _BREAK.search(text) if one_line else None
    if found:
        place = _place(text, found.start(), is_secret=is_secret)
        return messages.TEXT_BREAK.format(place=place)
    if len(text) > longest:
        return messages.TEXT_TOO_LONG.format(size=len(text), limit=longest)
    return ""


def _place(text: str, at: int, *, is_secret: bool) -> str:
    """What stands before the fault, so that it is found again."""
    before = _BREAK.sub(" ", text[:at])[-_SHOWN:].strip()
    if is_secret or not before:
        return messages.TEXT_SOMEWHERE
    return messages.TEXT_AFTER.format(before=before)


def json_fault(body: bytes, *, longest: int) -> str:
    """What is wrong with JSON from outside: broken, too deep, a number or text nobody can keep."""
    if _depth(body) > MAX_DEPTH:
        return messages.JSON_DEEP.format(limit=MAX_DEPTH)
    try:
        content = json.loads(body, parse_constant=_no_number, parse_float=_finite, parse_int=_small)
    except OverflowError as number:
        return messages.JSON_NUMBER.format(number=str(number)[:_SHOWN])
    except ValueError:
        return messages.JSON_BROKEN
    faults = (
        text_fault(text, longest=longest, one_line=False, is_cell=True) for text in _texts(content)
    )
    return next((fault for fault in faults if fault), "")


def _depth(body: bytes) -> int:
    deepest = depth = 0
    for sign in re.findall(rb"[\[\]{}]", _JSON_TEXT.sub(b"", body)):
        depth += 1 if sign in b"[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _no_number(text: str) -> Any:
    raise OverflowError(text)


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise OverflowError(text)
    return number


def _small(text: str) -> int:
    if len(text.lstrip("-")) > _WHOLE_DIGITS:
        raise OverflowError(text)
    return int(text)


def _texts(content: Any) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for name, inner in content.items():
            yield name
            yield from _texts(inner)
    elif isinstance(content, list):
        for inner in content:
            yield from _texts(inner)


def json_of(request: HttpRequest) -> Any:
    """What a page's script sent; None when it is no JSON (the gate has refused broken JSON)."""
    if request.content_type != JSON_TYPE or not request.body:
        return None
    return json.loads(request.body)


def seen_text(text: str) -> str:
    """The text without the signs that turn it or have no width."""
    return _NO_WIDTH.sub("", _TURNING.sub("", text))


def whole(text: object) -> int | None:
    """A whole number from an address or a form, at most 18 plain digits; None when it is none.

    ``str.isdigit`` takes ``²`` and ``isdecimal`` takes any length: ``int`` does neither.
    """
    digits = str(text)
    if digits.isascii() and digits.isdigit() and len(digits) <= _WHOLE_DIGITS:
        return int(digits)
    return None


def field_text(model: type[Model], name: str, text: str) -> str:
    """The text without blanks around it and signs nobody sees, as that field of the model keeps it.

    Refused with its length where the field is shorter; nothing is cut.
    """
    field = model._meta.get_field(name)
    kept = seen_text(text).strip()
    longest = getattr(field, "max_length", None)
    if longest is not None and len(kept) > longest:
        raise ValidationError(
            messages.FIELD_TOO_LONG.format(
                label=getattr(field, "verbose_name", name), size=len(kept), limit=longest
            ),
            code="too_long",
        )
    return kept
