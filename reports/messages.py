"""What the reports room says to people."""

from __future__ import annotations

from typing import Final

PDF_NO_OFFICE: Final = (
    "服务器没有安装 LibreOffice，不能生成 PDF。请下载 Word 文件，用 Word 或 WPS 另存为 PDF；"
    "或请管理员安装 libreoffice-writer 后重试。"
)
PDF_TIMEOUT: Final = "转换 PDF 超过{seconds}秒，已停止。请稍后重试，或下载 Word 文件另存为 PDF。"
PDF_FAILED: Final = "LibreOffice 没有生成 PDF。请重试；仍不成功时，请下载 Word 文件另存为 PDF。"
NO_UNIT: Final = "没有找到成员单位“{unit}”。请用 --unit 写明本地成员单位的代码或全称。"
NOT_COMPUTED: Final = "编号为{assessment}的评估还没有结果，请先运行评估。"
NO_ASSESSMENT: Final = "没有编号为{assessment}的评估。"
BAD_FOLDER: Final = "不能写入“{path}”：{reason}。请换一个存在且可写的文件夹。"
STEP_READ: Final = "读取评估结果"
STEP_WRITE: Final = "撰写正文和附件"
STEP_BUILD: Final = "生成{format}"
BUILT: Final = "已生成{path}（{size} KB）。"
NO_PAGE_NUMBERS: Final = (
    "目录没有页码：服务器没有 LibreOffice。用 Word 打开后，在目录上按 F9 更新。"
)
FILE_NAME: Final = "{title}（第{version}版）.{format}"
ISSUED_IS_FIXED: Final = "这份报告已印发，不能再改。要改请另存新版。"
TEXT_FASTER: Final = "有人先一步改了这一段，请刷新页面，看过对方的文字再改。"
PARAGRAPH_GONE: Final = "这一段现在不在报告里了（数据变化后不再生成），请刷新页面。"
CANNOT_EXCHANGE: Final = "这一段的数和现在的数对不上号，不能只换数；请按新数重写，或保留原文。"
VERSION_UNDER_WAY: Final = "同一份报告正在生成，请等它完成后再另存新版。"
TOUCHED_REPORTS: Final = "报告"
TOUCHED_USE: Final = "所依据的评估"
TOUCHED_ISSUED: Final = "已印发的文件不变"
TOUCHED_VERSION: Final = "第 {version} 版"
COMMENT_EMPTY: Final = "请写明意见。"
COMMENT_ANSWERED: Final = "这条意见已有答复，请刷新页面。"
ISSUE_NEEDS_FINAL: Final = "评估还没有定稿，先在评估结果页定稿。"
ISSUE_NEEDS_FILES: Final = "报告文件还没有生成，先生成 Word 文件。"
ISSUE_STALE: Final = "有 {count} 段的数字已变，请逐段处理。"
ISSUE_PLACEHOLDERS: Final = "还有 {count} 处待补：{names}。"
ISSUE_HANDWRITTEN: Final = "有手写的数没有认可（{numbers}），请逐个核对后认可。"
ACCEPTED: Final = "这一段手写的数已认可。"
ISSUE_COMMENTS: Final = "有 {count} 条评审意见没有答复。"
CANCELLED: Final = "已取消生成。"
KIND_OF_STAGE: Final = "报告种类要和评估种类一致：中期评估写中期报告，终期写终期，年度写监测报告。"
NEEDS_UNIT: Final = "单位反馈单要选成员单位，其他报告不选。"
SAVED: Final = "这一段已保存。"
REWRITTEN: Final = "这一段已按现在的数重写。"
EXCHANGED: Final = "这一段的数已换成现在的，文字没有动。"
CONFIRMED: Final = "这一段保留原文。"
ISSUED: Final = "报告已印发并锁定。"
COMMENTED: Final = "意见已记下。"
ANSWERED: Final = "答复已记下。"
QUEUED: Final = "已排队生成，完成后这里会出现下载按钮，可以离开本页。"
NOT_KEPT: Final = "这次评估由{place}的妇儿工委办管理，报告请由他们生成；您可以查看和下载。"
NOT_QUEUED: Final = "没有排队：这份报告已印发，或者它的某一版正在生成，请等它完成。"
ENDED_DONE: Final = "《{report}》第{version}版已生成，可以下载。"
ENDED_FAILED: Final = "《{report}》第{version}版没有生成：{error}"
PARAGRAPH_TOO_LONG: Final = "这一段有 {size} 个字，最多 {limit} 个字。请删短或分成两段，没有保存。"
BASE_STYLES: Final = "底稿缺少这些样式：{names}。请下载系统的底稿，在它上面修改。"
BASE_NUMBERED: Final = "这些样式带有自动编号：{names}。报告的编号由系统写，请在样式里去掉编号。"
BASE_PAGES: Final = "底稿缺少这些页：{names}。请按系统的底稿分节。"
BASE_NARROW: Final = (
    "{page}的版心宽{width}毫米，报告的表格宽{least}毫米，放不下。请把左右页边距改小。"
)
BASE_LINKED: Final = "底稿里有外部链接或嵌入的文件、控件，请删去后再上传。"
PAPER_SAVED: Final = "版式已保存，重新生成文件后生效。"
PAPER_NUMBER: Final = (
    "文号“{number}”的写法不对：应为“机关代字〔四位年份〕顺序号”，"
    "年份用六角括号，顺序号不编虚位、不加“第”，如“湖妇儿工委〔2021〕3号”。"
)
PAPER_IMPRINT: Final = "版记要填全：抄送机关、印发机关、印发日期，缺一项就都不印。"
BASE_SAVED: Final = "底稿已启用，以后生成的 Word 和 PDF 按它排版。"
BASE_REMOVED: Final = "已停用本地的底稿，以后按系统的底稿排版。"
BASE_NO_FILE: Final = "请选择底稿文件（.docx）。"
OUTLINE_SAVED: Final = "章节已保存，没有印发的报告重新生成文件后生效。"
OUTLINE_RESET: Final = "已恢复系统的章节，没有印发的报告重新生成文件后生效。"
OUTLINE_STALE: Final = "章节刚被别人改过，请刷新后再改。"
OUTLINE_ORDER: Final = "“{title}”的顺序写的是“{text}”，请写成 1、2、3 这样的数。"
OUTLINE_LONG: Final = "“{title}”的标题有 {size} 个字，最多 {limit} 个。"
OUTLINE_NUMBERED: Final = "标题“{heading}”前的序号由系统按次序加，请只写标题。"
OUTLINE_TWICE: Final = "有两个部分的标题都是“{heading}”，请改一个。"
OUTLINE_NEEDED: Final = "“{title}”是这种报告必有的部分，不能不印。"
OUTLINE_LOG: Final = "{region}{kind}的章节"
BASE_NAME: Final = "报告底稿.docx"
UNFROZEN: Final = ("责任单位", "规划和指标的说明", "指标解释", "分性别和城乡的数", "填报情况")


def open_parts(names: list[str]) -> str:
    """What still waits for a person, by name."""
    shown = "；".join(name[:30] for name in names[:5])
    more = "等" if len(names) > 5 else ""
    return ISSUE_PLACEHOLDERS.format(count=len(names), names=shown + more)


def compared(agreeing: int, by_hand: int, waiting: int) -> str:
    """What was compared with the facts, and what was not."""
    return f"{agreeing} 个数一致，{by_hand} 个手写，{waiting} 处待补"


def archive_about(title: str, *, has_pdf: bool, is_of_today: bool = False) -> str:
    """说明.txt of an archive package. ``is_of_today``: of a run finalised by a version that kept
    no tables with it."""
    paper = "report.docx、report.xlsx、report.pdf" if has_pdf else "report.docx、report.xlsx"
    missing = "" if has_pdf else "（生成时服务器没有 LibreOffice，因此没有 PDF）"
    today = "本次评估由旧版本定稿，data 中的表按生成本包时的数据列出。\n" if is_of_today else ""
    return f"""《{title}》评估档案包
{today}
一、内容
report/　报告：{paper}{missing}
data/　　每张表一个 CSV，合在一起的是 data.xlsx：
　　　　results 各项结果；rules 规则；targets 目标；values 采用和历年的数据；
　　　　revisions 更正前后的值；submissions 填报和审核的经过；summaries 单位总结；
　　　　overrides 人工认定；evidence 佐证材料清单
ledgers/　评估年和基期数据所出的台账原件
assessment.json　评估的设置、汇总和校验码
frozen.json　定稿时锁定的全部内容（定稿的评估才有）
SHA256SUMS　每个文件的 SHA-256 校验值

二、怎样核对
在装有 Python 3.11 以上版本的电脑上，解压后运行：python3 verify.py
不需要本系统，也不联网。它核对文件有没有改动、定稿内容与校验码是否相符，按规则重新判定各项指标，
再由结果重新计算达标率；都相符时显示“全部相符”，否则逐条列出。
"""
