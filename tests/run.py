"""Run every test this machine can run, and say in one line what it cannot.

``make test`` calls this. With CI set (1 or true) an absence is a failure, so that a green run in
continuous integration always means: SQLite, PostgreSQL, worker, browser and LibreOffice ran.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NOTHING_SELECTED = 5  # pytest's exit code
SHOWN = ("--durations=10", "--durations-min=5")
POSTGRES_GUESSES = (
    "postgres://postgres@127.0.0.1:5432/postgres",
    "postgres:///postgres",
)


@dataclass(frozen=True, slots=True)
class Machine:
    """What was found here; ``absent`` names the rest, in Chinese and English."""

    postgres_url: str | None
    chromium: str | None
    office: str | None
    absent: list[str] = field(default_factory=list)


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def answers(url: str) -> bool:
    """Whether a PostgreSQL answers at this address and lets us create a test database."""
    try:
        connection = psycopg2.connect(url, connect_timeout=2)
    except psycopg2.Error:
        return False
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            )
            row = cursor.fetchone()
    finally:
        connection.close()
    return bool(row and row[0])


def find_postgres() -> str | None:
    named = os.environ.get("DATABASE_URL", "")
    if named.startswith(("postgres://", "postgresql://")):
        return named  # named on purpose: if it does not answer, the tests say so
    return next((url for url in POSTGRES_GUESSES if answers(url)), None)


def look_around() -> Machine:
    named = os.environ.get("CHROMIUM")
    chromium = named or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    office = shutil.which("soffice") or shutil.which("libreoffice")
    postgres = find_postgres()
    absent = []
    if not postgres:
        absent.append("PostgreSQL 测试（没有可用的 PostgreSQL / no PostgreSQL answers）")
    if not chromium:
        absent.append("浏览器测试（没有 chromium / no chromium）")
    if not office:
        absent.append("LibreOffice 测试（没有 soffice / no soffice）")
    return Machine(postgres, chromium, office, absent)


def run_pytest(title: str, database_url: str, *arguments: str) -> int:
    """One pytest run on one database; what it prints goes straight through."""
    say(f"\n== {title}")
    # One hash seed: both halves of a parallel run must collect the same tests in the same order.
    fixed = {"DATABASE_URL": database_url, "PYTHONUNBUFFERED": "1", "PYTHONHASHSEED": "0"}
    environment = {**os.environ, **fixed}
    return subprocess.run(
        [sys.executable, "-X", "dev", "-m", "pytest", *SHOWN, *arguments],
        cwd=ROOT,
        env=environment,
        check=False,
    ).returncode


def main() -> int:
    machine = look_around()
    strict = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
    if machine.absent:
        say("本机不能运行 / not run here: " + "；".join(machine.absent))
        if strict:
            say("CI 中缺一不可，测试失败。/ With CI set, an absence is a failure.")
            return 1
    sqlite = f"sqlite:///{ROOT / 'var' / 'test.sqlite3'}"
    (ROOT / "var").mkdir(mode=0o700, exist_ok=True)
    office = "" if machine.office else " and not office"
    # Timing and processes matter to the worker tests, so they get the machine for themselves.
    parallel = ("-n", "2", "--dist", "worksteal", "-m", "not browser and not worker" + office)
    worker = ("-m", "worker and not browser" + office)
    mine = tuple(sys.argv[1:])
    codes = [
        run_pytest("SQLite", sqlite, *parallel, *mine),
        run_pytest("SQLite, worker", sqlite, *worker, *mine),
    ]
    if machine.chromium:
        codes.append(run_pytest("浏览器 / browser", sqlite, "-m", "browser" + office, *mine))
    if machine.postgres_url:
        codes.append(run_pytest("PostgreSQL, worker", machine.postgres_url, *worker, *mine))
        second = ("--database-only", *parallel)
        codes.append(run_pytest("PostgreSQL", machine.postgres_url, *second, *mine))
    harmless = {0, NOTHING_SELECTED} if mine else {0}  # an own selection may be empty somewhere
    return 0 if harmless.issuperset(codes) else 1


if __name__ == "__main__":
    sys.exit(main())
