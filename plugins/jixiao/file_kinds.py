"""What a file is that is no text: a document or picture renamed, known by its first bytes."""

from __future__ import annotations

_BY_BEGINNING = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 Word、Excel 或 WPS 文档"),
    (b"%PDF-", "PDF 文件"),
    (b"{\\rtf", "写字板（RTF）文档"),
    (b"Rar!\x1a", "压缩包（RAR）"),
    (b"7z\xbc\xaf", "压缩包（7z）"),
    (b"\x1f\x8b", "压缩包（gzip）"),
    (b"SQLite format 3\0", "数据库文件"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"BM\0", "图片"),
)
_IN_ARCHIVE = (
    (b"word/", "Word 文档（.docx）"),
    (b"xl/", "Excel 工作簿（.xlsx）"),
    (b"ppt/", "PowerPoint 文档（.pptx）"),
    (b"mimetypeapplication/vnd.oasis", "LibreOffice 文档"),
)
_OF_MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<table", b"<body")
_LONGEST_BEGINNING = 200


def other_kind(data: bytes) -> str:
    """What kind of file this is, in Chinese; empty where it may well be a text."""
    if data.startswith(b"PK\x03\x04"):
        return next((kind for name, kind in _IN_ARCHIVE if name in data), "压缩包（ZIP）")
    start = data[:_LONGEST_BEGINNING].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith(_OF_MARKUP):
        return "网页或 XML 文件"
    return next((kind for beginning, kind in _BY_BEGINNING if data.startswith(beginning)), "")
