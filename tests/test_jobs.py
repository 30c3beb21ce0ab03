"""The scheduler: each job after what it needs, shared out where that pays; a failure is told, and nobody is left behind."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from jixiao.build import jobs
from jixiao.build.jobs import LEAST, Job, Scheduler, apart, chunks_of, run
from jixiao.problem import SetupProblem

pytestmark = pytest.mark.usefixtures("alone")
linux = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux alone")
PROCESSES = [1, pytest.param(2, marks=linux), pytest.param(4, marks=linux)]


@pytest.mark.parametrize("processes", PROCESSES)
def test_every_job_is_done_once_and_gives_its_result(processes: int) -> None:
    todo = [Job(number, weight=1 + number % 7 * 20) for number in range(500)]
    assert sorted(run(todo, lambda number: number * 2, processes)) == [(number, number * 2) for number in range(500)]


@pytest.mark.parametrize("processes", PROCESSES)
def test_what_needs_others_comes_after_them(tmp_path: Path, processes: int) -> None:
    needs = {5: (3, 4), 4: (2,), 3: (), 2: (), 1: ()}

    def do(number: int) -> list[str]:
        before = sorted(file.name for file in tmp_path.iterdir())
        (tmp_path / str(number)).touch()
        return before

    results = dict(run([Job(number, LEAST, those) for number, those in needs.items()], do, processes))
    assert set(results) == set(needs)
    for number, those in needs.items():
        assert {str(needed) for needed in those} <= set(results[number])


def test_what_is_needed_and_no_job_is_there_already() -> None:
    assert dict(run([Job("a", needs=("done before",))], str.upper, 1)) == {"a": "A"}


def test_jobs_that_wait_for_each_other_are_a_mistake_and_do_not_hang() -> None:
    with pytest.raises(RuntimeError, match="wait for each other"):
        dict(run([Job("a", needs=("b",)), Job("b", needs=("a",))], str.upper, 1))


def test_the_heaviest_is_first_and_what_others_wait_for_weighs_as_much_as_they() -> None:
    todo = [Job("light"), Job("last", 500, ("first",)), Job("first", 3), Job("heavy", 400)]
    assert [job.name for chunk in chunks_of(todo, 2) for job in chunk] == ["first", "last", "heavy", "light"]


@pytest.mark.parametrize("count", [0, 1, 255, 256, 257, 600])
def test_chunks_hold_every_job_once_and_none_is_too_long(count: int) -> None:
    chunks = chunks_of([Job(number) for number in range(count)], 1)
    assert sorted(job.name for chunk in chunks for job in chunk) == list(range(count))
    assert all(0 < len(chunk) <= jobs.MOST_TOGETHER for chunk in chunks)


@linux
def test_a_group_is_done_by_one_process_and_this_one_takes_its_share() -> None:
    todo = [Job((kind, n), 3, group="shelf" * (kind == "shelf")) for n in range(300) for kind in ("alone", "shelf")]
    makers = dict(run(todo, lambda _: (time.sleep(0.0005), os.getpid())[1], 2))
    assert len({maker for (kind, _), maker in makers.items() if kind == "shelf"}) == 1
    assert len(set(makers.values())) == 2
    assert os.getpid() in makers.values()


@linux
@pytest.mark.parametrize("fails", ["here", "there", "everywhere"])
def test_a_failure_is_raised_once_and_work_ends(tmp_path: Path, fails: str) -> None:
    here = os.getpid()

    def do(number: int) -> None:
        if fails == "everywhere" or (os.getpid() == here) is (fails == "here"):
            raise LookupError(number)
        (tmp_path / str(number)).touch()

    with pytest.raises(LookupError):
        dict(run([Job(number, 2) for number in range(4_000)], do, 2))
    assert len(list(tmp_path.iterdir())) < 4_000
    assert gc.get_freeze_count() == 0


@linux
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGSEGV])
def test_a_killed_worker_is_told_in_one_sentence_and_the_others_end(number: signal.Signals) -> None:
    here, started = os.getpid(), time.monotonic()

    def do(job: int) -> None:
        if os.getpid() != here:
            signal.signal(number, signal.SIG_DFL) if number != signal.SIGKILL else None
            os.kill(os.getpid(), number)
        time.sleep(0.01)

    with pytest.raises(SetupProblem, match="工作进程中途被终止"):
        dict(run([Job(job, LEAST) for job in range(100)], do, 3))
    assert time.monotonic() - started < 5


@linux
def test_a_killed_worker_is_noticed_while_this_process_has_a_long_chunk_of_its_own() -> None:
    here, done = os.getpid(), list[int]()

    def do(job: int) -> None:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        done.append(job)
        time.sleep(0.05)

    with pytest.raises(SetupProblem, match=r"一个工作进程中途被终止（SIGKILL）"):
        dict(
            run(
                [Job(job, LEAST, group="all of it") for job in range(200)] + [Job(-n, 40_000) for n in (1, 2, 3)], do, 2
            )
        )
    assert len(done) < 100


@linux
def test_workers_end_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    parent = os.fork()
    if parent == 0:  # in the child, which is killed while its workers sleep

        def do(_: int) -> None:
            (tmp_path / str(os.getpid())).touch()
            time.sleep(60)

        Scheduler([Job(job, LEAST) for job in range(10)], do, 3).start()
        time.sleep(60)
        os._exit(0)
    while len(list(tmp_path.iterdir())) < 2:
        time.sleep(0.01)
    os.kill(parent, signal.SIGKILL)
    os.waitpid(parent, 0)
    workers = [int(file.name) for file in tmp_path.iterdir()]
    deadline = time.monotonic() + 5
    while any(_lives(worker) for worker in workers) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not [worker for worker in workers if _lives(worker)]


def _lives(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@linux
def test_what_is_started_goes_on_while_this_process_does_something_else(tmp_path: Path) -> None:
    scheduler = Scheduler([Job(name, LEAST) for name in "ab"], lambda name: (tmp_path / name).touch(), 2)
    scheduler.start()
    deadline = time.monotonic() + 10
    while len(list(tmp_path.iterdir())) < 2 and time.monotonic() < deadline:
        time.sleep(0.01)
    assert len(list(tmp_path.iterdir())) == 2
    assert len(list(scheduler.results())) == 2


@linux
def test_no_process_is_started_beside_other_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "active_count", lambda: 2)
    assert {maker for _, maker in run([Job(n, LEAST) for n in range(9)], lambda _: os.getpid(), 3)} == {os.getpid()}


@linux
def test_what_is_made_apart_leaves_nothing_in_this_process() -> None:
    assert apart(lambda: str(os.getpid()).encode()) != str(os.getpid()).encode()
