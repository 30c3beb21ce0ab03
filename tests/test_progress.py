"""Progress is told from time to time, with what is being done and about how long it will take; never of short work."""

from __future__ import annotations

from pathlib import Path

from jixiao import walk
from jixiao.build.analysis import Analyst
from jixiao.build.batches import batches_of
from jixiao.build.store import Store
from jixiao.progress import Progress
from jixiao.repository import Content


def told(seconds_each: float, total: int) -> list[str]:
    lines: list[str] = []
    clock = [0.0]
    progress = Progress(lines.append, lambda: clock[0])
    progress.begin("正在检查申报表")
    for count in range(1, total + 1):
        clock[0] += seconds_each
        progress.done(count, total)
    return lines


def test_short_work_says_nothing() -> None:
    assert told(0.04, 100) == []


def test_long_work_says_every_few_seconds_how_far_it_is_and_how_long_it_takes() -> None:
    assert told(2, 10) == [
        "正在检查申报表：3/10（30%），约还要 14 秒",
        "正在检查申报表：6/10（60%），约还要 8 秒",
        "正在检查申报表：9/10（90%），约还要 2 秒",
    ]
    assert told(60, 1_000)[49] == "正在检查申报表：50/1,000（5%），约还要 950 分钟"


def test_no_guess_is_made_of_the_very_first() -> None:
    assert told(60, 1_000)[0] == "正在检查申报表：1/1,000（0%）"


def test_nobody_need_listen() -> None:
    Progress().done(1, 2)


class Heard(Progress):
    """What is told of a step, without waiting for time to pass."""

    def __init__(self) -> None:
        super().__init__()
        self.totals: dict[str, int] = {}
        self.counts: dict[str, list[int]] = {}

    def begin(self, what: str) -> None:
        """Remember what is being done."""
        self.what = what

    def done(self, count: int, total: int) -> None:
        """Remember how far it is."""
        self.totals[self.what] = total
        self.counts.setdefault(self.what, []).append(count)


def test_an_analysis_counts_the_declaration_files(tmp_path: Path) -> None:
    content = Content(Path(__file__).parent / "example")
    files = sum(len(batch.files) for batch in batches_of(content))
    heard = Heard()
    walk.judge_site(
        content, Path(__file__).parents[1] / "theme", store=Store(tmp_path), analyst=Analyst(1, progress=heard)
    )
    assert heard.totals["正在检查申报表"] == files
    assert heard.counts["正在检查申报表"] == sorted(heard.counts["正在检查申报表"])
    assert all(counts[-1] == heard.totals[what] <= files for what, counts in heard.counts.items())
