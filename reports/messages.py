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
