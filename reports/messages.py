"""What the reports room says to people."""

from __future__ import annotations

from typing import Final

PDF_NO_OFFICE: Final = (
    "服务器没有安装 LibreOffice，不能生成 PDF。请下载 Word 文件，用 Word 或 WPS 另存为 PDF；"
    "或请管理员安装 libreoffice-writer 后重试。"
)
PDF_TIMEOUT: Final = "转换 PDF 超过{seconds}秒，已停止。请稍后重试，或下载 Word 文件另存为 PDF。"
PDF_FAILED: Final = "LibreOffice 没有生成 PDF。请重试；仍不成功时，请下载 Word 文件另存为 PDF。"
FINALISED: Final = "已定稿，输入和结果都已冻结。以后数据有更正，请另算一次。"
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
