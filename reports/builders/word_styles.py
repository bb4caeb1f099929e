"""The styles the builders ask for, by their names in Word. How they look stands in base.docx.

Word and WPS give styles ids of their own when they save a file; only the names are kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

PARAGRAPHS: Final[Mapping[str, str]] = {
    "Title": "Title",
    "TitleEnd": "题目末行",
    "CoverTitle": "封面题目",
    "CoverSpace": "封面留白",
    "CoverLine": "封面落款",
    "CoverGap": "封面间隔",
    "Issuer": "发布单位",
    "IssueDate": "发布日期",
    "DemoMark": "演示标记",
    "ReportBody": "公文正文",
    "ReportFlush": "公文顶格",
    "ReportRight": "公文落款",
    "ReportCentre": "公文居中",
    "Heading1": "heading 1",
    "Heading2": "heading 2",
    "Heading3": "heading 3",
    "HeadingPlain": "不编号标题",
    "TOCHeading": "目录标题",
    "TOC1": "toc 1",
    "TOC2": "toc 2",
    "AnnexMark": "附件题头",
    "AnnexTitle": "附件标题",
    "AnnexFirst": "附件说明首行",
    "AnnexNext": "附件说明次行",
    "AnnexFirstKeep": "附件说明首行连下行",
    "AnnexNextKeep": "附件说明次行连下行",
    "TableTitle": "表题",
    "TableUnit": "表单位",
    "TableNote": "表注",
    "TableEnd": "表后",
    "Figure": "图",
    "FigureTitle": "图题",
    "TableHead": "表头",
    "TableHeadSmall": "表头小",
    "CellLeft": "表文",
    "CellCentre": "表文居中",
    "CellRight": "表数",
    "CellGroup": "表分组",
    "CellLeftKeep": "表文连下行",
    "CellCentreKeep": "表文居中连下行",
    "CellRightKeep": "表数连下行",
    "CellLeftSmall": "表文小",
    "CellCentreSmall": "表文小居中",
    "CellRightSmall": "表数小",
    "CellGroupSmall": "表分组小",
    "CellLeftSmallKeep": "表文小连下行",
    "CellCentreSmallKeep": "表文小居中连下行",
    "CellRightSmallKeep": "表数小连下行",
    "ImprintText": "版记",
    "ImprintRight": "版记日期",
    "SectionEnd": "分节",
    "Header": "header",
    "Footer": "footer",
    "PageOdd": "页码单页",
    "PageEven": "页码双页",
    "TurnedOdd": "页码横页单",
    "TurnedEven": "页码横页双",
}
CHARACTERS: Final[Mapping[str, str]] = {
    "Lead": "段首语",
    "Stress": "着重黑体",
}
TABLES: Final[Mapping[str, str]] = {"ReportTable": "公文表格", "ImprintTable": "版记表格"}
