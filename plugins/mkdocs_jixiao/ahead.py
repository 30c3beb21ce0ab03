"""Work that is begun while MkDocs does its own, in forked processes; some of it waits for other parts of it."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from functools import partial
from threading import Lock
from typing import Generic, TypeVar

from jixiao.forked import call, forked

_Outcome = TypeVar("_Outcome")


class Ahead(Generic[_Outcome]):
    """``todo`` has what to do, by numbers, in the order in which it is best begun, each with those it must wait for."""

    def __init__(self, do: Callable[[int], _Outcome], todo: Mapping[int, Sequence[int]], jobs: int) -> None:
        self.numbers: Sequence[int] = tuple(todo)
        self._waiting = {number: set(needs) for number, needs in todo.items()}
        self._outcomes: dict[int, Future[_Outcome]] = {number: Future() for number in todo}
        self._lock, self._is_over = Lock(), False
        self._free = jobs
        self._pool = forked(do, jobs)
        self._begin()

    def _begin(self) -> None:
        """Let each process that is free begin what is first of all that waits for nothing."""
        with self._lock:
            ready = [number for number, needs in self._waiting.items() if not needs][: self._free]
            self._free -= len(ready)
            for number in ready:
                del self._waiting[number]
        for number in ready:
            self._pool.submit(call, number).add_done_callback(partial(self._done, number))

    def _done(self, number: int, done: Future[_Outcome]) -> None:
        if done.cancelled():
            return
        with self._lock:
            self._free += 1
        if error := done.exception():
            self._fail(error)
            return
        with self._lock:
            for needs in self._waiting.values():
                needs.discard(number)
            if not self._outcomes[number].done():
                self._outcomes[number].set_result(done.result())
        if not self._is_over:
            self._begin()

    def _fail(self, error: BaseException) -> None:
        """Tell whoever asks for anything: what waits for this will not be done."""
        with self._lock:
            self._is_over = True
            for outcome in self._outcomes.values():
                if not outcome.done():
                    outcome.set_exception(error)

    def results(self) -> Iterator[tuple[int, _Outcome]]:
        """What became of each, once all is done. Raises what one of them raised."""
        try:
            for number in self.numbers:
                yield number, self._outcomes[number].result()
        finally:
            self._is_over = True
            self._pool.shutdown(cancel_futures=True)
            gc.unfreeze()
