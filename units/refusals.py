"""What a service refuses, shown on the next page."""

from __future__ import annotations

from django.contrib import messages as notes
from django.core.exceptions import ValidationError
from django.http import HttpRequest


class refusals_shown:
    """A refusal ends the ``with`` block, and its sentences stand on the page that comes next.

    Gives the codes of what was refused: none where the block ran to its end.
    """

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.codes: set[str] = set()

    def __enter__(self) -> set[str]:
        return self.codes

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> bool:
        if not isinstance(error, ValidationError):
            return False
        for sentence in error.messages:
            notes.error(self.request, sentence)
        self.codes.update(each.code or "" for each in error.error_list)
        return True
