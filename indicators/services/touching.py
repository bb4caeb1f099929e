"""What a change of one approved figure touches, in whatever room it is used.

Rooms above register a finder once, when they are set up: results and reports today, letters,
scores and rectifications later. The page after a correction lists what they find.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from indicators.messages import corrections as messages
from indicators.models import Observation
from units.models import Region, User
from units.notices import Message, messages_send
from units.selectors import office_of


@dataclass(frozen=True, slots=True)
class Touched:
    """One thing that uses the figure.

    ``group``: what kind of thing, as the heading of its list. ``state``, ``tone``: its state as
    a tag. ``is_stale``: it does not say any more what the figure says. ``is_frozen``: it never
    changes. ``use``: what the figure is to it. ``before``, ``after``: a verdict with its grade,
    None where it has none; ``settings``: those of the run that gave it. ``note``: in words.
    ``keeper``: the place whose office it belongs to; ``place``: whom it is about.
    ``recompute``: key of a run that one click computes again; ``run``: key of the run it is or
    rests on; ``apart``: what tells it from another of the same title.
    """

    group: str
    title: str
    url: str
    state: str
    tone: str
    keeper: Region
    place: Region
    use: str = ""
    note: str = ""
    is_stale: bool = False
    is_frozen: bool = False
    before: tuple[str, str] | None = None
    after: tuple[str, str] | None = None
    settings: Mapping[str, Any] | None = None
    recompute: int | None = None
    run: int | None = None
    apart: str = ""

    @property
    def turns(self) -> bool:
        return self.after is not None and self.before != self.after


_FINDERS: list[Callable[[Observation], Iterable[Touched]]] = []


def touch_finder(find: Callable[[Observation], Iterable[Touched]]) -> None:
    """Let a room answer what of it uses a figure."""
    if find not in _FINDERS:
        _FINDERS.append(find)


def touched_by(observation: Observation) -> list[Touched]:
    """Everything that uses the figure, room by room."""
    return [touched for find in _FINDERS for touched in find(observation)]


def touched_tell(*, observation: Observation, by: User) -> int:
    """Tell other offices that something of theirs is stale now; how many were told."""
    seen: set[tuple[int, str]] = set()
    told: list[Message] = []
    for each in touched_by(observation):
        if not each.is_stale or each.is_frozen:
            continue
        for user in office_of(each.keeper):
            if user != by and (user.pk, each.url) not in seen:
                seen.add((user.pk, each.url))
                text = messages.NOTICE_TOUCHED.format(
                    region=observation.region,
                    year=observation.reference_year,
                    indicator=observation.indicator.name,
                    title=each.title,
                )
                told.append(Message(user, text, each.url))
    return messages_send(messages=told)
