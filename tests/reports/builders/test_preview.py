"""The preview says what the paper says: the page reads the document itself."""

from __future__ import annotations

import json

from django.template.loader import render_to_string

from assessments.charts import Chart
from reports.document import walk
from tests.pages import squeezed
from tests.reports.sample import sample_document


def shown(block: object) -> str:
    context = {
        "block": block,
        "number_url": lambda source: f"/from/{source}/",
        "at": "",
        "stale_keys": set(),
        "edited_keys": set(),
        "can_edit": False,
        "can_comment": False,
    }
    return squeezed(render_to_string("reports/_report_block.html", context))


def test_paragraphs_link_their_numbers_and_the_tables_they_name() -> None:
    page = shown(sample_document(domains=8).sections[0])
    assert '<a href="/from/a1.combined/">96.08%</a>' in page
    assert '<a href="#rates">表1</a>' in page


def test_tables_show_tall_cells_once() -> None:
    document = sample_document(domains=8)
    page = "".join(shown(section) for section in document.sections)
    assert '<td rowspan="8">' in page
    assert "单位：" in page


def test_charts_pass_through_json() -> None:
    charts = [b for b in walk(sample_document(domains=8).sections) if isinstance(b, Chart)]
    data = json.loads(json.dumps(charts[0].data))
    assert data["target"] == {"name": "目标80%", "value": "80"}
    assert data["series"][0]["values"][0] == "67.12"
    page = shown(charts[0])
    assert f'id="{charts[0].data_key}"' in page
    assert f'data-source="{charts[0].data_key}"' in page
