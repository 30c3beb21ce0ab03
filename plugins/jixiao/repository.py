"""The content folder as bytes: every declaration file, the registry and the thresholds. No link is followed.

What others read below the root, the hand-written pages and the theme, is looked through for links and devices.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from .problem import reason
from .source import LIMITS

PROJECTS = "content/projects"
UNITS = "content/units.yml"
THRESHOLDS = "content/rules.yml"
DIMENSIONS = "content/dimensions.yml"
SETTING_FILES = (UNITS, THRESHOLDS, DIMENSIONS)
"""What every declaration is read and judged by; of the last two there need be none."""
_DEEPEST = 3
"""Folders below content/projects, a file's own name included; what lies deeper is told and not entered."""

_DEEPEST_OF_OTHERS = 20
"""Folders below each other that are looked through where others read."""

NOT_THERE = "没有这个文件"
"""The problem of a file that is not there."""

_IS_LINK = "这是一个链接，不是文件；请放入文件本身"
_NOT_REGULAR = "这不是普通文件"


@dataclass(frozen=True, slots=True)
class RawFile:
    """One file's bytes and its path relative to the root; ``problem`` says why it could not be read, in Chinese."""

    file: str
    data: bytes = b""
    problem: str = ""


def read_raw(root: Path, file: str) -> RawFile:
    """Read one file below the root, one byte beyond the size limit at most."""
    path = f"{root}/{file}"
    try:
        mode = os.lstat(path).st_mode
        if stat.S_ISLNK(mode) or _is_linked(os.path.dirname(path)):  # noqa: PTH120
            return RawFile(file, problem=_IS_LINK)
        if not stat.S_ISREG(mode):
            return RawFile(file, problem=_NOT_REGULAR)
        with open(path, "rb") as stream:  # noqa: PTH123
            return RawFile(file, stream.read(LIMITS.size + 1))
    except (FileNotFoundError, NotADirectoryError):
        return RawFile(file, problem=NOT_THERE)
    except OSError as error:
        return RawFile(file, problem=f"无法打开文件（{reason(error)}）")


class FileState(NamedTuple):
    """What the file system tells of a regular file: equal states are of the same bytes, unless it was changed just now.

    Sizes are in bytes, times in nanoseconds; ``changed`` is the system's own time of any change, which nobody sets.
    """

    size: int
    written: int
    changed: int
    number: int


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is published beside the content: the folders of hand-written pages and of the theme, relative to the root.

    ``raw_html`` lets pages hold markup of their own; ``extra_files`` are files of other kinds that may lie among them.
    """

    pages: str = "content/pages"
    theme: str = "theme"
    raw_html: bool = False
    extra_files: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Content:
    """The content below a root: as it lies there, but for the files that ``changed`` gives other bytes or takes away.

    What files there are is looked up once.
    """

    root: Path
    changed: Mapping[str, bytes | None] = field(default_factory=dict)
    around: Surroundings = Surroundings()

    def with_changes(self, changed: Mapping[str, bytes | None]) -> Content:
        """The content below the same root with these files changed instead."""
        content = Content(self.root, changed, self.around)
        content.__dict__["_lying"] = self._lying
        return content

    @cached_property
    def _lying(self) -> tuple[tuple[str, str], ...]:
        return tuple(listed_files(self.root))

    def listed(self) -> tuple[tuple[str, str], ...]:
        """Every file below content/projects, sorted, unread, each with its problem if it does not belong there."""
        if not self.changed:
            return self._lying
        files = {file: problem for file, problem in self._lying if file not in self.changed}
        files.update((file, _misplaced(file)) for file, data in self.changed.items() if _is_filed(file, data))
        return tuple(sorted(files.items()))

    @cached_property
    def others(self) -> tuple[tuple[str, str], ...]:
        """Every file that others read, sorted by path, unread, each with its problem if nobody may read it."""
        folders = ("content", self.around.pages, self.around.theme)
        return tuple(
            sorted({path: problem for folder in folders for path, problem in _others(self.root, folder)}.items())
        )

    def read(self, file: str) -> RawFile:
        """Read one file, one byte beyond the size limit at most."""
        if file not in self.changed:
            return read_raw(self.root, file)
        data = self.changed[file]
        return RawFile(file, problem=NOT_THERE) if data is None else RawFile(file, data[: LIMITS.size + 1])

    def state(self, file: str) -> FileState | None:
        """The state of a regular file; nothing where there is none, or where the system cannot tell of every change."""
        if os.name == "nt" or file in self.changed:
            return None
        try:
            about = os.lstat(f"{self.root}/{file}")
        except OSError:
            return None
        if not stat.S_ISREG(about.st_mode):
            return None
        return FileState(about.st_size, about.st_mtime_ns, about.st_ctime_ns, about.st_ino)

    def leaves_out(self, file: str) -> bool:
        """Whether there is no such file, or one that editors and systems hide, which is not looked at."""
        path = f"{self.root}/{file}"
        hidden = file.rpartition("/")[2].startswith(".")
        return not os.path.lexists(path) or (hidden and not os.path.isdir(path))  # noqa: PTH112


def _is_filed(file: str, data: bytes | None) -> bool:
    return data is not None and file.startswith(f"{PROJECTS}/")


def declaration_files(root: Path) -> Iterator[RawFile]:
    """Read everything below content/projects, sorted by path; what does not belong there comes with its problem."""
    return (RawFile(file, problem=wrong) if wrong else read_raw(root, file) for file, wrong in listed_files(root))


def listed_files(root: Path) -> Iterator[tuple[str, str]]:
    """Everything below content/projects, sorted by path, unread, each with its problem if it does not belong there."""
    projects = f"{root}/{PROJECTS}"
    if _is_linked(projects) or _is_linked(os.path.dirname(projects)):  # noqa: PTH120
        yield PROJECTS, _IS_LINK
        return
    for file, problem in sorted(_walk(root, PROJECTS)):
        yield file, problem or _misplaced(file)


def _others(root: Path, folder: str) -> Iterator[tuple[str, str]]:
    """Every file in a folder and below, but for what is read here; a link on the way to the folder is no way."""
    for part in accumulate(folder.split("/"), "{}/{}".format):
        if not part.endswith("..") and _is_linked(f"{root}/{part}"):
            yield part, _IS_LINK
            return
    yield from _others_in(root, folder, _DEEPEST_OF_OTHERS)


def _others_in(root: Path, folder: str, deep: int) -> Iterator[tuple[str, str]]:
    try:
        with os.scandir(f"{root}/{folder}") as found:
            entries = list(found)
    except FileNotFoundError:
        return
    except OSError as error:
        yield folder, f"无法打开文件夹（{reason(error)}）"
        return
    for entry in entries:
        path = f"{folder}/{entry.name}"
        if path == PROJECTS or path in SETTING_FILES:
            continue
        if entry.is_symlink():
            yield path, _IS_LINK
        elif not entry.is_dir():
            yield path, "" if entry.is_file() else _NOT_REGULAR
        elif deep:
            yield from _others_in(root, path, deep - 1)
        else:
            yield path, f"文件夹超过了 {_DEEPEST_OF_OTHERS} 层"


def _is_linked(path: str) -> bool:
    return os.path.islink(path)  # noqa: PTH114


def _walk(root: Path, folder: str) -> Iterator[tuple[str, str]]:
    """Yield the path of each file, of each folder that lies too deep, and what is wrong with it as far as that is seen."""
    try:
        with os.scandir(f"{root}/{folder}") as found:
            entries = list(found)
    except FileNotFoundError:
        return
    except OSError as error:
        yield folder, f"无法打开文件夹（{reason(error)}）"
        return
    for entry in entries:
        path = f"{folder}/{entry.name}"
        if entry.is_dir(follow_symlinks=False) and _depth(path) < _DEEPEST:
            yield from _walk(root, path)
        elif not entry.name.startswith("."):
            yield path, _IS_LINK if entry.is_symlink() else ""


def _depth(path: str) -> int:
    return path.count("/") - PROJECTS.count("/")


def _misplaced(file: str) -> str:
    if _depth(file) != _DEEPEST:
        return "应放在 content/projects/年度/单位编号/项目编号.yml"
    if not file.endswith(".yml"):
        return "这里只放扩展名为 .yml 的申报表（小写，不是 .yaml 或 .yml.txt）"
    return ""
