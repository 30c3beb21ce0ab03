"""How property tests run: the same examples every time, without a stop-watch, leaving nothing behind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import SearchStrategy

Test = Callable[..., None]


def holds_for(*inputs: SearchStrategy[Any], examples: int = 100) -> Callable[[Test], Test]:
    """Run a test on so many invented inputs."""
    calm = settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    return lambda test: calm(given(*inputs)(test))
