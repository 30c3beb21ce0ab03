"""Trouble with the set-up, such as a folder that is none or a revision nobody knows; a fault of the data is a Finding."""

from __future__ import annotations

import errno
import os

_REASONS = {
    errno.ENOSPC: "磁盘已满，请腾出空间",
    errno.EDQUOT: "磁盘配额已满，请腾出空间",
    errno.EFBIG: "文件超过了系统允许的大小",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.ENOTDIR: "这不是文件夹",
    errno.EEXIST: "已经有了",
    errno.ENOTEMPTY: "文件夹不是空的",
    errno.EMFILE: "同时打开的文件太多",
    errno.ENFILE: "同时打开的文件太多",
    errno.ENAMETOOLONG: "名称太长",
    errno.EIO: "磁盘读写出错",
    errno.EPIPE: "接收输出的程序已经关闭",
    errno.ENOMEM: "内存不够",
}


class SetupProblem(Exception):
    """Nothing can be done until the user mends something; the message says what, in Chinese: a line for each."""

    def __init__(self, *lines: str) -> None:
        super().__init__(*lines)

    def __str__(self) -> str:
        return "\n".join(self.args)


def reason(error: OSError) -> str:
    """Why the system refused, in Chinese where that is a common reason."""
    return _REASONS.get(error.errno or 0) or error.strerror or str(error) or type(error).__name__


def in_chinese(error: OSError) -> str:
    """What the system refused, and why, as one sentence."""
    file = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else ""
    return f"不能读写 {file}（{reason(error)}）" if file else f"不能读写文件（{reason(error)}）"
