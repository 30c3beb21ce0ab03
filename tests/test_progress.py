"""Progress is told from time to time, with what is being done and about how long it will take; never of short work."""

from __future__ import annotations

from jixiao.progress import Progress


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
