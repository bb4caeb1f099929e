"""Facts as plain data and back, so that a finalised run keeps everything its reports say.

A value is kept with its kind: ``{"t": "Item", "v": {…}}`` for a class of ours, ``{"d": "95.0"}``
for a decimal, ``{"m": [[key, value], …]}`` for a mapping, a list for a tuple. Reading ignores
fields that are no longer known and gives new ones their default, so that a later version
reads what an earlier one froze.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from assessments.core.tally import Tally
from assessments.options import Options
from indicators.core import vocabulary
from indicators.core.case import Criterion, Figure, Goal
from indicators.core.quantities import Quantity
from indicators.core.vocabulary import Measure, measure
from reports import facts

if TYPE_CHECKING:
    from collections.abc import Iterable

_OF_FACTS: Final = (
    facts.Background,
    facts.CorrectedFigure,
    facts.Earlier,
    facts.ReportFacts,
    facts.Item,
    facts.Origin,
    facts.Place,
    facts.PlanFacts,
    facts.Reporting,
    facts.ReviewedRemedy,
    facts.Summary,
)
_ENUMS: Final = tuple(
    kind
    for kind in vars(vocabulary).values()
    if isinstance(kind, type) and issubclass(kind, StrEnum) and kind is not StrEnum
)


def _named(kinds: Iterable[type[Any]]) -> Mapping[str, type[Any]]:
    return MappingProxyType({kind.__name__: kind for kind in kinds})


_KINDS: Final = _named((*_OF_FACTS, *_ENUMS, Tally, Criterion, Figure, Goal, Quantity))


def facts_to_plain(whole: facts.ReportFacts) -> Any:
    """The facts as JSON-able data. Raises ``TypeError`` for a kind that is not known here."""
    return _plain(whole)


def facts_from_plain(content: Any) -> facts.ReportFacts:
    """The facts again. Raises ``ValueError`` for what this version cannot read."""
    read = _read(content)
    if not isinstance(read, facts.ReportFacts):
        raise ValueError("no facts")  # noqa: TRY004 - bad data, not a programming error
    return read


def _plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return {"t": _name(value), "e": value.value}
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Decimal):
        return {"d": str(value)}
    if isinstance(value, Fraction):
        return {"f": str(value)}
    if isinstance(value, datetime.date):
        return {"day": value.isoformat()}
    if isinstance(value, Measure):
        return {"measure": value.text}
    if isinstance(value, Options):
        return {"options": value.to_json()}
    return _plain_whole(value)


def _plain_whole(value: Any) -> Any:
    """What holds other values."""
    if isinstance(value, Mapping):
        return {"m": [[_plain(key), _plain(each)] for key, each in value.items()]}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {"t": _name(value), "v": {k: _plain(v) for k, v in value._asdict().items()}}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if is_dataclass(value):
        given = (f.name for f in fields(value) if f.init)
        return {"t": _name(value), "v": {n: _plain(getattr(value, n)) for n in given}}
    raise TypeError(f"{type(value).__name__} has no plain form")


def _name(value: Any) -> str:
    name = type(value).__name__
    if _KINDS.get(name) is not type(value):
        raise TypeError(f"{name} is not kept with a finalised run")
    return name


def _read(content: Any) -> Any:
    if isinstance(content, list):
        return tuple(_read(each) for each in content)
    if not isinstance(content, dict):
        return content
    if "t" in content:
        return _read_kind(content)
    (how, stated) = next(iter(content.items()))
    return _READERS[how](stated)


def _read_kind(content: Mapping[str, Any]) -> Any:
    kind = _KINDS.get(content["t"])
    if kind is None:
        raise ValueError(f"unknown kind {content['t']}")
    if "e" in content:
        return kind(content["e"])
    known = _fields(kind)
    return kind(**{n: _read(each) for n, each in content["v"].items() if n in known})


def _fields(kind: Any) -> frozenset[str]:
    if is_dataclass(kind):
        return frozenset(f.name for f in fields(kind) if f.init)
    return frozenset(kind._fields)


_READERS: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "d": Decimal,
        "f": Fraction,
        "day": datetime.date.fromisoformat,
        "measure": measure,
        "options": Options.from_json,
        "m": lambda pairs: {_read(key): _read(each) for key, each in pairs},
    }
)
