"""A chart as plain data."""

from __future__ import annotations

from typing import NotRequired, TypedDict


class SeriesData(TypedDict):
    """``role``: what a page's drawing needs to know of a line (pace, forecast …).

    ``behind``: indexes of the values that lag behind what was due.
    """

    name: str
    values: list[str | None]
    role: NotRequired[str]
    behind: NotRequired[list[int]]


class TargetData(TypedDict):
    name: str
    value: str


class ChartData(TypedDict):
    """A chart as plain data: the same for the page, Word and Excel."""

    kind: str
    title: str
    unit: str
    decimals: int
    categories: list[str]
    series: list[SeriesData]
    target: TargetData | None
