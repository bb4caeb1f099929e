"""A database that the demonstration filled is known by its name, others are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from config.demo.marking import is_marked_demo, mark_demo

if TYPE_CHECKING:
    from pathlib import Path


def test_only_the_marked_database_is_a_demonstration(tmp_path: Path) -> None:
    path = tmp_path / "marks.txt"
    demo = {"NAME": "/srv/var/db.sqlite3"}
    real = {"NAME": "committee", "HOST": "127.0.0.1", "PORT": 5432, "PASSWORD": "secret"}
    assert not is_marked_demo(path, demo)
    mark_demo(path, demo)
    mark_demo(path, demo)
    assert is_marked_demo(path, demo)
    assert not is_marked_demo(path, real)
    mark_demo(path, real)
    assert path.read_text("utf-8").splitlines() == [
        "/srv/var/db.sqlite3",
        "127.0.0.1:5432/committee",
    ]
