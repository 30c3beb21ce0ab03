"""Swaps two folders: in one step where Linux can, elsewhere in two that are mended at the next start if torn apart."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from pathlib import Path

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


def swap_in(fresh: Path, target: Path, workshop: Path) -> None:
    """Put ``fresh`` in the place of ``target``; the old site then stands in the place of ``fresh``, or there was none."""
    if not target.exists():
        fresh.rename(target)
        return
    shutil.copymode(target, fresh)
    if not exchange(fresh, target):
        _swap_in_two_steps(fresh, target, workshop / _OLD)


def _swap_in_two_steps(fresh: Path, target: Path, old: Path) -> None:
    try:
        target.rename(old)
        fresh.rename(target)
    except BaseException:
        if old.exists() and not target.exists():
            old.rename(target)
        raise
    old.rename(fresh)


def recover(workshop: Path, target: Path) -> None:
    """Mend what an interrupted run left: put the old site back where there is none, and remove half-built ones."""
    old = workshop / _OLD
    if old.exists() and not target.exists():
        old.rename(target)
    for folder in (old, *workshop.glob("new-*")):
        shutil.rmtree(folder, ignore_errors=True)
