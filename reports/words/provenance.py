"""Where the figures of a report came from, and which claims of process they carry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reports.facts import Item


@dataclass(frozen=True, slots=True)
class Provenance:
    """``valued``: statistics whose figure, of the year or carried, was judged; ``reported``: of
    these, sent by a unit; ``approved``: of those, with the name of who approved them."""

    valued: int
    reported: int
    approved: int

    @property
    def loaded(self) -> int:
        """Loaded as a series; who published them, if anybody, says the source of each."""
        return self.valued - self.reported

    @property
    def basis(self) -> str:
        """What the report rests on: 经审核的监测数据 only where every figure is approved."""
        if self.valued and not self.reported:
            return "导入的历年数据"
        if self.valued and self.approved == self.valued:
            return "经审核的监测数据"
        return "监测数据"

    @property
    def sentence(self) -> str:
        """“146项数据由成员单位报送并经审核，4项采用导入的历年数据。”; empty without any figure."""
        if not self.valued:
            return ""
        how = "报送并经审核" if self.approved == self.reported else "报送"
        if not self.loaded:
            return f"采用的{self.valued}项指标数据均由成员单位{how}。" if self.valued > 1 else ""
        if not self.reported:
            return f"采用的{self.valued}项指标数据均为导入的历年数据。" if self.valued > 1 else ""
        return (
            f"采用的{self.valued}项指标数据中，{self.reported}项由成员单位{how}，"
            f"{self.loaded}项采用导入的历年数据。"
        )


def provenance(items: Iterable[Item]) -> Provenance:
    """Of statistics, each once."""
    valued = [item for item in items if item.is_used]
    reported = [item for item in valued if item.origin.unit or item.origin.ledger]
    approved = [item for item in reported if item.origin.approver]
    return Provenance(len(valued), len(reported), len(approved))
