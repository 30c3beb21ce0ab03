"""The list of its own files that each site carries, so that nothing foreign is ever taken down with one."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

from ..problem import SetupProblem

MARKER = ".jixiao"
"""The list's name; MkDocs leaves files alone whose names begin with a dot."""

_VERSION = 1


def mark(site: Path) -> None:
    """Write the list of a site's files into it."""
    content = {"jixiao": _VERSION, "files": sorted(_files(site))}
    (site / MARKER).write_text(json.dumps(content, indent=0) + "\n", encoding="ascii", newline="\n")


def pages_in(site: Path) -> int:
    """How many pages a site has, by its list of files; the page that says that there is none does not count."""
    return sum(file.endswith(".html") and file != "404.html" for file in _listed(site))


def check_replaceable(target: Path) -> None:
    """Raise :class:`SetupProblem` where the folder holds anything but a site that :func:`mark` listed."""
    if not target.is_dir():
        return
    own = _listed(target)
    foreign = sorted(file for file in _files(target) if file not in own)
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


def _files(folder: Path, prefix: str = "") -> Iterator[str]:
    """Everything below a folder that is not a folder itself."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if not entry.is_dir(follow_symlinks=False):
                yield f"{prefix}{entry.name}"
            else:
                yield from _files(Path(entry.path), f"{prefix}{entry.name}/")
