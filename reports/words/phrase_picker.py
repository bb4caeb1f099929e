"""Which of several fitting phrases is taken: always the same for the same facts."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(slots=True)
class PhrasePicker:
    """The phrases of one paragraph: chosen by name, none twice while another fits."""

    seed: str
    used: set[str] = field(default_factory=set)

    def pick(self, slot: str, names: Sequence[str]) -> str:
        """One of ``names`` (best first counts no more than the others).

        Raises ``ValueError`` when there is nothing to choose from.
        """
        if not names:
            raise ValueError(f"no phrase fits {slot}")
        fresh = [name for name in names if name not in self.used] or list(names)
        chosen = fresh[zlib.crc32(f"{self.seed}|{slot}".encode()) % len(fresh)]
        self.used.add(chosen)
        return chosen
