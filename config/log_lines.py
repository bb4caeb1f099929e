"""The server's own log: what people typed stays inside its line."""

from __future__ import annotations

import logging
import re
from typing import Final

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def without_traceback(record: logging.LogRecord) -> bool:
    """What a stranger sends (a foreign Host, a broken cookie) is one line, and no fault of ours."""
    record.exc_info = None
    return True


class OneLineFormatter(logging.Formatter):
    """Control characters of the message are written as escapes; only our traceback has lines."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        record.message = _CONTROL.sub(lambda found: repr(found[0])[1:-1], record.message)
        return super().formatMessage(record)
