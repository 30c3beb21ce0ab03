"""Forked processes that know all that this one does: what they are told to do need not be copied to them."""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import Any

_doing: list[Callable[[Any], Any]] = []


def forked(do: Callable[[Any], Any], jobs: int) -> ProcessPoolExecutor:
    """Processes to which :func:`call` is given with what to do it to; in them nobody looks for cyclic garbage.

    Who shuts them down calls :func:`gc.unfreeze`.
    """
    gc.freeze()  # what is there already stays as it is, in pages of memory that the processes share
    return ProcessPoolExecutor(jobs, multiprocessing.get_context("fork"), _begin, (do,))


def _begin(do: Callable[[Any], Any]) -> None:
    gc.disable()
    _doing[:] = [do]


def call(what: Any) -> Any:
    """In such a process: do it."""
    return _doing[0](what)
