"""Workbooks made for the tests, by the programs that departments use."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import xlwt

from indicators.ledger.entries import LedgerContext, LedgerEntry, LedgerIndicator, LedgerReading
from indicators.ledger.reader import read_ledger
from indicators.ledger.sandbox import read_workbook

TEMPLATE = ["指标代码", "指标名称", "年份", "数值", "分子", "分母", "分组", "缺数原因", "备注"]
SHEET = "xl/worksheets/sheet1.xml"
INDICATORS = (
    LedgerIndicator("T01", "孕产妇死亡率", "1/10万", 100_000),
    LedgerIndicator("T02", "学前教育毛入园率", "%", 100, ("学前三年毛入园率",), by_sex=True),
    LedgerIndicator("T03", "婴儿死亡率", "‰", 1000),
    LedgerIndicator("T04", "接受救助的儿童人数", "万人"),
    LedgerIndicator("T05", "破获拐卖案件数", "起"),
    LedgerIndicator("T06", "建立协同育人机制", "有/无"),
    LedgerIndicator("T07", "适龄儿童疫苗接种率(以乡镇为单位)", "%", 100),
    LedgerIndicator("T08", "女童净入学率", "%", 100),
    LedgerIndicator("T09", "平均受教育年限", "年"),
    LedgerIndicator("T10", "0—6岁儿童健康管理率", "%", 100),
    LedgerIndicator("T80", "家务劳动时间差距", "分钟/天", role="support", lead_unit="统计局"),
    LedgerIndicator("T90", "刑事案件数", "起", role="other", lead_unit="公安局"),
)


def context(**changes: Any) -> LedgerContext:
    told: dict[str, Any] = {
        "region_code": "990100",
        "region_name": "样例区",
        "unit_code": "D01",
        "unit_names": ("卫健",),
        "reference_year": 2024,
        "indicators": INDICATORS,
        "other_units": ("教育", "公安局", "统计局"),
    }
    return LedgerContext(**(told | changes))


def xlsx(
    path: Path,
    rows: Sequence[Sequence[Any]],
    *,
    formats: dict[str, str] | None = None,
    merged: Sequence[str] = (),
    title: str = "台账",
) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for cell, code in (formats or {}).items():
        sheet[cell].number_format = code
    for area in merged:
        sheet.merge_cells(area)
    book.save(path)
    return path


def xls(
    path: Path, rows: Sequence[Sequence[Any]], formats: dict[tuple[int, int], str] | None = None
) -> Path:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("台账")
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            code = (formats or {}).get((r, c))
            style = xlwt.easyxf(num_format_str=code) if code else xlwt.Style.default_style
            if value is not None:
                sheet.write(r, c, value, style)
    book.save(str(path))
    return path


def edited(source: Path, target: Path, change: Callable[[bytes], bytes], part: str = SHEET) -> Path:
    """A copy with one part changed by hand."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if name == part else content)
    return target


def office() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def converted(source: Path, kind: str, folder: Path) -> Path:
    """The file saved again by LibreOffice as another kind."""
    program = office()
    assert program is not None
    subprocess.run(
        [
            program,
            "--headless",
            f"-env:UserInstallation=file://{folder}/profile",
            "--convert-to",
            kind,
            "--outdir",
            str(folder),
            str(source),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return folder / f"{source.stem}.{kind.partition(':')[0]}"


def read(path: Path, **changes: Any) -> LedgerReading:
    return read_ledger(read_workbook(path), context(**changes))


def by_cell(reading: LedgerReading) -> dict[str, LedgerEntry]:
    return {entry.cell: entry for entry in reading.rows}


def told(entry: LedgerEntry) -> tuple[str, str | None, str]:
    """Indicator, value as text and status: what most tests look at."""
    value = entry.text or (None if entry.value is None else format(entry.value.normalize(), "f"))
    return entry.indicator_code, value, entry.status.value


def adds_up(reading: LedgerReading) -> bool:
    """Whether every row of the file is counted once."""
    counts = dict(reading.counts)
    return counts.pop("rows_in_file") == sum(counts.values()) == len(reading.rows)
