"""Folders that work needs for a moment, all under one name, so that leftovers can be told.

A worker that is killed leaves its folder; the sweep of the next one clears it away.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path
from typing import Final

PREFIX: Final = "two-outlines-"
LEFT_OVER_SECONDS: Final = 6 * 60 * 60
"""Longer than any job may take (settings ``CELERY_TASK_TIME_LIMIT``)."""


def work_folder() -> tempfile.TemporaryDirectory[str]:
    """An empty folder that goes with the ``with`` block."""
    return tempfile.TemporaryDirectory(prefix=PREFIX)


def work_folders_sweep() -> int:
    """Delete what killed workers left behind; how many folders those were."""
    before = time.time() - LEFT_OVER_SECONDS
    swept = 0
    for path in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        try:
            is_left = path.stat().st_mtime < before
        except OSError:
            continue  # gone meanwhile
        if is_left and path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
            swept += 1
    return swept
