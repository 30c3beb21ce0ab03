"""Joins what MkDocs made with what was printed into a tree, and takes away what an earlier site had in it beyond that."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from ..workshop import Record, Workshop
from .marker import files_below

_UNSURE = 1_000_000_000
"""Nanoseconds within which a folder may be changed again without its time telling."""


def join(workshop: Workshop, before: Record) -> Record:
    """Put MkDocs' files into the tree, remove what ``before`` tells of and nobody made again, and record the outcome.

    What is printed goes before what MkDocs made. A file that is the same stays where it is.
    """
    prints = workshop.take_prints()
    printed = frozenset(prints.paths)
    others = tuple(path for path in files_below(workshop.pages) if path not in printed)
    for path in sorted(before.paths - printed - frozenset(others)):
        _remove(workshop.tree, path)
    for path in others:
        _move(workshop.pages / path, workshop.tree / path)
    return Record(prints, tuple(map(os.fsencode, others)), _folders(workshop.tree, (*printed, *others)))


def _remove(tree: Path, path: str) -> None:
    """Remove a file, and the folders that are empty then. Where a folder is by now, the file is gone already."""
    file = tree / path
    with suppress(OSError):
        file.unlink()
    with suppress(OSError):  # not empty: the end of it
        for folder in file.parents:
            if folder == tree:
                break
            folder.rmdir()


def _move(made: Path, place: Path) -> None:
    with suppress(OSError):
        if not place.is_symlink() and place.read_bytes() == made.read_bytes():
            return
    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place)
    place.parent.mkdir(parents=True, exist_ok=True)
    made.replace(place)


def _folders(tree: Path, paths: Iterable[str]) -> Mapping[bytes, int]:
    """The time of each folder, or 0 where it has not rested for long enough."""
    latest = time.time_ns() - _UNSURE
    folders = {path.rpartition("/")[0] for path in paths}
    for folder in tuple(folders):
        while folder := folder.rpartition("/")[0]:
            folders.add(folder)
    times = ((folder, os.stat(f"{tree}/{folder}").st_mtime_ns) for folder in folders if folder)  # noqa: PTH116
    return {os.fsencode(folder): time_ if time_ < latest else 0 for folder, time_ in times}
