"""What a build tells of a site's size, and of the hosts it fits: by their own limits, to the byte and to the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest

from jixiao.hosts import HOSTS, size_report

GITHUB, GITLAB, FREE, PAID = (host.name for host in HOSTS)
MIB = 1 << 20


def fits(sizes: dict[str, int]) -> set[str]:
    """The hosts that a report says the site can be published to."""
    told = re.search("可以发布到：(.*)。", size_report(sizes))
    return set(told[1].split("、")) if told else set()


def refusals(sizes: dict[str, int]) -> dict[str, str]:
    """For each other host what the report says against it."""
    return dict(re.findall("不能发布到 (.*?)：(.*)（", size_report(sizes)))


def many(files: int, folder: str = "") -> Iterator[tuple[str, int]]:
    return ((f"{folder}{number}", 1) for number in range(files))


def test_a_small_site_fits_everywhere() -> None:
    sizes = {"index.html": 34_001, "data/a.csv": 2_000_000}
    assert size_report(sizes) == (
        "网站共 2 个文件，2.1 MB；最大的文件是 data/a.csv，2 MB。\n"
        "可以发布到：GitHub Pages、GitLab.com Pages、Cloudflare Pages 免费版、Cloudflare Pages 付费版。"
    )


@pytest.mark.parametrize(
    ("size", "shown"),
    [(1, "0.1 KB"), (999_999, "1,000 KB"), (1_000_000, "1 MB"), (25_000_001, "25.1 MB"), (1_000_000_001, "1.1 GB")],
)
def test_a_size_is_rounded_up(size: int, shown: str) -> None:
    assert f"网站共 1 个文件，{shown}；" in size_report({"a": size})


def test_a_site_may_have_just_what_hosts_take_and_no_byte_more() -> None:
    sizes = {f"{number}": 20_000_000 for number in range(50)}
    assert fits(sizes) == {GITHUB, GITLAB, FREE, PAID}
    over = {**sizes, "more": 1}
    assert fits(over) == {FREE, PAID}
    assert refusals(over) == dict.fromkeys((GITHUB, GITLAB), "网站最大 1 GB")


def test_a_file_may_be_as_large_as_a_host_takes_and_no_byte_more() -> None:
    assert PAID in fits({"a": 25 * MIB})
    sizes = {"b/c": 25 * MIB + 1, "a": 26 * MIB, "d": 25 * MIB}
    assert fits(sizes) == {GITHUB, GITLAB}
    assert refusals(sizes) == dict.fromkeys((FREE, PAID), "单个文件最大 25 MiB，超过的有 a 等 2 个")
    assert refusals({"b/c": 25 * MIB + 1})[FREE] == "单个文件最大 25 MiB，超过的有 b/c"


def test_files_are_counted_and_folders_where_a_host_counts_them() -> None:
    assert FREE in fits(dict(many(20_000)))
    assert refusals(dict(many(20_001))) == {FREE: "文件最多 20,000 个，现有 20,001 个"}
    assert refusals(dict(many(100_001)))[PAID] == "文件最多 100,000 个，现有 100,001 个"
    assert GITLAB in fits(dict(many(199_998, "a/b/")))
    assert refusals(dict(many(199_999, "a/b/")))[GITLAB] == "文件和文件夹最多 200,000 个，现有 200,001 个"


def test_several_reasons_are_all_told_with_where_the_limits_stand() -> None:
    sizes = {**dict(many(100_001)), "a": 1_100_000_000}
    report = size_report(sizes)
    assert "可以发布到" not in report
    for host in HOSTS:
        assert f"（{host.read_on} 查 {host.source}）" in report
    assert refusals(sizes)[PAID] == "文件最多 100,000 个，现有 100,002 个；单个文件最大 25 MiB，超过的有 a"


def test_of_no_site_nothing_is_said() -> None:
    assert size_report({}) == ""


def test_every_limit_has_its_source_and_day() -> None:
    for host in HOSTS:
        assert host.source.startswith("https://")
        assert date.fromisoformat(host.read_on) >= date(2026, 1, 1)
        assert any(limit is not None for limit in (host.size, host.files, host.file_size))
