"""The list of its own files that each site carries, so that nothing foreign is ever taken down with one."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..problem import SetupProblem
from ..workshop import Record

MARKER = ".jixiao"
"""The list's name; MkDocs leaves files alone whose names begin with a dot."""

_VERSION = 1


def mark(site: Path, files: Iterable[str]) -> None:
    """Write the list of a site's files into it."""
    content = {"jixiao": _VERSION, "files": sorted(set(files) - {MARKER})}
    fresh = site / f"{MARKER}.fresh"
    fresh.write_text(json.dumps(content, separators=(",\n", ": ")) + "\n", encoding="ascii", newline="\n")
    fresh.replace(site / MARKER)


def pages_in(site: Path) -> int:
    """How many pages a site has, by its list of files; the page that says that there is none does not count."""
    return sum(file.endswith(".html") and file != "404.html" for file in _listed(site))


def check_replaceable(target: Path, record: Record | None) -> None:
    """Raise :class:`SetupProblem` where the folder holds anything but a site that :func:`mark` listed.

    With a record of the folder, only folders that were changed since are looked through.
    """
    if not target.is_dir():
        return
    own = _listed(target)
    foreign = sorted(file for file in _to_look_at(target, record) if file not in own)
    if foreign and not own:
        raise SetupProblem(f"{target} 里已有文件，而且不是 jixiao build 建的网站；请换一个文件夹，或先清空它")
    if foreign:
        named = "、".join(foreign[:3])
        raise SetupProblem(f"{target} 里有 {len(foreign)} 个不是 jixiao build 建的文件（{named}）；请先移走，以免丢失")


def _listed(site: Path) -> frozenset[str]:
    try:
        content = json.loads((site / MARKER).read_text(encoding="ascii"))
        return frozenset((MARKER, *content["files"])) if content["jixiao"] == _VERSION else frozenset()
    except (OSError, ValueError, KeyError, TypeError):
        return frozenset()


def _to_look_at(site: Path, record: Record | None) -> Iterator[str]:
    """The files of a site, less those of folders in which nothing came or went since the record."""
    if record is None:
        yield from files_below(site)
        return
    for coded, time in (*record.folders.items(), (b"", 0)):
        folder = os.fsdecode(coded)
        try:
            if time and os.stat(f"{site}/{folder}", follow_symlinks=False).st_mtime_ns == time:  # noqa: PTH116
                continue
            yield from _in_folder(site, folder, record)
        except OSError:  # it is gone; whoever took it knew
            continue


def _in_folder(site: Path, folder: str, record: Record) -> Iterator[str]:
    """The files that lie in a folder itself, and those of folders in it that the record does not know."""
    prefix = f"{folder}/" if folder else ""
    with os.scandir(site / folder) as entries:
        for entry in entries:
            if not entry.is_dir(follow_symlinks=False):
                yield f"{prefix}{entry.name}"
            elif os.fsencode(f"{prefix}{entry.name}") not in record.folders:
                yield from files_below(Path(entry.path), f"{prefix}{entry.name}/")


def files_below(folder: Path, prefix: str = "") -> Iterator[str]:
    """Everything below a folder that is not a folder itself."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if not entry.is_dir(follow_symlinks=False):
                yield f"{prefix}{entry.name}"
            else:
                yield from files_below(Path(entry.path), f"{prefix}{entry.name}/")
