"""Folders that this program alone may fill: what came with a change is not believed."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from .problem import SetupProblem

_PATIENCE = 30


def refuse_tracked(folder: Path) -> None:
    """Raise :class:`SetupProblem` where git has anything of a folder, or the folder as a link.

    Whoever can propose a change could fill it then. Where there is no git, nothing came by it.
    """
    if not os.path.lexists(folder):
        return
    command = ("git", "-C", str(folder.parent), "ls-files", "-z", "--", f":(icase,literal){folder.name}")
    try:
        found = subprocess.run(command, capture_output=True, check=True, timeout=_PATIENCE).stdout
    except (OSError, subprocess.SubprocessError):
        return
    if found:
        first = os.fsdecode(found.partition(b"\0")[0])
        raise SetupProblem(
            f"{folder} 只由本程序在本机写入，git 里有 {first}，内容不可信；"
            f"请运行 git rm -r --cached {first.partition('/')[0]}，删去这个文件夹后再来"
        )
