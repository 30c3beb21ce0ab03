"""Processes that end with the one that started them, and how a process ended before its time."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

_END_WITH_PARENT = 1
_LIBRARY = ctypes.CDLL(None) if sys.platform == "linux" else None


def end_with(parent: int) -> None:
    """Let the system kill this process when its parent ends, however that ends; elsewhere than on Linux it will not."""
    if _LIBRARY:
        _LIBRARY.prctl(_END_WITH_PARENT, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


def ended_how(exit_code: int) -> str:
    """How a process ended before its time, in Chinese: by which signal, if by one."""
    try:
        return f"中途被终止（{signal.Signals(-exit_code).name}）"
    except ValueError:
        return f"中途结束（退出码 {exit_code}）"
