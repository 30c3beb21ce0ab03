"""Which folders a site may be put into, so that publishing never overwrites its sources, or files that are nobody's copy."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from ..problem import SetupProblem
from .manifest import LIST, Manifest, files_below, files_listed, manifest_of

_SOURCES = ("content", "theme", ".git")


def resolved(folder: Path) -> Path:
    """The absolute path, with links on the way to it followed, and one in its place not."""
    absolute = folder.absolute()
    return absolute.parent.resolve() / absolute.name if absolute.name not in ("", "..") else absolute.resolve()


def check_target(target: Path, sources: Path) -> None:
    """Raise :class:`SetupProblem` where the target is a link, a file, or would cover the sources or lie among them."""
    if target.is_symlink():
        raise SetupProblem(f"{target} 是一个链接，不能作为网站的文件夹；请写它指向的文件夹")
    if target.exists() and not target.is_dir():
        raise SetupProblem(f"{target} 不是文件夹")
    if not target.name or sources.is_relative_to(target):
        raise SetupProblem(f"不能把网站建到 {target}：网站的源文件在里面")
    for folder in _SOURCES:
        if target.is_relative_to(sources / folder):
            raise SetupProblem(f"不能把网站建到 {target}：{folder} 里是网站的源文件")


def check_replaceable(target: Path, beside: Path) -> None:
    """Raise :class:`SetupProblem` where the folder holds anything but what its list of files names.

    With the manifest of it, only folders that were changed since it was written are looked through.
    """
    if not target.is_dir():
        return
    own = files_listed(target) | {LIST}
    foreign = sorted(file for file in _to_look_at(target, manifest_of(target, beside)) if file not in own)
    if foreign and len(own) == 1:
        raise SetupProblem(f"{target} 里已有文件，而且不是 jixiao build 建的网站；请换一个文件夹，或先清空它")
    if foreign:
        named = "、".join(foreign[:3])
        raise SetupProblem(f"{target} 里有 {len(foreign)} 个不是 jixiao build 建的文件（{named}）；请先移走，以免丢失")


def _to_look_at(site: Path, manifest: Manifest | None) -> Iterator[str]:
    """The files of a site, less those of folders in which nothing came or went since the manifest was written."""
    if manifest is None:
        yield from files_below(site)
        return
    for coded, time in (*manifest.folders.items(), (b"", 0)):
        folder = os.fsdecode(coded)
        try:
            if time and os.stat(f"{site}/{folder}", follow_symlinks=False).st_mtime_ns == time:  # noqa: PTH116
                continue
            yield from _in_folder(site, folder, manifest)
        except OSError:  # it is gone; whoever took it knew
            continue


def _in_folder(site: Path, folder: str, manifest: Manifest) -> Iterator[str]:
    """The files that lie in a folder itself, and those of folders in it that the manifest does not know."""
    prefix = f"{folder}/" if folder else ""
    with os.scandir(site / folder) as entries:
        for entry in entries:
            if not entry.is_dir(follow_symlinks=False):
                yield f"{prefix}{entry.name}"
            elif os.fsencode(f"{prefix}{entry.name}") not in manifest.folders:
                yield from files_below(Path(entry.path), f"{prefix}{entry.name}/")
