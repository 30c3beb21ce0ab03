"""Measures this project and its peers on the same invented declarations, and prints the ratios; see README.md."""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import figures, measure
from bench.peers import PEERS, ROOT, Job, NotInstalled, Peer
from generate import generate

OURS = ("ours-build", "ours-build-edit", "ours-check", "ours-check-edit", "ours-check-changed")
KINDS = {
    **{name: "build" if "build" in name else "check" for name in OURS},
    **{peer.name: peer.kind for peer in PEERS},
}


@dataclass(frozen=True, slots=True)
class Options:
    """What is asked for."""

    counts: tuple[int, ...]
    only: frozenset[str]
    runs: int
    full: bool
    work: Path | None
    results: int = 0
    """Self-evaluations beside a hundred declarations."""


class Bench:
    """One session of measuring, in one work folder."""

    def __init__(self, options: Options, work: Path) -> None:
        self.options, self.work = options, work
        self.results: dict[tuple[str, int], measure.Measured] = {}

    @property
    def _aside(self) -> Path:
        return self.work / "aside"

    def _put_aside(self, *folders: Path) -> None:
        """Let what follows start without these. They are deleted at the very end: file systems are slow to make many files
        for minutes after many were deleted, and whoever makes the most would pay the most.
        """
        self._aside.mkdir(exist_ok=True)
        for folder in folders:
            if folder.exists():
                folder.rename(self._aside / f"{time.monotonic_ns()}")

    def all(self) -> None:
        """Measure everything asked for, one after another, and print what came out."""
        try:
            self._measure_all()
        finally:
            shutil.rmtree(self._aside, ignore_errors=True)

    def _measure_all(self) -> None:
        for count in self.options.counts:
            root = self._data(count)
            self._ours(root, count)
            restore(root)  # so that the peers read what the cold runs of ours read
            for peer in wanted(self.options, count):
                self._peer(peer, root, count)
        print("\n".join(["", *figures.table(self.results, KINDS), "", *figures.growth(self.results, KINDS)]))
        print(
            "\n内存峰值：各进程占用之和的最大值，共享的页合起来只算一次（PSS），每 0.2 秒取样一次。比值：本项目 ÷ 对照。"
        )

    def _data(self, count: int) -> Path:
        results = count * self.options.results // 100
        root = self.work / (f"data-{count}-{results}" if results else f"data-{count}")
        if not (root / ".git").exists():
            shutil.rmtree(root, ignore_errors=True)
            generate(root, count, units=100, years=5, seed=1, errors=0, results=results)
            (root / ".gitignore").write_text("/site\n/.site.jixiao\n/.cache\n", "utf-8")
            for words in (
                ["init", "-q"],
                ["add", "-A"],
                ["-c", "user.name=b", "-c", "user.email=b@b", "commit", "-qm", "1"],
            ):
                subprocess.run(["git", *words], cwd=root, check=True)
        restore(root)
        return root

    def _ours(self, root: Path, count: int) -> None:
        names = [name for name in OURS if "ours" in self.options.only or name in self.options.only]
        site = root / "site"
        build = Job(_jixiao("build", "--root", str(root)), root, site)
        check = Job(_jixiao("check", "--root", str(root)), root)
        changed = Job(_jixiao("check", "--root", str(root), "--changed", "HEAD"), root)
        jobs = {OURS[0]: build, OURS[1]: build, OURS[2]: check, OURS[3]: check, OURS[4]: changed}
        for name in names:
            runs = []
            for _ in range(self.options.runs):
                if name in (OURS[0], OURS[2]):
                    self._put_aside(root / ".cache" / "jixiao", site, root / ".site.jixiao")
                else:
                    self._once(jobs[name], "warm")  # so that a cache, where there is one, holds the state before
                    edit(root)
                runs.append(self._once(jobs[name], name))
            self._keep(name, count, runs)
            if name == OURS[0]:
                size, files = measure.written(root / ".cache" / "jixiao")
                print(f"缓存 {count} 份：{size / 1e6:.0f} MB，{files} 个文件", flush=True)
        if (
            names
            and "--profile"
            in subprocess.run(
                _jixiao("build", "--help"), env=_environment(), capture_output=True, text=True, check=False
            ).stdout
        ):
            self._put_aside(root / ".cache" / "jixiao", site, root / ".site.jixiao")
            print(self._once(Job([*build.command, "--profile"], root, site), "profile").said)

    def _peer(self, peer: Peer, root: Path, count: int) -> None:
        try:
            job = peer.ready(self.work, root)
        except NotInstalled as reason:
            print(f"{peer.name}：装不上，略过（{reason}）", flush=True)
            return
        runs = []
        for _ in range(self.options.runs):
            if job.output:
                self._put_aside(job.output)
            runs.append(self._once(job, peer.name))
        self._keep(peer.name, count, runs)

    def _once(self, job: Job, name: str) -> measure.Measured:
        return measure.run(job.command, job.folder, self.work / f"{name}.log", _environment(), job.output)

    def _keep(self, name: str, count: int, runs: Sequence[measure.Measured]) -> None:
        run = figures.middle(runs)
        failed = next((run for run in runs if run.code), None)
        if failed:
            print(f"{name}：退出码 {failed.code}，不计入（{failed.said.strip()[-600:]}）", flush=True)
            return
        self.results[name, count] = run
        print(
            f"{name} {count} 份：历时 {run.wall:.2f} 秒，CPU {run.cpu:.2f} 秒，内存 {run.memory / 1e6:.0f} MB",
            flush=True,
        )


def restore(root: Path) -> None:
    """Undo the edits to a site's content."""
    subprocess.run(["git", "checkout", "-q", "--", "content"], cwd=root, check=True)


def edit(root: Path) -> None:
    """Add a sentence to one declaration; each call adds another, so that its text is new."""
    file = sorted((root / "content" / "projects").rglob("*.yml"))[0]
    text = file.read_text("utf-8")
    file.write_text(text.replace("项目概况: |-\n  ", "项目概况: |-\n  另行登记。", 1), "utf-8", newline="\n")


def wanted(options: Options, count: int) -> list[Peer]:
    """The peers to measure at a count; those that take very long there only with ``--full``."""
    chosen = [peer for peer in PEERS if peer.name in options.only]
    return [peer for peer in chosen if count <= peer.largest or (options.full and count <= 10 * peer.largest)]


def _jixiao(*words: str) -> list[str]:
    return [sys.executable, "-m", "jixiao", *words]


def _environment() -> dict[str, str]:
    return {"PYTHONPATH": str(ROOT / "plugins")}


def read_options(arguments: Sequence[str] | None) -> Options:
    """The options of a command line."""
    parser = argparse.ArgumentParser(prog="run.py", description="在同样的申报表上测量本项目和同类工具，打印比值。")
    names = ["ours", *OURS, *(peer.name for peer in PEERS)]
    parser.add_argument("--counts", metavar="份数,…", help="默认 1000,10000；--full 再加 100000")
    parser.add_argument("--only", metavar="名称,…", help=f"只测这些：{'、'.join(names)}")
    parser.add_argument("--runs", type=int, default=1, metavar="次数", help="每项测几次，取中位（默认 1）")
    parser.add_argument("--full", action="store_true", help="加测 100000 份，以及 Material 的 10000 份")
    parser.add_argument("--results", type=int, default=0, metavar="份数", help="每百份申报表旁边有几份自评表（默认 0）")
    parser.add_argument("--work", type=Path, metavar="文件夹", help="工作文件夹，可重复使用（默认：临时的）")
    given = parser.parse_args(arguments)
    try:
        counts = tuple(sorted({int(word) for word in (given.counts or "1000,10000").split(",")}))
    except ValueError:
        parser.error("--counts 应是用逗号分开的整数")
    if given.full and not given.counts:
        counts = (*counts, 100_000)
    only = frozenset(given.only.split(",")) if given.only else frozenset(names)
    if only - set(names):
        parser.error(f"没有这一项：{'、'.join(sorted(only - set(names)))}")
    if given.runs < 1 or min(counts) < 1:
        parser.error("份数和次数至少是 1")
    if not 0 <= given.results <= 100:
        parser.error("--results 是 0 至 100")
    if given.work and given.work.resolve().is_relative_to(ROOT):
        parser.error("工作文件夹不能在本仓库之内")
    return Options(counts, only, given.runs, given.full, given.work, given.results)


def main() -> None:
    """Measure what the command line asks for."""
    options = read_options(None)
    if options.work:
        options.work.mkdir(parents=True, exist_ok=True)
        Bench(options, options.work.resolve()).all()
    else:
        with tempfile.TemporaryDirectory(prefix="jixiao-bench-") as folder:
            Bench(options, Path(folder)).all()


if __name__ == "__main__":
    main()
