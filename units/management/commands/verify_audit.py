"""Go through the chain of the log of acts, as an auditor or a nightly job does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from units import messages
from units.audit import audit_verify
from units.management.json_command import JsonCommand


class Command(JsonCommand):
    help = "核对操作日志：每条是否与写入时一致、是否接着上一条；不一致时退出码为 1"

    def answer(self, options: dict[str, Any]) -> dict[str, Any]:
        found = audit_verify()
        answer: dict[str, Any] = {
            "rows": found.rows,
            "equal": found.equal,
            "first_difference": found.first_difference,
        }
        if not found.equal:
            answer["error"] = messages.LOG_DIFFERS.format(
                rows=found.rows, differences=found.differences, first=found.first_difference
            )
        return answer

    def lines(self, answer: Mapping[str, Any]) -> Iterable[str]:
        yield messages.LOG_EQUAL.format(rows=answer["rows"])
