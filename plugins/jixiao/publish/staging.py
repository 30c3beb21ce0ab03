"""Two trees that take turns: the site, and beside it a hidden staging directory with the tree that is to replace it.

The next site is made of the one before the last: what is the same stays in its tree or is linked from the site, and only
what differs is written. The finished tree is swapped in as a whole, under a lock; a failure leaves the old site.

A power cut at any moment leaves the old site or the new one too: a tree is on the disk before its list of files is, the
list before the swap, and the swap before anything of the old site is touched.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ..problem import SetupProblem, reason
from ..tracked import refuse_tracked
from .durable import sync_folder, sync_tree
from .lock import locked
from .manifest import (
    NOTHING,
    Manifest,
    discard_manifest,
    files_below,
    files_listed,
    folders_of,
    keep_manifests,
    manifest_of,
    put_manifest,
    read_manifest,
)
from .target import check_replaceable, check_target, resolved

_UNSURE = 1_000_000_000
"""Nanoseconds within which a folder may be changed again without its time telling."""


@dataclass(frozen=True, slots=True)
class Staging:
    """The staging directory of a site."""

    folder: Path
    site: Path

    @property
    def tree(self) -> Path:
        """What is to take the site's place."""
        return self.folder / "tree"

    @property
    def pages(self) -> Path:
        """Where MkDocs puts what it makes itself: it empties the folder first."""
        return self.folder / "pages"

    @property
    def written(self) -> Path:
        """The file in which a build tells what it wrote: a manifest without MkDocs' files."""
        return self.folder / "written"

    def manifest(self, tree: Path) -> Manifest:
        """The manifest of the site or the tree; an empty one where there is none."""
        return manifest_of(tree, self.folder) or NOTHING

    @property
    def old(self) -> Path:
        """The old site between two steps of a swap. Found there with no site in its place, it goes back."""
        return self.folder / "old"


def publish(target: Path, sources: Path, build: Callable[[Staging], bool], say: Callable[[str], None]) -> bool:
    """Let ``build`` make a site in a staging directory and put it in the place of ``target``; tell whether it succeeded.

    What ``build`` puts into ``pages`` joins what it wrote into ``tree``, which may hold an earlier site. Whatever
    happens on the way, ``target`` holds the old site or the new one, each whole. Raises :class:`SetupProblem` where
    ``target`` is no place for a site.
    """
    target = resolved(target)
    staging = Staging(target.parent / f".{target.name}.jixiao", target)
    check_target(target, resolved(sources))
    check_replaceable(target, staging.folder)
    refuse_tracked(staging.folder)
    _set_up(staging.folder)
    with locked(staging.folder / "lock", lambda: say("另一次构建正在进行，等它完成后开始……")):
        _recover(staging)
        return _build_and_swap(staging, build)


def _set_up(folder: Path) -> None:
    """Make the staging directory, which is on the same file system as the site."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")
    except OSError as error:
        raise SetupProblem(f"无法在 {folder.parent} 里建立文件夹（{reason(error)}）") from None


def _recover(staging: Staging) -> None:
    """Mend what an interrupted build left: put the old site back where there is none, and remove half-made trees."""
    if staging.old.exists() and not staging.site.exists():
        staging.old.rename(staging.site)
    _sync_swap(staging)  # one that was killed may have left that to us
    for folder in (staging.old, staging.pages):
        shutil.rmtree(folder, ignore_errors=True)
    _remove_unlisted(staging.tree)


def _remove_unlisted(tree: Path) -> None:
    """A tree without a list of its files was left half made."""
    if not files_listed(tree):
        shutil.rmtree(tree, ignore_errors=True)


def _build_and_swap(staging: Staging, build: Callable[[Staging], bool]) -> bool:
    try:
        staging.tree.mkdir(exist_ok=True)
        staging.pages.mkdir()
        before = files_listed(staging.tree)
        if not build(staging):
            return False
        discard_manifest(staging.tree)
        joined = _joined(staging, before)
        if staging.site.exists():
            shutil.copymode(staging.site, staging.tree)
        sync_tree(staging.tree)
        put_manifest(staging.tree, staging.folder, joined)
        check_replaceable(staging.site, staging.folder)
        _swap_in(staging)
        _sync_swap(staging)
    except OSError as error:
        raise SetupProblem(f"无法把网站放到 {staging.site}（{reason(error)}）；原来的网站没有改动") from error
    finally:
        staging.written.unlink(missing_ok=True)
        shutil.rmtree(staging.pages, ignore_errors=True)
        _remove_unlisted(staging.tree)
        keep_manifests(staging.folder, staging.tree, staging.site)
    return True


def _joined(staging: Staging, before: frozenset[str]) -> Manifest:
    """Put MkDocs' files into the tree, remove what ``before`` names and nobody made again; gives the manifest of all.

    What was written goes before what MkDocs made. A file that is the same stays where it is.
    """
    manifest = read_manifest(staging.written) or NOTHING
    written = frozenset(file.path for file in manifest.files)
    others = tuple(path for path in files_below(staging.pages) if path not in written)
    for path in sorted(before - written - frozenset(others)):
        _remove(staging.tree, path)
    for path in others:
        _move(staging.pages / path, staging.tree / path)
    folders = _times(staging.tree, folders_of((*written, *others)))
    return Manifest(manifest.artifacts, tuple(map(os.fsencode, others)), folders)


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


def _times(tree: Path, folders: Iterable[str]) -> Mapping[bytes, int]:
    """The time of each folder, or 0 where it has not rested for long enough."""
    latest = time.time_ns() - _UNSURE
    times = ((folder, os.stat(f"{tree}/{folder}").st_mtime_ns) for folder in sorted(folders))  # noqa: PTH116
    return {os.fsencode(folder): time_ if time_ < latest else 0 for folder, time_ in times}


def _swap_in(staging: Staging) -> None:
    """Put the tree in the site's place; the old site is the tree of the next build."""
    tree, site = staging.tree, staging.site
    if not site.exists():
        tree.rename(site)
        return
    if not exchange(tree, site):
        _swap_in_two_steps(tree, site, staging.old)


def _sync_swap(staging: Staging) -> None:
    """See to it that the swap is on the disk before anybody touches what was swapped out."""
    for folder in (staging.site.parent, staging.folder):
        sync_folder(folder)


def _swap_in_two_steps(tree: Path, site: Path, old: Path) -> None:
    try:
        site.rename(old)
        tree.rename(site)
    except BaseException:
        if old.exists() and not site.exists():
            old.rename(site)
        raise
    old.rename(tree)


if sys.platform == "linux":
    _CURRENT_FOLDER = -100
    _EXCHANGE = 2
    _CANNOT = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EXDEV, errno.EPERM)

    def exchange(one: Path, other: Path) -> bool:
        """Exchange two folders in one step, and tell whether this system and file system can."""
        rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
        if rename is None:
            return False
        if rename(_CURRENT_FOLDER, os.fsencode(one), _CURRENT_FOLDER, os.fsencode(other), _EXCHANGE) == 0:
            return True
        number = ctypes.get_errno()
        if number in _CANNOT:
            return False
        raise OSError(number, os.strerror(number), str(one), None, str(other))

else:

    def exchange(one: Path, other: Path) -> bool:
        """Exchange two folders in one step; no such call is known to be portable here."""
        return False
