"""Commands answer with one JSON document and a sentence, whatever goes wrong."""

from __future__ import annotations

import io
import json
import logging
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import load_command_class

from units import messages
from units.management.json_command import JsonCommand

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.core.management.base import CommandParser

COMMANDS = (
    ("indicators", "import_ledger"),
    ("indicators", "load_catalogue"),
    ("indicators", "load_series"),
    ("assessments", "finalise_assessment"),
    ("assessments", "recheck_assessment"),
    ("reports", "build_report"),
    ("units", "verify_audit"),
    ("config", "backup"),
    ("config", "restore"),
)


class Task(JsonCommand):
    """A command of the tests: what it does is handed in."""

    unknown = {"done": 0}
    act: Any = staticmethod(lambda: {"done": 1})

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file")
        parser.add_argument("--year", type=int)

    def answer(self, options: dict[str, Any]) -> dict[str, Any]:
        document: dict[str, Any] = self.act()
        return document

    def lines(self, answer: Mapping[str, Any]) -> Iterable[str]:
        yield f"做了{answer['done']}件"


def run(*arguments: str, act: Any = None) -> tuple[Any, ...]:
    """Exit code, standard output and standard error of a call from the command line."""
    task = Task(stdout=io.StringIO(), stderr=io.StringIO(), no_color=True)
    if act is not None:
        task.act = act
    code = 0
    try:
        task.run_from_argv(["manage.py", "task", *arguments])
    except SystemExit as stopped:
        code = int(stopped.code or 0)
    return code, task.stdout._out.getvalue(), task.stderr._out.getvalue()  # type: ignore[attr-defined]


def broken(fault: Exception) -> Any:
    def act() -> dict[str, Any]:
        raise fault

    return act


def test_done_is_one_document_or_lines() -> None:
    assert run("a", "--json") == (0, '{"done": 1}\n', "")
    assert run("a") == (0, "做了1件\n", "")


@pytest.mark.parametrize(
    "fault",
    [
        OSError("disk"),
        MemoryError(),
        RecursionError("deep"),
        KeyError("x"),
        UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad"),
        OverflowError("int too large"),
    ],
)
def test_an_unexpected_failure_is_told_and_logged(
    fault: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        code, out, err = run("a", "--json", act=broken(fault))
    assert (code, json.loads(out)) == (1, {"done": 0, "error": messages.COMMAND_FAILED})
    assert err.strip() == messages.COMMAND_FAILED
    assert caplog.records[0].exc_info is not None
    assert caplog.records[0].exc_info[1] is fault


def test_without_json_only_the_sentence(caplog: pytest.LogCaptureFixture) -> None:
    assert run("a", act=broken(OSError())) == (1, "", messages.COMMAND_FAILED + "\n")
    assert caplog.records


def test_a_person_at_the_code_may_see_the_failure() -> None:
    with pytest.raises(ZeroDivisionError):
        run("a", "--json", "--traceback", act=broken(ZeroDivisionError()))


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--json",), messages.COMMAND_NEEDS.format(what="file")),
        (("a", "--json", "--yeer=1"), messages.COMMAND_UNKNOWN.format(what="--yeer=1")),
        (
            ("a", "--json", "--year", "去年"),
            messages.COMMAND_NOT_WHOLE.format(option="--year", what="去年"),
        ),
    ],
)
def test_wrong_arguments_are_told_in_the_same_way(
    arguments: tuple[str, ...], sentence: str
) -> None:
    code, out, err = run(*arguments)
    assert (code, json.loads(out)) == (1, {"done": 0, "error": sentence})
    assert err.strip() == sentence
    plain = tuple(text for text in arguments if text != "--json")
    assert run(*plain) == (1, "", sentence + "\n")


def test_an_argument_without_its_value_is_told() -> None:
    code, out, _ = run("a", "--json", "--year")
    assert code == 1
    assert json.loads(out)["error"].startswith("命令没有执行：参数不对（")


def test_a_name_that_no_text_holds_is_escaped() -> None:
    code, out, _ = run("a", "--json", act=broken(ValidationError("找不到文件“\udcff”。")))
    assert code == 1
    assert "\\udcff" in out
    assert json.loads(out)["error"] == "找不到文件“\udcff”。"


@pytest.mark.parametrize(("room", "name"), COMMANDS)
def test_every_command_refuses_wrong_arguments_in_json(
    room: str, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    command = load_command_class(room, name)
    assert isinstance(command, JsonCommand)
    with pytest.raises(SystemExit) as stopped:
        command.run_from_argv(["manage.py", name, "--json", "--no-such-thing"])
    assert stopped.value.code == 1
    document = json.loads(capsys.readouterr().out)
    assert document["error"]
    assert set(document) >= set(command.unknown)
