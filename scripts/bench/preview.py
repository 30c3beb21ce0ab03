"""Measures ``jixiao serve``: how soon it is up, how long from an edit to the reloaded page, and what it costs while idle."""

from __future__ import annotations

import argparse
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import IO

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.run import edit
from generate import generate

PATIENCE = 600
_IDLE = 10


class Preview:
    """A running preview of a site's folder, on a free port."""

    def __init__(
        self, root: Path, environment: Mapping[str, str] = os.environ, says: int | IO[bytes] = subprocess.DEVNULL
    ) -> None:
        """Start it; what it says goes to ``says``."""
        self.root = root
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.base = f"http://127.0.0.1:{port}/"
        command = [sys.executable, "-m", "jixiao", "serve", "--root", str(root), "--address", f"127.0.0.1:{port}"]
        self._process = subprocess.Popen(command, stderr=says, env=dict(environment), start_new_session=True)

    def get(self, path: str) -> str:
        """The page or file at an address."""
        with urllib.request.urlopen(f"{self.base}{path}", timeout=PATIENCE) as answer:
            return str(answer.read().decode())

    def wait_until_up(self) -> None:
        """Ask for the home page until there is one."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if self._process.poll() is not None:
                raise SystemExit("预览没有启动")
            try:
                self.get("")
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise SystemExit("预览没有启动")

    def wait_for_change(self, page: str) -> None:
        """Ask as a browser does that shows this page: the answer comes when there is something new."""
        epoch = re.search(r"livereload\((\d+), ?(\d+)\)", page)
        if epoch is None:
            raise SystemExit("网页里没有自动刷新的脚本")
        self.get(f"livereload/{epoch[1]}/{epoch[2]}")

    def cpu(self) -> float:
        """The seconds of processor that the preview's processes took so far."""
        ticks, session = 0, self._process.pid
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[3]) in (session, *self._sessions()):
                ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def _sessions(self) -> tuple[int, ...]:
        """The sessions of the processes that this one started."""
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text().split()
        return tuple(map(int, children))

    def stop(self) -> None:
        """Ask for the end, and see to it."""
        self._process.terminate()
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)


def measure(root: Path, edits: int) -> None:
    """Print what was measured, one figure a line."""
    file = sorted((root / "content/projects").rglob("*.yml"))[0]
    page = f"projects/{'/'.join(file.with_suffix('').parts[-3:])}/"
    started = time.monotonic()
    preview = Preview(root)
    try:
        preview.wait_until_up()
        print(f"启动到首页：{time.monotonic() - started:.1f} 秒")
        taken = []
        for _ in range(edits + 1):
            shown = preview.get(page)
            time.sleep(1)
            started = time.monotonic()
            edit(root)
            preview.wait_for_change(shown)
            preview.get(page)
            taken.append(time.monotonic() - started)
        print(f"改一份到新网页：首次 {taken[0]:.2f} 秒，以后中位 {statistics.median(taken[1:]):.2f} 秒（{edits} 次）")
        time.sleep(2)
        before = preview.cpu()
        time.sleep(_IDLE)
        print(f"空闲 {_IDLE} 秒用去 CPU：{preview.cpu() - before:.2f} 秒")
    finally:
        preview.stop()


def main() -> None:
    """Measure a site's folder, or one that is generated."""
    parser = argparse.ArgumentParser(description="量预览：启动、改一份到新网页、空闲")
    parser.add_argument("--root", type=Path, help="网站的文件夹（会改其中一份申报表）；不写就生成一个")
    parser.add_argument("--count", type=int, default=10_000, help="生成多少份（默认 10,000）")
    parser.add_argument("--edits", type=int, default=5, help="改几次，取中位（默认 5）")
    options = parser.parse_args()
    if options.root:
        measure(options.root, options.edits)
        return
    with tempfile.TemporaryDirectory(prefix="jixiao-bench-") as folder:
        root = Path(folder) / "site"
        generate(root, options.count, units=100, years=5, seed=1, errors=0)
        measure(root, options.edits)


if __name__ == "__main__":
    main()
