"""The content folder as bytes: every declaration file, the registry and the thresholds. No link is followed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .source import LIMITS

PROJECTS = "content/projects"
UNITS = "content/units.yml"
THRESHOLDS = "content/rules.yml"
_DEEPEST = 3
"""Folders below content/projects, a file's own name included; what lies deeper is told and not entered."""

_IS_LINK = "这是一个链接，不是文件；请放入文件本身"


@dataclass(frozen=True, slots=True)
class RawFile:
    """One file's bytes and its path relative to the root; ``problem`` says why it could not be read, in Chinese."""

    file: str
    data: bytes = b""
    problem: str = ""


def read_raw(root: Path, file: str) -> RawFile:
    """Read one file below the root, one byte beyond the size limit at most."""
    path = root / file
    if _is_linked(path):
        return RawFile(file, problem=_IS_LINK)
    if not path.is_file():
        return RawFile(file, problem="没有这个文件" if not path.exists() else "这不是普通文件")
    try:
        with path.open("rb") as stream:
            return RawFile(file, stream.read(LIMITS.size + 1))
    except OSError as error:
        return RawFile(file, problem=f"无法打开文件（{error.strerror}）")


def declaration_files(root: Path) -> Iterator[RawFile]:
    """Read everything below content/projects, sorted by path; what does not belong there comes with its problem."""
    if _is_linked(root / PROJECTS):
        yield RawFile(PROJECTS, problem=_IS_LINK)
        return
    for file, problem in sorted(_walk(root, PROJECTS)):
        wrong = problem or _misplaced(root, file)
        yield RawFile(file, problem=wrong) if wrong else read_raw(root, file)


def _is_linked(path: Path) -> bool:
    return path.is_symlink() or path.parent.is_symlink()


def _walk(root: Path, folder: str) -> Iterator[tuple[str, str]]:
    """Yield the path of each file, of each folder that lies too deep, and of what cannot be listed, with the reason."""
    try:
        entries = list(os.scandir(root / folder))
    except FileNotFoundError:
        return
    except OSError as error:
        yield folder, f"无法打开文件夹（{error.strerror}）"
        return
    for entry in entries:
        path = f"{folder}/{entry.name}"
        if entry.is_dir(follow_symlinks=False) and _depth(path) < _DEEPEST:
            yield from _walk(root, path)
        elif not entry.name.startswith("."):
            yield path, ""


def _depth(path: str) -> int:
    return path.count("/") - PROJECTS.count("/")


def _misplaced(root: Path, file: str) -> str:
    if (root / file).is_symlink():
        return _IS_LINK
    if _depth(file) != _DEEPEST:
        return "应放在 content/projects/年度/单位编号/项目编号.yml"
    if not file.endswith(".yml"):
        return "这里只放扩展名为 .yml 的申报表（小写，不是 .yaml 或 .yml.txt）"
    return ""
