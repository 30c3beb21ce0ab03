"""Runs one command to its end and measures it whole: wall time, CPU time, memory of the process tree, and output."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_EVERY = 0.02
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Measured:
    """One run: seconds, the largest sum of resident memory over the processes in bytes, and what was written."""

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
    """Run a command in a session of its own; its memory is the sum over that session, sampled every 20 ms."""
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
        peak = 0
        try:
            while True:
                pid, status, usage = os.wait4(process.pid, os.WNOHANG)
                if pid:
                    break
                peak = max(peak, session_memory(process.pid))
                time.sleep(_EVERY)
        except BaseException:  # whoever stops the bench stops what it measures
            os.killpg(process.pid, signal.SIGKILL)
            raise
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    peak = max(peak, usage.ru_maxrss * 1024)
    size, files = written(output) if output else (0, 0)
    said = log.read_text("utf-8", "replace")
    return Measured(wall, usage.ru_utime + usage.ru_stime, peak, size, files, process.returncode, said)


def session_memory(session: int) -> int:
    """Resident bytes of all processes of a session; pages that they share count once in each."""
    total = 0
    for entry in os.scandir("/proc"):
        if not entry.name.isdigit():
            continue
        try:
            fields = Path(entry.path, "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
        except OSError:  # it ended meanwhile
            continue
        if int(fields[3]) == session:
            total += int(fields[21]) * _PAGE
    return total


def written(folder: Path) -> tuple[int, int]:
    """Bytes and number of the files below a folder."""
    sizes = [file.stat().st_size for file in folder.rglob("*") if file.is_file()]
    return sum(sizes), len(sizes)
