"""Where the figures of a report came from, and which claims of process they carry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reports.facts import Item


@dataclass(frozen=True, slots=True)
class Provenance:
    """``valued``: statistics with a figure of their own or carried; ``reported``: of these, sent
    by a unit; ``approved``: of those, with the name of who approved them."""

    valued: int
    reported: int
    approved: int

    @property
    def published(self) -> int:
        return self.valued - self.reported

    @property
    def basis(self) -> str:
        """What the report rests on: 经审核的监测数据 only where every figure is approved."""
        if self.valued and not self.reported:
            return "公布的统计数据"
        if self.valued and self.approved == self.valued:
            return "经审核的监测数据"
        return "监测数据"

    @property
    def sentence(self) -> str:
        """“146项数据由成员单位报送并经审核，4项取自公布数据。”; empty without any figure."""
        if not self.valued:
            return ""
        how = "报送并经审核" if self.approved == self.reported else "报送"
        if not self.published:
            return f"采用的{self.valued}项指标数据均由成员单位{how}。" if self.valued > 1 else ""
        if not self.reported:
            return f"采用的{self.valued}项指标数据取自公布数据。"
        return (
            f"采用的{self.valued}项指标数据中，{self.reported}项由成员单位{how}，"
            f"{self.published}项取自公布数据。"
        )


def provenance(items: Iterable[Item]) -> Provenance:
    """Of statistics, each once."""
    valued = [item for item in items if item.value is not None]
    reported = [item for item in valued if item.origin.unit or item.origin.ledger]
    approved = [item for item in reported if item.origin.approver]
    return Provenance(len(valued), len(reported), len(approved))
