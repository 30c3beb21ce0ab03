"""Tells how far long work has come, and about how long it will take; of what is soon done it says nothing."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

_PAUSE = 5.0
"""Seconds before the first word, and between two."""
_LEAST = 0.05
"""The share that must be done before it tells how long the rest will take."""
_MINUTE = 60


class Progress:
    """Passes on a line of Chinese from time to time. What is made never depends on it."""

    def __init__(self, say: Callable[[str], None] | None = None, now: Callable[[], float] = monotonic) -> None:
        self._say, self._now = say, now
        self._what = ""
        self._started = self._told = 0.0

    def begin(self, what: str) -> None:
        """A new step of the work begins: ``what`` is being done."""
        self._what = what
        self._started = self._told = self._now()

    def done(self, count: int, total: int) -> None:
        """So many of all are done by now."""
        now = self._now()
        if self._say is None or not 0 < count < total or now - self._told < _PAUSE:
            return
        self._told = now
        left = (now - self._started) * (total - count) / count
        guess = f"，约还要 {_span(left)}" if count >= _LEAST * total else ""
        self._say(f"{self._what}：{count:,}/{total:,}（{count * 100 // total}%）{guess}")


def _span(seconds: float) -> str:
    return f"{max(1, round(seconds))} 秒" if seconds < 1.5 * _MINUTE else f"{round(seconds / _MINUTE)} 分钟"
