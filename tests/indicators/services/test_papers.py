from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from indicators.models import WorkPaper
from indicators.services.papers import (
    paper_approve,
    paper_return,
    paper_save,
    paper_submit,
    papers_ensure,
)
from tests.scenes import Collecting, collecting_scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Collecting:
    return collecting_scene()


@pytest.fixture
def paper(scene: Collecting) -> WorkPaper:
    for _ in range(2):
        papers = papers_ensure(reporting_round=scene.reporting_round, unit=scene.unit)
    assert sorted(p.kind for p in papers) == ["plan", "summary"]
    return next(p for p in papers if p.kind == "plan")


def write(paper: WorkPaper, scene: Collecting, text: str = "一、目标") -> WorkPaper:
    return paper_save(
        paper=paper, text=text, file=None, seen_version=paper.version, by=scene.liaison
    )


def test_a_paper_is_written_sent_returned_and_approved(paper: WorkPaper, scene: Collecting) -> None:
    paper = write(paper, scene)
    assert paper_submit(paper=paper, by=scene.liaison).state == "submitted"
    returned = paper_return(paper=paper, reason="补经费一节", by=scene.office)
    assert (returned.state, returned.return_reason) == ("returned", "补经费一节")
    paper_submit(paper=write(returned, scene, "一、目标 二、经费"), by=scene.liaison)
    approved = paper_approve(paper=paper, by=scene.office)
    assert (approved.state, approved.return_reason) == ("approved", "")


def test_an_empty_paper_is_not_sent(paper: WorkPaper, scene: Collecting) -> None:
    with pytest.raises(ValidationError) as refused:
        paper_submit(paper=paper, by=scene.liaison)
    assert refused.value.code == "empty"


def test_illegal_moves_are_refused(paper: WorkPaper, scene: Collecting) -> None:
    with pytest.raises(ValidationError) as refused:
        paper_approve(paper=paper, by=scene.office)
    assert refused.value.code == "illegal_move"
    paper = write(paper, scene)
    paper_submit(paper=paper, by=scene.liaison)
    with pytest.raises(ValidationError, match="不能修改"):
        write(paper, scene, "偷偷改")
    with pytest.raises(ValidationError) as refused:
        paper_submit(paper=paper, by=scene.liaison)
    assert refused.value.code == "illegal_move"


def test_a_colleagues_version_is_not_overwritten(paper: WorkPaper, scene: Collecting) -> None:
    write(paper, scene)
    with pytest.raises(ValidationError) as refused:
        write(paper, scene, "旧页面上的字")
    assert refused.value.code == "stale"
    assert WorkPaper.objects.get(pk=paper.pk).text == "一、目标"
