"""A unit on one line, and lists of what the checks found: counted rightly, the gravest first, each at its own address."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import judge_example
from in_memory import Judged, judge, render
from markup import parse, text

from jixiao.rules.examples import read_example
from jixiao.site.page import Page

ROOT = Path(__file__).resolve().parent.parent
THEME = ROOT / "theme"
PIECE = """\
# content/projects/2020/{unit}/{name}.yml
年度: 2020
开始时间: 2020-01-01
结束时间: 2020-12-31
申报单位名称: {title}
项目名称: {name}项目
项目总预算: {current}
项目当年预算: {current}
项目当年投入资金构成: [{{子项目名称: 甲, 预算金额: {current}}}]
同名项目上年预算额: {prior}
同名项目上年预算执行数: {outturn}
"""


def pages_of(judged: Judged) -> dict[str, Page]:
    """The site's pages by their addresses."""
    return {page.path: page for page in render(judged, THEME).pages}


def rows(page: Page, caption: str) -> list[list[str]]:
    """The body of the table with a caption."""
    for table in list(parse(page.body).iter("table")):
        if text(next(iter(table.iter("caption")))) == caption:
            body = next(iter(table.iter("tbody")))
            return [[text(cell) for cell in row if cell.tag in ("th", "td")] for row in list(body.iter("tr"))]
    raise AssertionError(caption)


@pytest.fixture(scope="module")
def units() -> dict[str, Page]:
    """Two units: one has a project that spent little and asks for more, one that spent little and asks for less."""
    archive, library = ("qinghe-danganguan", "青禾市档案馆"), ("qinghe-tushuguan", "青禾市图书馆")
    figures = [(archive, "jia", 200_000, 100_000, 50_000), (archive, "yi", 100_000, 100_000, 99_000),
               (library, "bing", 90_000, 100_000, 10_000)]  # fmt: skip
    pieces = (
        PIECE.format(unit=unit, title=title, name=name, current=current, prior=prior, outturn=outturn)
        for (unit, title), name, current, prior, outturn in figures
    )
    return pages_of(judge_example(read_example("\n".join(pieces))))


def test_a_units_line_tells_budget_change_outturn_and_who_spent_little_and_asks_for_more(
    units: dict[str, Page],
) -> None:
    first, second = rows(units["units/"], "2020年各单位一览")
    assert first[:7] == ["青禾市档案馆", "2", "300,000", "+100,000", "+50.00%", "74.50%", "1"]
    assert second[:7] == ["青禾市图书馆", "1", "90,000", "−10,000", "−10.00%", "10.00%", "0"]
    assert rows(units["units/qinghe-danganguan/"], "各年度一览") == [["2020年", *first[1:]]]


def test_a_units_line_counts_the_findings_that_its_page_lists(units: dict[str, Page]) -> None:
    for unit, line in zip(
        ("qinghe-danganguan", "qinghe-tushuguan"), rows(units["units/"], "2020年各单位一览"), strict=True
    ):
        page = units.get(f"findings/units/{unit}/")
        assert int(line[7]) == (page.body.count('jx-badge-warning">') if page else 0)
    assert "findings/units/qinghe-danganguan/" in units


def test_every_finding_stands_in_the_lists_by_rule_by_unit_and_by_project(units: dict[str, Page]) -> None:
    by_rule = rows(units["findings/rules/"], "检查结果按规则")
    by_unit = rows(units["findings/units/"], "检查结果按单位")
    by_project = rows(units["findings/projects/"], "检查结果按项目")
    total = sum(int(row[2]) for row in by_rule)
    assert total == sum(int(row[2]) for row in by_unit) == sum(int(row[3]) for row in by_project) > 0
    assert f"检查结果 {total} 条" in units["findings/"].body
    codes = [row[0][:4] for row in by_rule]
    listed = [units[f"findings/{code.lower()}/"].body.count("jx-badge-") for code in codes]
    assert listed == [int(row[2]) for row in by_rule]


def test_those_with_most_to_look_at_come_first(units: dict[str, Page]) -> None:
    for path, caption, column in (("rules", "规则", 2), ("units", "单位", 2), ("projects", "项目", 3)):
        counted = [int(row[column]) for row in rows(units[f"findings/{path}/"], f"检查结果按{caption}")]
        assert counted == sorted(counted, reverse=True)


def test_errors_that_were_answered_come_before_what_is_less_grave() -> None:
    pages = pages_of(judge(ROOT / "tests" / "example"))
    for path, page in pages.items():
        if path.startswith("findings/units/q"):
            badges = [
                text(badge)
                for badge in list(parse(page.body).iter("span"))
                if badge.get("class", "").startswith("jx-badge ")
            ]
            assert badges == sorted(badges, key=["错误", "待核对", "参考"].index)


def test_every_list_says_what_a_check_cannot_know(units: dict[str, Page]) -> None:
    lists = [page for path, page in units.items() if path.startswith("findings/")]
    assert len(lists) > 6
    assert all("检查不知道的事" in page.body for page in lists)


def test_quantified_indicators_are_those_with_a_number() -> None:
    real = judge(ROOT)
    for declaration in real.portfolio.declarations:
        assert declaration.indicator_count > declaration.quantified_count > 0
    (line,) = rows(pages_of(real)["units/"], "2019年各单位一览")
    counts = [(d.quantified_count, d.indicator_count) for d in real.portfolio.declarations]
    share = 100 * sum(quantified for quantified, _ in counts) / sum(count for _, count in counts)
    assert line[-1] == f"{share:.2f}%"
