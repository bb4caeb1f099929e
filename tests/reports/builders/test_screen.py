"""The preview's context says what the paper says."""

from __future__ import annotations

import json

from reports.builders import screen
from tests.reports.sample import rate_table, sample_document


def test_paragraphs_link_their_numbers() -> None:
    made = screen.context(sample_document(domains=8), lambda key: f"/from/{key}/")
    runs = made["sections"][0]["blocks"][0]["runs"]
    assert {"text": "96.08%", "strong": False, "href": "/from/a1.combined/"} in runs
    assert {"text": "表1", "strong": False, "href": ""} in runs


def test_tall_cells_span_their_rows() -> None:
    made = screen._table(rate_table(8), lambda key: key)
    first, second = made["rows"][0]["cells"], made["rows"][1]["cells"]
    assert first[0]["rows"] == 8
    assert second[0]["text"] == "妇女与领域2"


def test_charts_pass_through_json() -> None:
    made = screen.context(sample_document(domains=8), lambda key: key)
    chart = next(b for b in made["sections"][2]["blocks"][1]["blocks"] if b["type"] == "chart")
    data = json.loads(json.dumps(chart["data"]))
    assert data["target"] == {"name": "目标80%", "value": "80"}
    assert data["series"][0]["values"][0] == "67.12"


def test_the_outline_lists_headings_and_annexes() -> None:
    made = screen.context(sample_document(domains=8), lambda key: key)
    assert [entry["heading"] for entry in made["outline"]][-1] == "附件2　监测指标解释"
