"""The scheduler: does jobs in several processes where that pays, and here where it does not; the results are the same.

A job waits until what it ``needs`` is done. Ready chunks of jobs go through one pipe, from which every worker takes the
next; this process takes its share from the light end. Workers are forked, so that they know all that this process knows,
and nothing need be copied to them. They end with their parent; if one is killed, the others end and an error says so.

    waiting ──(what it needs is done)──▶ ready ──▶ sent to the workers, or taken here ──▶ done
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import struct
import sys
import threading
from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import FrameType
from typing import Any, Generic, TypeVar

from ..lifetimes import end_with, ended_how
from ..problem import SetupProblem

LEAST = 150
"""The weight of all jobs from which on processes pay; a weight is about a millisecond."""
MOST_TOGETHER = 256
"""Jobs in one chunk at most."""
_CHUNKS_EACH = 12
"""Chunks that each process gets, about: fewer leave one waiting at the end, more cost messages."""
_AHEAD = 2
"""Chunks for each worker that are sent before they are asked for."""
_NUMBER = struct.Struct("i")

_Name = TypeVar("_Name", bound=Hashable)
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Job(Generic[_Name]):
    """One thing to do, by its name; ``needs`` are names of jobs that come before, jobs of one ``group`` go together."""

    name: _Name
    weight: int = 1
    needs: tuple[_Name, ...] = ()
    group: str = ""


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def can_fork() -> bool:
    """Whether a process can be forked here and now: while other threads run, a lock of theirs might be copied."""
    return sys.platform == "linux" and threading.active_count() == 1


def run(
    jobs: Sequence[Job[_Name]], do: Callable[[_Name], _Result], processes: int | None = None
) -> Iterator[tuple[_Name, _Result]]:
    """Do all jobs; gives what each gave, as they come to their ends."""
    scheduler = Scheduler(jobs, do, processes)
    scheduler.start()
    return scheduler.results()


def apart(make: Callable[[], bytes]) -> bytes:
    """What ``make`` gives. Where a process can be forked, one does it: the memory that it takes ends with it."""
    scheduler = Scheduler([Job("", LEAST)], lambda _: make(), 2, shares=False)
    scheduler.start()
    return next(result for _, result in scheduler.results())


class Scheduler(Generic[_Name, _Result]):
    """Does some jobs on up to so many processes. With ``shares``, this process is one of them."""

    def __init__(
        self,
        jobs: Sequence[Job[_Name]],
        do: Callable[[_Name], _Result],
        processes: int | None = None,
        shares: bool = True,
    ) -> None:
        self._do, self._shares = do, shares
        processes = processes or processors()
        pays = sum(job.weight for job in jobs) >= LEAST and (len(jobs) > 1 or not shares)
        self._count = processes - shares if pays and processes > 1 and can_fork() else 0
        self._chunks = chunks_of(jobs, processes)
        self._waiting = deque(range(len(self._chunks)))
        self._undone = {job.name for job in jobs}
        self._sent = 0
        self._workers: dict[Connection, BaseProcess] = {}
        self._tasks = (-1, -1)
        self._before: signal.Handlers | Callable[[int, FrameType | None], Any] | int | None = signal.SIG_DFL
        self._is_told = False

    def start(self) -> None:
        """Begin with what waits for nothing, in the other processes."""
        if self._count and self._waiting:
            self._fork()
            self._send()

    def results(self) -> Iterator[tuple[_Name, _Result]]:
        """What each job gave. Raises what one of them raised; then nothing more is begun."""
        try:
            while self._waiting or self._sent:
                self._send()
                chunk = self._own()
                if chunk is not None:
                    yield from self._ended(self._done_here(chunk))
                for results in self._received(blocks=chunk is None):
                    yield from self._ended(results)
        finally:
            self.close()

    def close(self) -> None:
        """End the workers, whatever they do: they leave nothing half done that another run would miss."""
        if self._workers:
            signal.signal(signal.SIGCHLD, self._before)
        for process in self._workers.values():
            process.kill()
        for connection, process in self._workers.items():
            connection.close()
            process.join()
        if self._workers:
            os.close(self._tasks[1])
            os.close(self._tasks[0])
            gc.unfreeze()
        self._workers = {}

    def _ended(self, results: list[tuple[_Name, _Result]]) -> Iterator[tuple[_Name, _Result]]:
        self._undone.difference_update(name for name, _ in results)
        yield from results

    def _is_ready(self, chunk: int) -> bool:
        return all(self._undone.isdisjoint(job.needs) for job in self._chunks[chunk])

    def _send(self) -> None:
        """See to it that each worker has something to do, the heaviest first."""
        room = len(self._workers) * _AHEAD - self._sent
        for chunk in [chunk for chunk in self._waiting if self._is_ready(chunk)][: max(0, room)]:
            self._waiting.remove(chunk)
            self._sent += 1
            os.write(self._tasks[1], _NUMBER.pack(chunk))

    def _own(self) -> int | None:
        """The lightest chunk that is ready, where this process has a share."""
        if not self._shares and self._workers:
            return None
        order = reversed(self._waiting) if self._workers else iter(self._waiting)
        chunk = next((chunk for chunk in order if self._is_ready(chunk)), None)
        if chunk is not None:
            self._waiting.remove(chunk)
        elif not self._sent:
            raise RuntimeError("jobs wait for each other, or for what is no job")
        return chunk

    def _done_here(self, chunk: int) -> list[tuple[_Name, _Result]]:
        done = []
        for job in self._chunks[chunk]:
            done.append((job.name, self._do(job.name)))
            if not gc.isenabled():
                gc.collect(0)  # what templates leave behind: nobody else looks for it
        return done

    def _on_child(self, number: int, frame: FrameType | None) -> None:
        """Raise :class:`SetupProblem` at once, whatever this process does, where a worker has ended: none does by itself."""
        ends = {process.sentinel: process for process in self._workers.values()}
        if not self._is_told and (ended := wait([*ends], 0)):
            self._is_told = True
            raise _killed(ends[ended[0]])  # type: ignore[index]
        if callable(self._before):
            self._before(number, frame)

    def _received(self, blocks: bool) -> Iterator[list[tuple[_Name, _Result]]]:
        """What workers have sent; ``blocks`` waits for at least one message."""
        if not self._workers:
            return
        ends = {process.sentinel: process for process in self._workers.values()}
        for ready in wait([*self._workers, *ends], timeout=None if blocks and self._sent else 0):
            if isinstance(ready, Connection):
                yield self._message(ready)
            elif not any(connection.poll() for connection in self._workers):
                raise _killed(ends[ready])  # type: ignore[index]

    def _message(self, connection: Connection) -> list[tuple[_Name, _Result]]:
        try:
            results, error = connection.recv()
        except EOFError:
            process = self._workers[connection]
            process.join()
            raise _killed(process) from None
        self._sent -= 1
        if error is not None:
            raise error
        return results  # type: ignore[no-any-return]

    def _fork(self) -> None:
        self._tasks = os.pipe()
        context, parent = multiprocessing.get_context("fork"), os.getpid()
        gc.freeze()  # what is there already stays as it is, in pages of memory that the processes share
        for _ in range(min(self._count, len(self._chunks))):
            here, there = context.Pipe(duplex=False)
            process = context.Process(target=self._work, args=(there, parent), daemon=True)
            process.start()
            there.close()
            self._workers[here] = process
        self._before = signal.signal(signal.SIGCHLD, self._on_child)

    def _work(self, connection: Connection, parent: int) -> None:
        """In a worker: do what comes through the pipe, until this process is told to end."""
        end_with(parent)
        self._workers = {}  # those that were forked before are none of this one's
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is told, and ends its workers
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        os.close(self._tasks[1])
        gc.disable()
        while number := os.read(self._tasks[0], _NUMBER.size):
            try:
                connection.send((self._done_here(_NUMBER.unpack(number)[0]), None))
            except Exception as error:
                connection.send((None, error))


def _killed(process: BaseProcess) -> SetupProblem:
    process.join(1)
    return SetupProblem(f"一个工作进程{ended_how(process.exitcode or 0)}，可能是内存不够；可用 --jobs 1 重试")


def chunks_of(jobs: Sequence[Job[_Name]], processes: int) -> tuple[tuple[Job[_Name], ...], ...]:
    """Jobs in chunks of about the same weight, the heaviest first; those of a group together, those that wait alone."""
    weights = _weights(jobs)
    most = sum(weights.values()) // (processes * _CHUNKS_EACH)
    groups: dict[str, list[Job[_Name]]] = {}
    chunks: list[tuple[Job[_Name], ...]] = []
    light: list[Job[_Name]] = []
    for job in sorted(jobs, key=lambda job: -weights[job.name]):
        if job.group:
            groups.setdefault(job.group, []).append(job)
        elif job.needs or weights[job.name] >= most:
            chunks.append((job,))
        else:
            light.append(job)
            if len(light) >= MOST_TOGETHER or _sum(light, weights) >= most:
                chunks.append(tuple(light))
                light = []
    chunks += map(tuple, groups.values())
    if light:
        chunks.append(tuple(light))
    return tuple(sorted(chunks, key=lambda chunk: -_sum(chunk, weights)))


def _weights(jobs: Iterable[Job[_Name]]) -> dict[_Name, int]:
    """The weight of each job; what others wait for weighs as much as itself and they."""
    those = tuple(jobs)
    weights = {job.name: job.weight for job in those}
    for job in those:
        for needed in job.needs:
            if needed in weights:
                weights[needed] += job.weight
    return weights


def _sum(chunk: Iterable[Job[_Name]], weights: Mapping[_Name, int]) -> int:
    return sum(weights[job.name] for job in chunk)
