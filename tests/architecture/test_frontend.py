"""static/vendor holds exactly what its manifest says, each file as it was fetched."""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

OTHER_HOST = re.compile(r"""(?:src|href)\s*=\s*["'](?:https?:)?//|url\(\s*["']?(?:https?:)?//""")


def test_vendor_equals_manifest(project_root: Path) -> None:
    vendor = project_root / "static" / "vendor"
    manifest = json.loads((vendor / "manifest.json").read_text("utf-8"))
    on_disk = {
        path.relative_to(vendor).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in vendor.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    assert on_disk == {name: entry["sha256"] for name, entry in manifest["files"].items()}
    lock = (project_root / "package-lock.json").read_bytes()
    assert manifest["lock"] == hashlib.sha256(lock).hexdigest()
    for entry in manifest["files"].values():
        assert entry["source"].startswith("npm:")
        assert entry["licence"]
    packages = {name.split("/")[0] for name in on_disk}
    assert packages == {name.split("/")[0] for name in on_disk if name.endswith("/LICENSE")}


def test_pages_and_styles_name_no_other_host(project_root: Path) -> None:
    files = [
        *(project_root / "templates").rglob("*.html"),
        *(project_root / "static" / "css").rglob("*.css"),
        *(project_root / "static" / "js").rglob("*.js"),
    ]
    assert files
    assert [path.name for path in files if OTHER_HOST.search(path.read_text("utf-8"))] == []


def test_template_lines_stay_readable(project_root: Path) -> None:
    long = [
        f"{path.relative_to(project_root)}:{number}"
        for path in sorted((project_root / "templates").rglob("*.html"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if len(line) > 200
    ]
    assert long == []
