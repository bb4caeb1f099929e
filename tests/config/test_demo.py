"""``manage.py demo`` from nothing, and again: everything is there once."""

from __future__ import annotations

import os
import re
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from config.demo.accounts import ACCOUNTS
from config.demo.processes import HOST, port_any, port_pick

ROOT = Path(__file__).resolve().parents[2]
COUNTED = (
    "units_region",
    "units_memberunit",
    "units_user",
    "units_grant",
    "indicators_plan",
    "indicators_planindicator",
    "indicators_observation",
    "indicators_observationrevision",
    "indicators_submission",
    "indicators_submissionvalue",
    "indicators_ledger",
    "assessments_assessment",
    "assessments_result",
    "assessments_assessmentbatch",
    "assessments_decision",
    "assessments_override",
    "assessments_remedy",
    "reports_report",
    "reports_reportfile",
)


def environment(folder: Path) -> dict[str, str]:
    left_out = {"DATABASE_URL", "REDIS_URL", "DEMO", "DJANGO_SETTINGS_MODULE"}
    own = {name: text for name, text in os.environ.items() if name not in left_out}
    return {**own, "DATA_DIR": str(folder)}


def demo(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", "demo", *arguments],
        cwd=ROOT,
        env=environment(folder),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def rows(folder: Path) -> dict[str, int]:
    with sqlite3.connect(folder / "db.sqlite3") as database:
        return {
            table: database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
            for table in COUNTED
        }


@pytest.fixture(scope="module")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("demo")
    return folder, demo(folder, "--no-serve")


@pytest.mark.worker
def test_first_run_judges_the_nation_and_the_district(first_run: tuple[Path, str]) -> None:
    _, told = first_run
    assert "湖里区2020年终期评估：达标 98/102 = 96.08%" in told
    assert "湖里区2015年中期评估：达标 88/102 = 86.27%" in told
    assert "全国2020年终期评估" in told
    assert "《中国妇女儿童发展纲要（2011—2020年）中期评估报告》（docx、xlsx）" in told
    assert "《中国妇女儿童发展纲要（2011—2020年）终期评估报告》（docx、xlsx）" in told
    assert "《湖里区妇女儿童发展规划（2011—2020年）终期评估报告》（docx、xlsx）" in told


@pytest.mark.worker
def test_every_ledger_was_taken_in_and_approved(first_run: tuple[Path, str]) -> None:
    folder, _ = first_run
    with sqlite3.connect(folder / "db.sqlite3") as database:
        states = database.execute(
            "SELECT reporting_round.reference_year, submission.state, count(*)"
            " FROM indicators_submission AS submission"
            " JOIN indicators_reportinground AS reporting_round"
            " ON reporting_round.id = submission.reporting_round_id"
            " GROUP BY 1, 2 ORDER BY 1, 2"
        ).fetchall()
    assert states[:11] == [(year, "approved", 18) for year in range(2010, 2021)]
    assert {(year, state) for year, state, _ in states[11:]} == {
        (2025, "approved"),
        (2025, "draft"),
        (2025, "returned"),
        (2025, "submitted"),
    }
    assert len(list((folder / "demo-ledgers").glob("20[12][0-9]_*.xlsx"))) >= 18 * 11


@pytest.mark.worker
def test_districts_of_the_city_are_ranked_and_marked_as_invented(
    first_run: tuple[Path, str],
) -> None:
    folder, _ = first_run
    with sqlite3.connect(folder / "db.sqlite3") as database:
        ranked = database.execute(
            "SELECT region.name, summary ->> '$.combined.met', summary ->> '$.combined.denominator'"
            " FROM assessments_assessment AS assessment"
            " JOIN units_region AS region ON region.id = assessment.region_id"
            " WHERE batch_id IS NOT NULL AND job_state = 'done'"
            " ORDER BY 1.0 * (summary ->> '$.combined.met')"
            " / (summary ->> '$.combined.denominator') DESC"
        ).fetchall()
        marked = database.execute(
            "SELECT name FROM units_region WHERE is_demo ORDER BY code"
        ).fetchall()
        overruled = database.execute(
            "SELECT region.name, override.verdict FROM assessments_override AS override"
            " JOIN assessments_assessment AS assessment ON assessment.id = override.assessment_id"
            " JOIN units_region AS region ON region.id = assessment.region_id"
        ).fetchall()
    assert ranked == [
        ("思明区", 101, 102),
        ("湖里区", 98, 102),
        ("集美区", 96, 102),
        ("海沧区", 95, 102),
        ("翔安区", 80, 90),
        ("同安区", 81, 102),
    ]
    assert [name for (name,) in marked] == [
        *("厦门市", "思明区", "海沧区", "湖里区", "集美区", "同安区", "翔安区"),
    ]
    assert overruled == [("海沧区", "met")]


@pytest.mark.worker
def test_second_run_changes_nothing_and_is_quick(first_run: tuple[Path, str]) -> None:
    folder, _ = first_run
    before = rows(folder)
    accounts = (folder / "demo-accounts.txt").read_bytes()
    began = time.monotonic()
    demo(folder, "--no-serve")
    assert time.monotonic() - began < 20  # 5 s on a quiet machine
    assert rows(folder) == before
    assert (folder / "demo-accounts.txt").read_bytes() == accounts


@pytest.mark.worker
def test_accounts_are_private_and_cover_every_role(first_run: tuple[Path, str]) -> None:
    folder, told = first_run
    path = folder / "demo-accounts.txt"
    assert str(path) in told
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    lines = [line.split("\t") for line in path.read_text("utf-8").splitlines()[1:]]
    assert [line[0] for line in lines] == [account.username for account in ACCOUNTS]
    assert len({line[1] for line in lines}) == len(ACCOUNTS)
    assert len({account.role for account in ACCOUNTS}) == 7


@pytest.mark.worker
def test_serves_on_the_next_port_and_ctrl_c_ends_everything(
    first_run: tuple[Path, str],
) -> None:
    folder, _ = first_run
    with subprocess.Popen(
        [sys.executable, "manage.py", "demo", "--port", str(port_any())],
        cwd=ROOT,
        env=environment(folder),
        stdout=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout is not None
        address = ""
        for line in running.stdout:
            if line.startswith("http://"):
                address = line.strip()
                break
        try:
            match = re.fullmatch(r"http://127\.0\.0\.1:(\d+)/", address)
            assert match
            with urllib.request.urlopen(f"{address}healthz", timeout=10) as answer:  # noqa: S310
                assert answer.read() == b"ok\n"
            assert port_pick(int(match[1])) > int(match[1])
        finally:
            running.send_signal(signal.SIGINT)
            running.wait(40)
        assert running.returncode == 0
        assert port_pick(int(match[1])) == int(match[1])
    left = subprocess.run(
        ["pgrep", "-f", f"{folder}/broker-"], capture_output=True, text=True, check=False
    )
    assert left.stdout == ""


def test_next_port_when_the_first_is_busy() -> None:
    with socket.socket() as busy:
        busy.bind((HOST, 0))
        busy.listen()
        port = busy.getsockname()[1]
        assert port_pick(port) > port
