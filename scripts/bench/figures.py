"""What measured numbers say: middle runs, ratios, exponents of growth, and the table of them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise

from bench.measure import Measured

OURS = {"build": "ours-build", "check": "ours-check"}
"""The measure of ours that the peers of each kind of work are set against."""

Results = Mapping[tuple[str, int], Measured]
"""Measures by name and count."""


def middle(runs: Sequence[Measured]) -> Measured:
    """The run of median wall time (of an even number, the lower of the two)."""
    return sorted(runs, key=lambda run: run.wall)[(len(runs) - 1) // 2]


def exponent(fewer: int, more: int, before: float, after: float) -> float:
    """How cost grows with the count: 1 is in proportion, 2 is quadratic."""
    return math.log(after / before) / math.log(more / fewer)


def table(results: Results, kinds: Mapping[str, str]) -> list[str]:
    """A Markdown table; ratios are ours divided by the peer's, so that below 1 ours takes less."""
    lines = [
        "| 测量 | 份数 | 历时 秒 | CPU 秒 | 内存峰值 MB | 输出 MB | 文件数 | 历时比 | CPU 比 | 内存比 |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for (name, count), run in sorted(results.items(), key=lambda item: (item[0][1], list(kinds).index(item[0][0]))):
        ours = results.get((OURS[kinds[name]], count))
        ratios = ["—"] * 3
        if ours is not None and not name.startswith("ours-"):
            pairs = ((ours.wall, run.wall), (ours.cpu, run.cpu), (ours.memory, run.memory))
            ratios = [f"{own / peer:.3f}" if peer else "—" for own, peer in pairs]
        numbers = [
            f"{run.wall:.2f}",
            f"{run.cpu:.2f}",
            f"{run.memory / 1e6:.0f}",
            f"{run.size / 1e6:.1f}",
            str(run.files),
        ]
        lines.append(f"| {' | '.join([name, str(count), *numbers, *ratios])} |")
    return lines


def growth(results: Results, kinds: Mapping[str, str]) -> list[str]:
    """The exponents of wall time, CPU time and memory between each two counts that follow one another."""
    lines = []
    for name in kinds:
        counts = sorted(count for measured, count in results if measured == name)
        for fewer, more in pairwise(counts):
            before, after = results[name, fewer], results[name, more]
            pairs = ((before.wall, after.wall), (before.cpu, after.cpu), (before.memory, after.memory))
            wall, cpu, memory = (f"{exponent(fewer, more, *pair):.2f}" if min(pair) > 0 else "—" for pair in pairs)
            lines.append(f"{name}：{fewer} → {more}，增长指数 历时 {wall}，CPU {cpu}，内存 {memory}")
    return lines
