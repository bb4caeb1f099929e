"""What all commands of the contract share: an answer in Chinese, or as one JSON document.

Done is exit code 0; refused is 1 with a clear sentence on standard error and nothing
half-written. With ``--json`` standard output holds exactly one document either way: also where
the arguments are wrong, and where the program failed (its traceback goes to the log).
"""

from __future__ import annotations

import json
import logging
import re
from abc import abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, NoReturn

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandParser

from units import messages

_log = logging.getLogger(__name__)
# What argparse says of wrong arguments, in our words.
_WRONG = (
    (re.compile(r"the following arguments are required: (?P<what>.+)"), messages.COMMAND_NEEDS),
    (re.compile(r"unrecognized arguments: (?P<what>.+)"), messages.COMMAND_UNKNOWN),
    (
        re.compile(r"argument (?P<option>\S+): invalid int value: '(?P<what>.*)'"),
        messages.COMMAND_NOT_WHOLE,
    ),
)


def _told(refusal: str) -> str:
    for pattern, sentence in _WRONG:
        found = pattern.fullmatch(refusal)
        if found:
            return sentence.format(**found.groupdict())
    return messages.COMMAND_BAD.format(what=refusal)


class JsonCommand(BaseCommand):
    """``answer`` does the work and gives the document; ``lines`` puts it into words.

    A refusal is a ValidationError (its messages are the sentences), or an answer with the
    key ``error``. ``unknown`` are the keys and values that a refusal's document has.
    """

    requires_system_checks = []
    unknown: ClassVar[Mapping[str, Any]] = {}
    _is_json = False
    _is_typed = False  # on a command line; a caller in Python gets the exception

    @abstractmethod
    def answer(self, options: dict[str, Any]) -> dict[str, Any]:
        """The JSON document of what was done."""

    @abstractmethod
    def lines(self, answer: Mapping[str, Any]) -> Iterable[str]:
        """The same in Chinese lines."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="只输出一个 JSON 文档")

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """A parser whose refusal is told like every other one."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        if self._is_typed:
            parser.error = self._wrong_arguments  # type: ignore[method-assign]
        return parser

    def run_from_argv(self, argv: list[str]) -> None:
        self._is_typed, self._is_json = True, "--json" in argv
        super().run_from_argv(argv)

    def _wrong_arguments(self, message: str) -> NoReturn:
        self._refuse({**self.unknown, "error": _told(message)}, is_json=self._is_json)

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Any failure is one sentence; a person at the code may ask for it (``--traceback``)."""
        try:
            return super().execute(*args, **options)
        except Exception:
            if options.get("traceback"):
                raise
            _log.exception("%s failed", self.__module__)
            document = {**self.unknown, "error": messages.COMMAND_FAILED}
            self._refuse(document, is_json=bool(options.get("json")))

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            answer = self.answer(options)
        except ValidationError as refusal:
            answer = {**self.unknown, "error": "\n".join(refusal.messages)}
        if answer.get("error"):
            self._refuse(answer, is_json=options["json"])
        if options["json"]:
            self._write_document(answer)
        else:
            for line in self.lines(answer):
                self.stdout.write(line)

    def _refuse(self, answer: Mapping[str, Any], *, is_json: bool) -> NoReturn:
        if is_json:
            self._write_document(answer)
        self.stderr.write(str(answer["error"]))
        raise SystemExit(1)

    def _write_document(self, answer: Mapping[str, Any]) -> None:
        """What no UTF-8 can hold (a byte of a file's name) stands as its escape."""
        text = json.dumps(answer, ensure_ascii=False)
        self.stdout.write(text.encode("utf-8", "backslashreplace").decode())
