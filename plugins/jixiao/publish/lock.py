"""A lock on a file that one build holds at a time; the system frees it when its holders have ended, however they end.

The open file passes to every process that a build starts for its own work. So who gets the lock after a build that was
killed knows that nobody of it writes any more.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ..problem import SetupProblem, reason

_PAUSE = 0.2
"""Seconds between two attempts."""

if sys.platform == "win32":
    import msvcrt

    def _try_to_lock(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

else:
    import fcntl

    def _try_to_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@contextmanager
def locked(file: Path, on_wait: Callable[[], None]) -> Iterator[None]:
    """Hold the lock; where another process has it, call ``on_wait`` once and wait."""
    with file.open("a", encoding="utf-8") as handle:
        try:
            _wait_for(handle.fileno(), on_wait)
        except OSError as error:
            raise SetupProblem(f"不能在 {file.parent.parent} 里构建：无法给文件加锁（{reason(error)}）") from None
        os.set_inheritable(handle.fileno(), True)
        yield


def _wait_for(descriptor: int, on_wait: Callable[[], None]) -> None:
    if _try_to_lock(descriptor):
        return
    on_wait()
    while not _try_to_lock(descriptor):
        time.sleep(_PAUSE)
