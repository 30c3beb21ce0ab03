"""Runs one command to its end and measures it whole: wall time, CPU time, memory of the process tree, and output."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_EVERY = 0.02
_MEMORY_EVERY = 0.2
"""Seconds between two looks at whether it has ended, and at its memory: the system counts pages for that."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One run: seconds, the most memory that all of its processes had together in bytes, and what was written."""

    wall: float
    cpu: float
    memory: int
    size: int = 0
    files: int = 0
    code: int = 0
    said: str = ""


def run(
    command: Sequence[str], folder: Path, log: Path, environment: Mapping[str, str], output: Path | None
) -> Measured:
    """Run a command in a session of its own, and measure it with all that it starts."""
    started = time.perf_counter()
    with log.open("wb") as sink:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdout=sink,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            env={**os.environ, **environment},
        )
        peak, looked = 0, 0.0
        try:
            while True:
                pid, status, usage = os.wait4(process.pid, os.WNOHANG)
                if pid:
                    break
                if time.perf_counter() - looked >= _MEMORY_EVERY:
                    peak, looked = max(peak, tree_memory(process.pid)), time.perf_counter()
                time.sleep(_EVERY)
        except BaseException:  # whoever stops the bench stops what it measures
            os.killpg(process.pid, signal.SIGKILL)
            raise
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    size, files = written(output) if output else (0, 0)
    said = log.read_text("utf-8", "replace")
    return Measured(wall, usage.ru_utime + usage.ru_stime, peak, size, files, process.returncode, said)


def tree_memory(root: int) -> int:
    """Resident bytes of a process and all that it started; a page that several of them share counts once in all."""
    parents: dict[int, int] = {}
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            with suppress(OSError):  # it ended meanwhile
                fields = Path(entry.path, "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
                parents[int(entry.name)] = int(fields[1])
    return sum(_own_memory(process) for process in parents if _descends(process, root, parents))


def _descends(process: int, root: int, parents: Mapping[int, int]) -> bool:
    while process not in (0, root):
        process = parents.get(process, 0)
    return process == root


def _own_memory(process: int) -> int:
    """A process's proportional set size: its own pages, and of those that it shares its part."""
    with suppress(OSError):
        told = Path(f"/proc/{process}/smaps_rollup").read_text("ascii")
        return next((int(line.split()[1]) * 1024 for line in told.splitlines() if line.startswith("Pss:")), 0)
    return 0


def written(folder: Path) -> tuple[int, int]:
    """Bytes and number of the files below a folder."""
    sizes = [file.stat().st_size for file in folder.rglob("*") if file.is_file()]
    return sum(sizes), len(sizes)
