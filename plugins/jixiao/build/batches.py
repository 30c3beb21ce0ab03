"""Batches: the declarations of one folder, a spending unit's of one year, which are read and rendered together."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from ..registry import fold_name
from ..repository import Content, RawFile
from ..search import MOST_IN_PIECE

_PLAIN = re.compile(r"[A-Za-z0-9/._-]*")
"""Paths of which nothing but letter case is folded."""
MOST_FILES = MOST_IN_PIECE
"""Projects of one batch; a folder with more makes several."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One file, unread: why it cannot be a declaration, and a file whose id is the same once letter case is folded."""

    file: str
    problem: str = ""
    twin: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """Files that are read, judged and rendered together. ``unit`` is the folder's name, whose batches are linked."""

    unit: str
    files: tuple[Listed, ...]

    def __hash__(self) -> int:
        """Batches are told apart by their first files for the most part, and looked up often."""
        return hash(self.files[0].file)

    def read(self, content: Content) -> tuple[RawFile, ...]:
        """The files' bytes."""
        return tuple(
            RawFile(listed.file, problem=listed.problem) if listed.problem else content.read(listed.file)
            for listed in self.files
        )


def batches_of(content: Content) -> tuple[Batch, ...]:
    """All batches of a site's content, in the order of their files; while these are the same, so are the batches."""
    return _batches(content.listed())


@lru_cache(2)
def _batches(found: tuple[tuple[str, str], ...]) -> tuple[Batch, ...]:
    files = tuple(_listed(found))
    folders: dict[str, list[Listed]] = defaultdict(list)
    for listed in files:
        folders[listed.file.rpartition("/")[0]].append(listed)
    return tuple(
        Batch(folder.rpartition("/")[2], those)
        for folder, members in sorted(folders.items(), key=lambda entry: f"{entry[0]}/")  # as ids are sorted
        for those in _shared_out(members)
    )


def _shared_out(members: Sequence[Listed]) -> Iterator[tuple[Listed, ...]]:
    """A folder's files, those of at most so many projects together; what is of one project is never parted.

    They are in the order of the projects' ids, in which all declarations are numbered: as paths, ``a-b.yml`` is before ``a.yml``.
    """
    ordered = sorted(members, key=lambda one: (_project(one), one.file))
    projects = [tuple(those) for _, those in groupby(ordered, _project)]
    for start in range(0, len(projects), MOST_FILES):
        yield tuple(one for those in projects[start : start + MOST_FILES] for one in those)


def _project(listed: Listed) -> str:
    return listed.file.rpartition("/")[2].partition(".")[0]


def _listed(found: tuple[tuple[str, str], ...]) -> Iterator[Listed]:
    twins: dict[str, list[str]] = defaultdict(list)
    for file, _ in found:
        twins[file.lower() if _PLAIN.fullmatch(file) else fold_name(file)].append(file)
    other: dict[str, str] = {}
    if len(twins) < len(found):
        other = {file: alike[alike[0] == file] for alike in twins.values() if len(alike) > 1 for file in alike}
    for file, problem in found:
        yield Listed(file, problem, other.get(file, ""))
