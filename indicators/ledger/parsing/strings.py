"""Text in runs: what is struck out is left out, superscripts (footnotes) are left out and told."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from typing import NamedTuple

from openpyxl.utils.escape import unescape

from indicators.ledger.parsing.stream import Attributes, local, walk


class RichText(NamedTuple):
    """``strike``: ``whole``, ``part`` or empty; ``is_raised``: a superscript was left out."""

    text: str
    strike: str = ""
    is_raised: bool = False


@dataclass(slots=True)
class TextRun:
    text: str = ""
    is_struck: bool = False
    is_raised: bool = False


def joined(runs: list[TextRun]) -> RichText:
    """The text of runs. Struck all through, it stays and is said to be struck."""
    filled = [run for run in runs if run.text]
    struck = [run for run in filled if run.is_struck]
    if struck and all(run.is_struck or not run.text.strip() for run in filled):
        return RichText("".join(run.text for run in filled), "whole")
    kept = [run for run in filled if not run.is_struck]
    plain = "".join(run.text for run in kept if not run.is_raised)
    # Only a number is told apart from its footnote: m² and 10⁴ keep their own.
    raised = any(run.is_raised for run in kept) and plain.strip()[-1:].isdigit()
    text = plain if raised else "".join(run.text for run in kept)
    return RichText(text, "part" if struck else "", raised)


class RunReader:
    """Collects the runs of one text as expat walks through it."""

    def __init__(self) -> None:
        self.runs: list[TextRun] = []
        self.inside_text = False
        self.skipping = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "rPh":
            self.skipping = True  # how it is pronounced, no part of it
        elif name == "r" or (name == "t" and not self.runs):
            self.runs.append(TextRun())
        elif name == "strike" and self.runs:
            self.runs[-1].is_struck = attributes.get("val", "1") not in ("0", "false")
        elif name == "vertAlign" and self.runs:
            self.runs[-1].is_raised = attributes.get("val") == "superscript"
        if name == "t":
            self.inside_text = not self.skipping

    def text(self, data: str) -> None:
        if self.inside_text and self.runs:
            self.runs[-1].text += data

    def end(self, name: str) -> None:
        if name == "t":
            self.inside_text = False
        elif name == "rPh":
            self.skipping = False

    def take(self) -> RichText:
        """The text read so far; the reader begins again."""
        rich = joined(self.runs)
        self.runs = []
        return rich._replace(text=unescape(rich.text))


def shared_strings(package: zipfile.ZipFile, part: str) -> list[RichText]:
    strings: list[RichText] = []
    reader = RunReader()

    def start(tag: str, attributes: Attributes) -> None:
        reader.start(local(tag), attributes)

    def end(tag: str) -> None:
        reader.end(local(tag))
        if local(tag) == "si":
            strings.append(reader.take())

    if part:
        walk(package, part, start, end, reader.text)
    return strings
