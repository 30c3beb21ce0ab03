"""Kills processes of ``jixiao build`` at random moments, again and again, and sees what is left of it. Linux only."""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from generate import generate

SIGNALS: tuple[signal.Signals, ...] = tuple(
    getattr(signal, f"SIG{name}")
    for name in ("KILL", "TERM", "INT", "HUP", "QUIT", "ABRT", "SEGV", "BUS", "USR1", "ALRM", "PIPE", "XCPU")
)
PATIENCE = 5
"""Seconds in which all has ended once one process of a build has."""
_RESTARTS = 6
"""Every so many-th build is one that nobody kills."""
_LONGEST = 300
_DECLARATIONS = 20
"""As few as several processes are still started for."""
_VERSION = re.compile(r"第 (\d+) 版")
_SAID_ANYWAY = ("正在", "另一次构建正在进行，等它完成后开始……", "没有发布；")


class Broken(Exception):
    """A promise was not kept; the message says which."""


@dataclass(frozen=True, slots=True)
class Process:
    """A process, by its number and the moment of its start: numbers are used again."""

    number: int
    started: str

    def lives(self) -> bool:
        """Whether it has not ended yet."""
        return (found := _read(self.number)) is not None and found[0] == self


def _read(number: int) -> tuple[Process, int] | None:
    """A process that has not ended, with its parent's number."""
    try:
        state, parent, *others = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if state in "ZX" else (Process(number, others[17]), int(parent))


def tree(root: int) -> tuple[Process, ...]:
    """A process and all that it started, those that have ended apart."""
    found, numbers = [], {root}
    every = filter(None, (_read(int(folder.name)) for folder in Path("/proc").glob("[0-9]*")))
    for process, parent in sorted(every, key=lambda entry: int(entry[0].started)):
        if process.number in numbers or parent in numbers:
            numbers.add(process.number)
            found.append(process)
    return tuple(found)


@dataclass
class Trial:
    """Builds below a folder, of which most are killed."""

    root: Path
    seed: int
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    kills: int = 0
    finished: int = 0
    slowest: float = 0.0
    _version: int = 0
    _duration: float = 1.0

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)
        if not (self.root / "mkdocs.yml").exists():
            generate(self.root, _DECLARATIONS, units=4, years=2, seed=7, errors=0)
            self._settings = (self.root / "mkdocs.yml").read_text("utf-8")
        self._finish()

    @property
    def site(self) -> Path:
        """Where the site goes."""
        return self.root / "site"

    def run(self, kills: int) -> None:
        """Kill so many builds; each next one is started at once."""
        while self.kills < kills:
            self._kill_one()
            if self.kills % _RESTARTS == 0:
                self._finish()
        self._finish()

    def _start(self) -> subprocess.Popen[str]:
        """Change what all declarations are judged by and all pages show, and build anew."""
        self._version += 1
        limit = f"须说明的增减额: {10_000 + self._version}\n"
        (self.root / "content" / "rules.yml").write_text(limit, "utf-8")
        settings = re.sub(r"(?m)^copyright: .*", f"copyright: 第 {self._version} 版", self._settings)
        (self.root / "mkdocs.yml").write_text(settings, "utf-8")
        command = [sys.executable, "-m", "jixiao", "build", "--root", str(self.root), "--jobs", "3"]
        return subprocess.Popen(
            command, stderr=subprocess.PIPE, encoding="utf-8", env=dict(self.environment), start_new_session=True
        )

    def _finish(self) -> None:
        """Build, and see that it succeeds."""
        started = time.monotonic()
        process = self._start()
        said = process.communicate(timeout=_LONGEST)[1]
        if process.returncode:
            raise Broken(f"a build that nobody killed failed ({process.returncode}): {said[-2000:]}")
        if self._shown() != self._version:
            raise Broken(f"the site is of version {self._shown()}, not {self._version}")
        self._duration, self.finished = time.monotonic() - started, self.finished + 1

    def _kill_one(self) -> None:
        """Kill one process of a build at some moment."""
        before, process = self._shown(), self._start()
        self._wait(process)
        alive = tree(process.pid)
        if not alive:  # it was faster
            process.communicate()
            return
        victim, number = self._whom(alive), self._signal()
        with suppress(ProcessLookupError):
            os.kill(victim.number, number)
        at, self.kills = time.monotonic(), self.kills + 1
        about = f"seed {self.seed}, kill {self.kills}: {number.name} to process {alive.index(victim)} of {len(alive)}"
        self._see_the_end(process, victim, alive, at, about)
        if self._shown() not in (before, self._version):
            raise Broken(f"{about}: the site is of version {self._shown()}")

    def _whom(self, alive: Sequence[Process]) -> Process:
        """In turn the command itself, MkDocs and one of the workers, as far as they are there."""
        whom = (alive[:1], alive[1:2], alive[2:])[self.kills % 3]
        return self._chance.choice(whom or alive)

    def _signal(self) -> signal.Signals:
        """For all three of them the one that nobody can catch, then another."""
        return self._chance.choice(SIGNALS[1:]) if self.kills // 3 % 2 else SIGNALS[0]

    def _wait(self, process: subprocess.Popen[str]) -> None:
        """Let some time pass; half of the times, until workers are at work."""
        until = time.monotonic() + self._chance.uniform(0, self._duration)
        if self._chance.random() < 0.5:
            while len(tree(process.pid)) < 3 and process.poll() is None:
                time.sleep(0.01)
            until = time.monotonic() + self._chance.uniform(0, self._duration / 3)
        while time.monotonic() < until and process.poll() is None:
            time.sleep(0.005)

    def _see_the_end(
        self, process: subprocess.Popen[str], victim: Process, alive: Sequence[Process], at: float, about: str
    ) -> None:
        while victim.lives():  # a signal that it ignores lets it go on to its end, and what it has begun ends first
            time.sleep(0.01)
            if time.monotonic() - at > _LONGEST:
                raise Broken(f"{about}: it never ended")
        ended = time.monotonic()
        try:
            said = process.communicate(timeout=_LONGEST)[1]
        except subprocess.TimeoutExpired:
            raise Broken(f"{about}: the rest hangs") from None
        while (left := [one for one in alive if one.lives()]) and time.monotonic() - ended < PATIENCE:
            time.sleep(0.01)
        taken = time.monotonic() - ended
        self.slowest = max(self.slowest, taken if process.returncode else 0)
        if left or (process.returncode and taken > PATIENCE):
            raise Broken(f"{about}: the rest took {taken:.1f} s, {len(left)} are left")
        self._see_the_lock(ended + PATIENCE, about)
        if process.returncode and victim.number != process.pid:
            _see_what_is_said(said, about)

    def _see_the_lock(self, until: float, about: str) -> None:
        """Every process of a build holds the lock: also one that was started after they were counted."""
        with (self.root / ".site.jixiao" / "lock").open("a") as handle:
            while True:
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    return
                except BlockingIOError:
                    time.sleep(0.01)
                if time.monotonic() > until:
                    raise Broken(f"{about}: the lock is held")

    def _shown(self) -> int:
        """The version of the site; it must be whole: every file that its list names, no other, and of one version."""
        listed = set(json.loads((self.site / ".jixiao").read_text("ascii"))["files"])
        found = {path.relative_to(self.site).as_posix() for path in self.site.rglob("*") if path.is_file()}
        if found != listed | {".jixiao"}:
            raise Broken(f"the site is torn: {sorted(found ^ listed)[:5]}")
        pages = (path.read_text("utf-8") for path in self.site.rglob("*.html"))
        versions = {match[1] if (match := _VERSION.search(page)) else "" for page in pages}
        if len(versions) != 1:
            raise Broken(f"the site is of versions {versions}")
        return int(versions.pop())


def _see_what_is_said(said: str, about: str) -> None:
    """One plain sentence, beside what is said anyway."""
    lines = [line for line in said.splitlines() if line.strip() and not line.startswith(_SAID_ANYWAY)]
    if len(lines) != 1 or not re.search("[\u4e00-\u9fff]", lines[0]):
        raise Broken(f"{about}: {said!r}")


def main() -> None:
    """Kill as often as asked, each hundred in a new folder, and tell the figures."""
    parser = argparse.ArgumentParser(description="在随机的时刻终止构建的随机一个进程，看网站是否完整、能否重来")
    parser.add_argument("--kills", type=int, default=1_000, help="终止多少次（默认 1,000，约需一小时）")
    parser.add_argument("--seed", type=int, default=1, help="种子（默认 1）")
    options = parser.parse_args()
    done, started = 0, time.monotonic()
    while done < options.kills:
        with tempfile.TemporaryDirectory(prefix="jixiao-kill-") as folder:
            trial = Trial(Path(folder) / "site", options.seed + done)
            trial.run(min(100, options.kills - done))
            done += trial.kills
            minutes = (time.monotonic() - started) / 60
            print(f"终止 {done} 次，都完整；其余进程最慢 {trial.slowest:.1f} 秒结束（{minutes:.0f} 分钟）", flush=True)


if __name__ == "__main__":
    main()
