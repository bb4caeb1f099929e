"""Golden copies of the demonstration: what a person reads, before and after a change of structure.

``python -m tests.golden.capture FOLDER`` (with ``DATA_DIR`` naming a finished demonstration, made
by ``manage.py demo --no-serve``) writes plain text: the JSON of the commands, every report of the
demo and one of each other kind as paragraphs and tables, and the main pages as each role reads
them. Two folders are compared with ``diff -r``. Hours, sizes and running numbers are left out, so
that what differs is what was changed.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urljoin, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

ROOT = Path(__file__).resolve().parents[2]
ROLES = ("office", "liaison", "leader", "city")
PAGES_PER_VIEW = 2
SKIPPED = ("/api/", "/admin/", "/static/", "/sign-out/", "/sign-in/")
MOMENTS = (
    (re.compile(r"\d{4}[-年]\d{1,2}[-月]\d{1,2}日? ?\d{1,2}:\d{2}(:\d{2})?"), "<moment>"),
    (re.compile(r"\d+ ?(秒|分钟|小时|天)(前|之前)"), "<ago>"),
    (re.compile(r"(?<!\d)\d{1,2}:\d{2}(?!\d)"), "<hour>"),
    (re.compile(r"\d+([.]\d+)? ?(KB|MB)\b"), "<size>"),
    (re.compile(r"\b[0-9a-f]{12,64}\b"), "<hash>"),
)


class _Text(HTMLParser):
    """The words of a page, one block a line; links apart."""

    hidden = frozenset(("script", "style", "svg", "template"))
    blocks = frozenset(
        ("p", "div", "li", "tr", "h1", "h2", "h3", "h4", "section", "table", "dt", "dd", "option")
    )

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.links: list[str] = []
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.hidden:
            self.depth += 1
        if tag in self.blocks:
            self.parts.append("\n")
        if tag in {"td", "th"}:
            self.parts.append(" | ")
        known = dict(attrs)
        if tag == "a" and known.get("href"):
            self.links.append(str(known["href"]))
        if tag == "input" and known.get("type") not in {"hidden", "checkbox", "radio"}:
            self.parts.append(f"[{known.get('value') or ''}]")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.hidden:
            self.depth -= 1
        if tag in self.blocks:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.depth:
            self.parts.append(data)

    @property
    def text(self) -> str:
        lines = (" ".join(line.split()) for line in "".join(self.parts).splitlines())
        return "\n".join(line for line in lines if line) + "\n"


def steady(text: str) -> str:
    """The text without what changes from run to run."""
    for pattern, word in MOMENTS:
        text = pattern.sub(word, text)
    return text


def word_text(content: bytes) -> str:
    """Paragraphs and table rows of a Word file, in reading order."""
    import docx  # noqa: PLC0415 - Django's settings come first
    from docx.table import Table  # noqa: PLC0415

    lines = []
    for block in docx.Document(io.BytesIO(content)).iter_inner_content():
        if isinstance(block, Table):
            lines += [" | ".join(cell.text for cell in row.cells) for row in block.rows]
        elif block.text.strip():
            lines.append(f"[{block.style.name}] {block.text}")
    return "\n".join(lines) + "\n"


def sheet_text(content: bytes) -> str:
    """Cells of a workbook, formulas as they are written."""
    import openpyxl  # noqa: PLC0415

    lines = []
    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        lines.append(f"== {sheet.title}")
        filled = (
            row for row in sheet.iter_rows(values_only=True) if any(v is not None for v in row)
        )
        lines += [" | ".join("" if v is None else str(v) for v in row) for row in filled]
    return "\n".join(lines) + "\n"


def command(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.dev", "DEMO": "True"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout or done.stderr


def commands(folder: Path) -> None:
    """The JSON of the commands whose contract others rely on."""
    asked = {
        "final-2020": ("350206", "final", "2020"),
        "midterm-2015": ("350206", "midterm", "2015"),
        "annual-2018": ("350206", "annual", "2018"),
        "nation-2020": ("000000", "final", "2020"),
    }
    for name, (region, stage, year) in asked.items():
        printed = command(
            *("run_assessment", "--region", region, "--round", "2011-2020"),
            *("--stage", stage, "--year", year, "--json"),
        )
        document = json.loads(printed)
        document.pop("assessment")
        text = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True)
        (folder / f"command-{name}.json").write_text(text + "\n", encoding="utf-8")


def more_reports() -> None:
    """A report of every other kind, asked for on the page as an office does."""
    from django.test import Client  # noqa: PLC0415

    from assessments.models import Assessment  # noqa: PLC0415
    from units.models import MemberUnit, User  # noqa: PLC0415

    health = MemberUnit.objects.get(region__code="350206", name="区卫生健康局").pk
    own = {"region__code": "350206", "ordered_by": None}
    asked = (
        ("office", "midterm", {**own, "year": 2015, "stage": "midterm"}, ""),
        ("office", "annual", {**own, "year": 2018, "stage": "annual"}, ""),
        ("office", "unit", {**own, "year": 2020, "stage": "final"}, health),
        ("city", "regions", {"region__code": "350200", "year": 2020, "stage": "final"}, ""),
    )
    for role, kind, which, unit in asked:
        client = Client()
        client.force_login(User.objects.get(username=role))
        assessment = Assessment.objects.filter(**which).order_by("pk").first()
        if assessment is None:
            sys.stderr.write(f"no assessment for {kind}\n")
            continue
        data = {"assessment": assessment.pk, "kind": kind, "unit": unit}
        answer = client.post("/reports/new/", {**data, "formats": ["docx", "xlsx"]})
        if answer.status_code != 302:
            page = _Text()
            page.feed(answer.content.decode())
            sys.stderr.write(f"{kind} refused:\n{page.text}\n")


def reports(folder: Path) -> None:
    """Every finished Word file and workbook that the demonstration and this script asked for."""
    from django.conf import settings  # noqa: PLC0415

    from reports.models import ReportFile  # noqa: PLC0415

    store = Path(settings.PRIVATE_FILES_DIR)
    for row in ReportFile.objects.select_related("report", "file").order_by("pk"):
        content = (store / row.file.key).read_bytes()
        is_word = b"word/document.xml" in content
        if not is_word and b"xl/workbook.xml" not in content:
            continue
        kind = "docx" if is_word else "xlsx"
        name = re.sub(r"[^\w一-鿿]+", "-", str(row.report))
        path = folder / f"report-{row.report_id}-{name}.{kind}.txt"
        path.write_text(steady((word_text if is_word else sheet_text)(content)), encoding="utf-8")


def pages(folder: Path) -> None:
    """Pages that each role reaches by links from its home, a few of each view."""
    from django.test import Client  # noqa: PLC0415

    from units.models import User  # noqa: PLC0415

    for role in ROLES:
        client = Client()
        client.force_login(User.objects.get(username=role))
        text = steady("".join(_walk(client)))
        (folder / f"pages-{role}.txt").write_text(text, encoding="utf-8")


def _walk(client: Client) -> Iterator[str]:
    from django.urls import Resolver404, resolve  # noqa: PLC0415

    waiting, known = ["/"], {"/"}
    taken: Counter[str] = Counter()
    while waiting:
        address = waiting.pop(0)
        try:
            view = resolve(urlsplit(address).path).view_name
        except Resolver404:
            continue
        taken[view] += 1
        if taken[view] > PAGES_PER_VIEW:
            continue
        answer = client.get(address)
        if not answer.get("Content-Type", "").startswith("text/html"):
            continue
        page = _Text()
        page.feed(answer.content.decode())
        yield f"\n#### {view} {address} {answer.status_code}\n{page.text}"
        fresh = dict.fromkeys(urljoin(address, link).split("#")[0] for link in page.links)
        waiting += [target for target in fresh if target not in known and _is_page(target)]
        known.update(fresh)


def _is_page(target: str) -> bool:
    parts = urlsplit(target)
    is_export = "format" in dict(parse_qsl(parts.query))
    return not (parts.netloc or target.startswith(SKIPPED) or is_export)


def main() -> int:
    folder = Path(sys.argv[1])
    source = Path(os.environ["DATA_DIR"]).resolve()
    work = folder.resolve().with_name(folder.name + "-work")
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(source, work, ignore=shutil.ignore_patterns("*.log", "*.lock"))
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ["DATA_DIR"] = str(work)
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.dev"
    os.environ["DEMO"] = "True"
    import django  # noqa: PLC0415

    django.setup()
    from django.conf import settings  # noqa: PLC0415

    settings.ALLOWED_HOSTS = ["testserver"]
    from config.celery import app  # noqa: PLC0415

    app.conf.task_always_eager = True
    pages(folder)
    more_reports()
    reports(folder)
    commands(folder)
    shutil.rmtree(work)
    return 0


if __name__ == "__main__":
    sys.exit(main())
