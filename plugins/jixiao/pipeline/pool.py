"""Spreads tasks over processes where that pays, and does them here where it does not; the results are the same."""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from ..forked import call, forked
from ..problem import SetupProblem
from .work import BatchTask, Done, Members, Order, Task, Worker

FEWEST_FILES = 60
"""Files below which starting processes costs more than it saves."""


def run_tasks(
    order: Order,
    tasks: Sequence[Task],
    jobs: int | None = None,
    few_pay: bool = False,
    members: Members | None = None,
) -> Iterator[Done]:
    """Do the tasks and yield what comes of each, in the order of the tasks; ``jobs`` is how many at a time.

    ``few_pay`` tells that each takes long, so that a process for each pays where it can be forked. ``members`` are those
    at hand; what is made here beyond these is put there.
    """
    processes = min(jobs or processors(), len(tasks))
    pays = _files(tasks) >= FEWEST_FILES or (few_pay and can_fork())
    if processes < 2 or not pays:
        worker = Worker(order, members)
        for number, task in enumerate(tasks):
            if number:
                gc.collect(0)  # nobody else does: see :mod:`jixiao.garbage`
            yield worker.do(task)
        return
    with ProcessPoolExecutor(processes, _context(), _begin, (order,)) as pool:
        try:
            yield from pool.map(_do, tasks)
        except BrokenProcessPool:
            raise SetupProblem("一个工作进程被系统终止了，多半是内存不够；可用 --jobs 1 重试") from None


def apart(make: Callable[[], bytes]) -> bytes:
    """What ``make`` gives. Where a process can be forked, one does it: the memory that it took ends with it."""
    if not can_fork():
        return make()
    try:
        with forked(lambda _: make(), 1) as pool:
            made: bytes = pool.submit(call, None).result()
            return made
    finally:
        gc.unfreeze()


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def _files(tasks: Sequence[Task]) -> int:
    files = (len(b.files) for task in tasks if isinstance(task, BatchTask) for b in task.batches)
    return sum(files) if any(isinstance(task, BatchTask) for task in tasks) else FEWEST_FILES


def _context() -> multiprocessing.context.BaseContext:
    """Where processes can be forked they start at once, with all modules loaded; elsewhere anew.

    While other threads run, as in the preview, a fork might copy a lock that one of them holds.
    """
    return multiprocessing.get_context("fork" if can_fork() else "spawn")


def can_fork() -> bool:
    """Whether a process can be forked here and now."""
    return sys.platform == "linux" and threading.active_count() == 1


_workers: list[Worker] = []


def _begin(order: Order) -> None:
    """What a worker reads is free of cycles; looking for them would cost a fifth of its time."""
    gc.disable()
    _workers.append(Worker(order))


def _do(task: Task) -> Done:
    done = _workers[0].do(task)
    gc.collect(0)
    return done
