"""Batches: the declarations of one folder, a spending unit's of one year, named by the hash of all they are made from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b

from ..cache import digest_of
from ..registry import fold_name
from ..repository import Content, RawFile
from ..search import MOST_IN_PIECE

MOST_FILES = MOST_IN_PIECE
"""Files of one batch; a folder with more makes several."""


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

    def read(self, content: Content) -> tuple[RawFile, ...]:
        """The files' bytes."""
        return tuple(
            RawFile(listed.file, problem=listed.problem) if listed.problem else content.read(listed.file)
            for listed in self.files
        )

    def key(self, settings: str, raws: tuple[RawFile, ...]) -> str:
        """The hash of the files' names and bytes, and of the settings that they are judged by."""
        parts: list[str | bytes] = [settings]
        for listed, raw in zip(self.files, raws, strict=True):
            parts += (raw.file, raw.problem, listed.twin, blake2b(raw.data, digest_size=20).digest())
        return digest_of(*parts)


def batches_of(content: Content) -> tuple[Batch, ...]:
    """All batches of a site's content, in the order of their files."""
    files = tuple(_listed(content))
    folders: dict[str, list[Listed]] = defaultdict(list)
    for listed in files:
        folders[listed.file.rpartition("/")[0]].append(listed)
    return tuple(
        Batch(folder.rpartition("/")[2], tuple(members[start : start + MOST_FILES]))
        for folder, members in sorted(folders.items(), key=lambda entry: f"{entry[0]}/")  # as ids are sorted
        for start in range(0, len(members), MOST_FILES)
    )


def _listed(content: Content) -> Iterator[Listed]:
    found = content.listed()
    twins: dict[str, list[str]] = defaultdict(list)
    for file, _ in found:
        twins[fold_name(file)].append(file)
    for file, problem in found:
        others = (other for other in twins[fold_name(file)] if other != file)
        yield Listed(file, problem, next(others, ""))
