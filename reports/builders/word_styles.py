"""The Word styles of an official report (GB/T 9704).

Text in the document carries nothing but a style name, so that editing a style
in Word or WPS changes the whole report. Sizes are in points, indents in
characters.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

SONG_TITLE: Final = "方正小标宋简体"
FANGSONG: Final = "仿宋_GB2312"
HEITI: Final = "黑体"
KAITI: Final = "楷体_GB2312"
SONG: Final = "宋体"
LATIN: Final = "Times New Roman"

LINE_PITCH: Final = 579
"""Twips of one of the 22 lines in 225 mm."""
LINE: Final = LINE_PITCH / 20
TEXT_WIDTH_TWIPS: Final = 8845
"""156 mm."""


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style; ``line`` 0 means single spacing."""

    id: str
    name: str
    based: str = "Normal"
    next: str = ""
    font: str = ""
    latin: str = LATIN
    size: float = 0
    bold: bool = False
    align: str = ""
    line: float | None = None
    before: float = 0
    after: float = 0
    first_chars: int = 0
    left_chars: int = 0
    hanging_chars: int = 0
    right_chars: int = 0
    left: int = 0
    right: int = 0
    keep_next: bool = False
    keep_lines: bool = False
    page_break: bool = False
    outline: int = -1
    snap: bool = True
    toc_tab: bool = False
    quick: bool = True


STYLES: Final = (
    Style("Title", "Title", font=SONG_TITLE, size=22, align="center", line=35),
    Style("TitleEnd", "题目末行", based="Title", after=14),
    Style("CoverTitle", "封面题目", font=SONG_TITLE, size=22, align="center", line=42),
    Style("CoverSpace", "封面留白", size=16, before=150, align="center"),
    Style("CoverLine", "封面落款", font=KAITI, size=16, align="center", line=32),
    Style("CoverGap", "封面间隔", size=16, before=200, align="center"),
    Style("Issuer", "发布单位", font=KAITI, size=16, align="center"),
    Style("IssueDate", "发布日期", based="Issuer", after=14),
    Style("DemoMark", "演示标记", font=HEITI, size=14, align="center"),
    Style("ReportBody", "公文正文", align="both", first_chars=2),
    Style("ReportFlush", "公文顶格", align="both"),
    Style("ReportRight", "公文落款", align="right", right_chars=4),
    Style("ReportCentre", "公文居中", align="center"),
    Style(
        "Heading1",
        "heading 1",
        next="ReportBody",
        font=HEITI,
        first_chars=2,
        keep_next=True,
        outline=0,
    ),
    Style(
        "Heading2",
        "heading 2",
        next="ReportBody",
        font=KAITI,
        first_chars=2,
        keep_next=True,
        outline=1,
    ),
    Style(
        "Heading3",
        "heading 3",
        next="ReportBody",
        font=FANGSONG,
        bold=True,
        first_chars=2,
        keep_next=True,
        outline=2,
    ),
    Style(
        "HeadingPlain",
        "不编号标题",
        next="ReportBody",
        font=HEITI,
        align="center",
        keep_next=True,
        outline=0,
        before=8,
        after=4,
    ),
    Style("TOCHeading", "目录标题", font=HEITI, size=18, align="center", after=14, page_break=True),
    Style("TOC1", "toc 1", font=FANGSONG, line=24, snap=False, toc_tab=True, quick=False),
    Style(
        "TOC2", "toc 2", font=FANGSONG, line=24, snap=False, left_chars=2, toc_tab=True, quick=False
    ),
    Style("AnnexMark", "附件题头", next="AnnexTitle", font=HEITI, page_break=True, keep_next=True),
    Style(
        "AnnexTitle",
        "附件标题",
        next="ReportBody",
        font=SONG_TITLE,
        size=16,
        align="center",
        before=14,
        after=6,
        keep_next=True,
        outline=0,
        line=26,
    ),
    Style("AnnexFirst", "附件说明首行", align="both", left_chars=6, hanging_chars=4, before=LINE),
    Style("AnnexNext", "附件说明次行", align="both", left_chars=6, hanging_chars=1),
    Style("AnnexFirstKeep", "附件说明首行连下行", based="AnnexFirst", keep_next=True),
    Style("AnnexNextKeep", "附件说明次行连下行", based="AnnexNext", keep_next=True),
    Style(
        "TableTitle",
        "表题",
        font=HEITI,
        size=14,
        align="center",
        line=24,
        before=6,
        keep_next=True,
        snap=False,
    ),
    Style(
        "TableUnit",
        "表单位",
        font=FANGSONG,
        size=12,
        align="right",
        line=18,
        keep_next=True,
        snap=False,
    ),
    Style(
        "TableNote",
        "表注",
        font=FANGSONG,
        size=9,
        align="both",
        line=14,
        keep_lines=True,
        snap=False,
    ),
    Style("TableEnd", "表后", size=1, line=1, after=7, snap=False, quick=False),
    Style("Figure", "图", align="center", line=0, before=6, keep_next=True, snap=False),
    Style("FigureTitle", "图题", font=HEITI, size=14, align="center", line=24, after=8, snap=False),
    Style(
        "TableHead",
        "表头",
        font=HEITI,
        size=10.5,
        align="center",
        line=16,
        keep_next=True,
        snap=False,
    ),
    Style("TableHeadSmall", "表头小", based="TableHead", size=9, line=14),
    Style("CellLeft", "表文", font=FANGSONG, size=10.5, align="left", line=16, snap=False),
    Style("CellCentre", "表文居中", based="CellLeft", align="center"),
    Style("CellRight", "表数", based="CellLeft", align="right", right=85),
    Style("CellGroup", "表分组", based="CellLeft", font=HEITI, keep_next=True),
    Style("CellLeftKeep", "表文连下行", based="CellLeft", keep_next=True),
    Style("CellCentreKeep", "表文居中连下行", based="CellCentre", keep_next=True),
    Style("CellRightKeep", "表数连下行", based="CellRight", keep_next=True),
    Style("CellLeftSmall", "表文小", based="CellLeft", size=9, line=14),
    Style("CellCentreSmall", "表文小居中", based="CellLeftSmall", align="center"),
    Style("CellRightSmall", "表数小", based="CellLeftSmall", align="right"),
    Style("CellGroupSmall", "表分组小", based="CellLeftSmall", font=HEITI, keep_next=True),
    Style("CellLeftSmallKeep", "表文小连下行", based="CellLeftSmall", keep_next=True),
    Style("CellCentreSmallKeep", "表文小居中连下行", based="CellCentreSmall", keep_next=True),
    Style("CellRightSmallKeep", "表数小连下行", based="CellRightSmall", keep_next=True),
    Style(
        "ImprintText", "版记", font=FANGSONG, size=14, align="both", line=24, left=280, right=280
    ),
    Style("ImprintRight", "版记日期", based="ImprintText", align="right"),
    Style("SectionEnd", "分节", size=1, line=1, snap=False, quick=False),
    Style("Header", "header", font=HEITI, size=9, latin=HEITI, align="right", line=0, snap=False),
    Style("Footer", "footer", font=SONG, size=14, latin=SONG, line=0, snap=False),
    Style("PageOdd", "页码单页", based="Footer", align="right", right_chars=1),
    Style("PageEven", "页码双页", based="Footer", align="left", left_chars=1),
    Style("TurnedOdd", "页码横页单", based="Footer", align="right"),
    Style("TurnedEven", "页码横页双", based="Footer", align="left"),
)

CHARACTER_STYLES: Final = (
    ("Lead", "段首语", FANGSONG, "<w:b/><w:bCs/>"),
    ("Stress", "着重黑体", HEITI, ""),
)
