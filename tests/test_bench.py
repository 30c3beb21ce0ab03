"""The bench: its options, its table and its exponents say what given numbers say; a measured process is measured whole."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

from bench import figures, measure, run  # noqa: E402  (the scripts are not installed)
from bench.peers import PEERS  # noqa: E402


def _run(wall: float, cpu: float = 1.0, memory: int = 1_000_000) -> measure.Measured:
    return measure.Measured(wall, cpu, memory, 2_000_000, 7)


def test_exponents_tell_proportion_from_squares() -> None:
    assert figures.exponent(1_000, 10_000, 2.0, 20.0) == pytest.approx(1)
    assert figures.exponent(1_000, 10_000, 2.0, 200.0) == pytest.approx(2)
    assert figures.exponent(1_000, 100_000, 3.0, 3.0) == 0


def test_the_middle_run_is_kept() -> None:
    assert figures.middle([_run(3), _run(1), _run(2)]).wall == 2
    assert figures.middle([_run(4), _run(1), _run(2), _run(3)]).wall == 2


def test_ratios_set_ours_against_peers_of_the_same_work_and_count() -> None:
    results = {
        ("ours-build", 10): _run(1, 3, 2_000_000),
        ("hugo", 10): _run(4, 6, 8_000_000),
        ("hugo", 20): _run(8),
        ("ours-check", 10): _run(0.5),
        ("ajv", 10): _run(2),
    }
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in figures.table(results, run.KINDS)[2:]]
    ratios = {(row[0], row[1]): row[-3:] for row in rows}
    assert ratios["hugo", "10"] == ["0.250", "0.500", "0.250"]
    assert ratios["ajv", "10"][0] == "0.250"
    assert ratios["hugo", "20"] == ratios["ours-build", "10"] == ["—"] * 3
    assert rows[0][2:7] == ["1.00", "3.00", "2", "2.0", "7"]


def test_growth_is_told_between_neighbouring_counts() -> None:
    results = {("hugo", 1_000): _run(1, 1), ("hugo", 10_000): _run(10, 100)}
    assert figures.growth(results, run.KINDS) == ["hugo：1000 → 10000，增长指数 历时 1.00，CPU 2.00，内存 0.00"]


def test_options_choose_counts_peers_and_runs(tmp_path: Path) -> None:
    usual = run.read_options([])
    assert usual.counts == (1_000, 10_000)
    assert run.read_options(["--full"]).counts == (1_000, 10_000, 100_000)
    few = run.read_options(["--counts", "300,20", "--only", "ours,hugo", "--runs", "3", "--work", str(tmp_path)])
    assert (few.counts, few.only, few.runs, few.work) == ((20, 300), {"ours", "hugo"}, 3, tmp_path)
    assert [peer.name for peer in run.wanted(few, 20)] == ["hugo"]


@pytest.mark.parametrize(
    "words",
    [["--only", "nothing"], ["--counts", "many"], ["--runs", "0"], ["--counts", "0"], ["--work", str(ROOT / "x")]],
)
def test_options_that_cannot_be_met_are_refused(words: list[str]) -> None:
    with pytest.raises(SystemExit):
        run.read_options(words)


def test_the_slow_peer_is_run_on_many_files_only_when_all_is_asked_for() -> None:
    def names(words: list[str], count: int) -> set[str]:
        return {peer.name for peer in run.wanted(run.read_options(words), count)}

    everyone = {peer.name for peer in PEERS}
    assert names([], 1_000) == names(["--full"], 10_000) == everyone
    assert names([], 10_000) == names(["--full"], 100_000) == everyone - {"material"}


def test_a_process_is_measured_with_its_children_and_its_output(tmp_path: Path) -> None:
    out = tmp_path / "out"
    child = "held = bytearray(60_000_000); import time; time.sleep(0.6)"
    program = (
        "import pathlib, subprocess, sys; held = bytearray(60_000_000); pathlib.Path('out').mkdir();"
        f"pathlib.Path('out/x').write_bytes(b'12345'); subprocess.run([sys.executable, '-c', '{child}']); sys.exit(3)"
    )
    measured = measure.run([sys.executable, "-c", program], tmp_path, tmp_path / "log", {}, out)
    assert measured.code == 3
    assert (measured.size, measured.files) == (5, 1)
    assert measured.memory > 120_000_000
    assert measured.wall > 0


def test_pages_that_processes_share_count_once(tmp_path: Path) -> None:
    program = (
        "import os, time; held = bytearray(80_000_000);"
        "child = os.fork(); time.sleep(0.8); os._exit(0) if not child else os.waitpid(child, 0)"
    )
    measured = measure.run([sys.executable, "-c", program], tmp_path, tmp_path / "log", {}, None)
    assert 80_000_000 < measured.memory < 150_000_000


def test_what_a_run_must_not_find_is_moved_aside_and_deleted_at_the_end(tmp_path: Path) -> None:
    bench = run.Bench(run.read_options(["--only", "ajv", "--counts", "1"]), tmp_path)
    (tmp_path / "site/a").mkdir(parents=True)
    bench._put_aside(tmp_path / "site", tmp_path / "nirgends")
    assert not (tmp_path / "site").exists()
    assert [path.name for path in tmp_path.glob("aside/*/*")] == ["a"]
    bench._measure_all = lambda: None  # type: ignore[method-assign]
    bench.all()
    assert list(tmp_path.iterdir()) == []
