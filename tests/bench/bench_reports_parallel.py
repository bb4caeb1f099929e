"""A hundred reports on two workers against one.

Run: python tests/bench/bench_reports_parallel.py. Fails (exit 1) when two workers are
not at least 1.4 times as fast, or when a worker needs more than 300 MB.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from reports.builders import word
from tests.reports.sample import sample_document

REPORTS = 100
WARM_UP = 4
TIMES_ONE = 1.4
MEGABYTES = 300


def build_one(target: str) -> int:
    """Builds one report; the peak memory of this worker in MB."""
    word.build(sample_document(domains=12), Path(target), page_numbers=False)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def seconds(workers: int, folder: Path) -> tuple[float, int]:
    """Time for all reports, after the workers have started and warmed up."""
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        list(pool.map(build_one, [str(folder / f"w{n}.docx") for n in range(WARM_UP * workers)]))
        started = time.perf_counter()
        peaks = list(pool.map(build_one, [str(folder / f"{n}.docx") for n in range(REPORTS)]))
        return time.perf_counter() - started, max(peaks)


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        one, _ = seconds(1, folder)
        two, peak = seconds(2, folder)
    ratio = one / two
    sys.stdout.write(f"one worker {one:.1f} s, two workers {two:.1f} s, {ratio:.2f} times\n")
    sys.stdout.write(f"peak memory of a worker {peak} MB\n")
    good = ratio >= TIMES_ONE and peak <= MEGABYTES
    sys.stdout.write("ok\n" if good else "too slow or too big\n")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
