"""Swaps two folders: in one step where Linux can, elsewhere in two that are mended at the next start if torn apart."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from pathlib import Path

from ..workshop import Workshop

_OLD = "old"
"""In the workshop: the old site between the two steps. Found there with no site in its place, it goes back."""

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


def swap_in(workshop: Workshop) -> None:
    """Put the tree in the place of the site; the old site is the tree then, or there was none."""
    tree, site = workshop.tree, workshop.site
    if not site.exists():
        tree.rename(site)
        return
    shutil.copymode(site, tree)
    if not exchange(tree, site):
        _swap_in_two_steps(tree, site, workshop.folder / _OLD)


def _swap_in_two_steps(tree: Path, site: Path, old: Path) -> None:
    try:
        site.rename(old)
        tree.rename(site)
    except BaseException:
        if old.exists() and not site.exists():
            old.rename(site)
        raise
    old.rename(tree)


def recover(workshop: Workshop) -> None:
    """Mend what an interrupted run left: put the old site back where there is none, and remove half-made trees."""
    old = workshop.folder / _OLD
    if old.exists() and not workshop.site.exists():
        old.rename(workshop.site)
    for folder in (old, workshop.pages):
        shutil.rmtree(folder, ignore_errors=True)
    if workshop.record(workshop.tree) is None:
        shutil.rmtree(workshop.tree, ignore_errors=True)
