"""Where the time goes: seconds by step, added up over whatever processes do the work. What is made never depends on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from time import perf_counter


class Stopwatch:
    """Adds up seconds by the name of a step."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time one step."""
        started = perf_counter()
        try:
            yield
        finally:
            self.add({name: perf_counter() - started})

    def add(self, seconds: Mapping[str, float]) -> None:
        """Add what others have measured."""
        for name, spent in seconds.items():
            self.seconds[name] = self.seconds.get(name, 0) + spent

    def taken(self) -> dict[str, float]:
        """What was measured so far; the watch begins anew."""
        seconds, self.seconds = self.seconds, {}
        return seconds

    def lines(self) -> Iterator[str]:
        """One line a step, in Chinese, in the order in which they were first met."""
        for name, spent in self.seconds.items():
            yield f"  {spent:8.2f} 秒  {name}"
