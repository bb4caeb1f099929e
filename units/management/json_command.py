"""What all commands of the contract share: an answer in Chinese, or as one JSON document.

Done is exit code 0; refused is 1 with a clear sentence on standard error and nothing
half-written. With ``--json`` standard output holds exactly one document either way.
"""

from __future__ import annotations

import json
from abc import abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.core.management.base import CommandParser


class JsonCommand(BaseCommand):
    """``answer`` does the work and gives the document; ``lines`` puts it into words.

    A refusal is a ValidationError (its messages are the sentences), or an answer with the
    key ``error``. ``unknown`` are the keys and values that a refusal's document has.
    """

    requires_system_checks = []
    unknown: ClassVar[Mapping[str, Any]] = {}

    @abstractmethod
    def answer(self, options: dict[str, Any]) -> dict[str, Any]:
        """The JSON document of what was done."""

    @abstractmethod
    def lines(self, answer: Mapping[str, Any]) -> Iterable[str]:
        """The same in Chinese lines."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="只输出一个 JSON 文档")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            answer = self.answer(options)
        except ValidationError as refusal:
            answer = {**self.unknown, "error": "\n".join(refusal.messages)}
        error = answer.get("error")
        if options["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        elif not error:
            for line in self.lines(answer):
                self.stdout.write(line)
        if error:
            self.stderr.write(str(error))
            raise SystemExit(1)
