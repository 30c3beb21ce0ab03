"""Budget against the year before: the sums tie to their rows, rates are of sums, and what has no prior figure is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from builders import judge_example
from hypothesis import strategies as st
from in_memory import judge
from properties import holds_for

from jixiao.model import Declaration
from jixiao.portfolio import Comparison, Portfolio
from jixiao.rules.examples import read_example
from jixiao.summary import (
    FIGURES,
    Aggregate,
    aggregate,
    figures,
    largest_changes,
    notes,
    project_table,
    purpose_table,
    type_table,
    unit_table,
    year_table,
)
from jixiao.table import Cell, Ref, Table
from jixiao.values import ZERO, Money, Percent, total

ROOT = Path(__file__).resolve().parent.parent
GROUPED = (unit_table, type_table, purpose_table)
NEW = "项目类型: 市委市政府已确定的新增项目\n同名项目上年预算额:\n同名项目上年预算执行数:\n"
THREE_YEARS = f"""\
# content/projects/2019/qinghe-danganguan/saomiao.yml
{{2019}}
{{600000}}
同名项目上年预算额: 500000
同名项目上年预算执行数: 400000
# content/projects/2020/qinghe-danganguan/saomiao.yml
{{2020}}
{{720000}}
同名项目上年预算额: 600000
同名项目上年预算执行数: 540000
# content/projects/2020/qinghe-tushuguan/shuche.yml
{{2020}}
{{80000}}
申报单位名称: 青禾市图书馆
项目名称: 图书车
{NEW}
# content/projects/2020/qinghe-tushuguan/shujia.yml
{{2020}}
{{100000}}
申报单位名称: 青禾市图书馆
项目名称: 书架更新
资金用途: 资产购置类
同名项目上年预算额: 120000
同名项目上年预算执行数:
"""


def portfolio(pieces: str) -> Portfolio:
    """The portfolio of fragments in which ``{2020}`` stands for the year and ``{80000}`` for the budget."""
    text = "\n".join(_spelt(line) for line in pieces.splitlines())
    judgement = judge_example(read_example(text))
    assert not judgement.has_errors, [finding.message for finding in judgement.findings]
    return judgement.portfolio


def _spelt(line: str) -> str:
    number = line[1:-1] if line.startswith("{") else ""
    if len(number) == 4:
        return f"年度: {number}\n开始时间: {number}-01-01\n结束时间: {number}-12-31"
    if number:
        rows = f"项目当年投入资金构成: [{{子项目名称: 甲, 预算金额: {number}}}]"
        return f"项目总预算: {number}\n项目当年预算: {number}\n{rows}"
    return line


@pytest.fixture(scope="module")
def real() -> Portfolio:
    """The five declarations of 2019."""
    return judge(ROOT).portfolio


@pytest.fixture(scope="module")
def invented() -> Portfolio:
    """Two years: one project goes on, one is new, one states no outturn."""
    return portfolio(THREE_YEARS)


def yuan(amount: int | None) -> Money | None:
    """An amount in 元."""
    return None if amount is None else Money(Decimal(amount))


def row(cells: tuple[Cell, ...]) -> tuple[str, ...]:
    """The first cell and the figures of a row, printed."""
    return tuple(map(str, (cells[0].value, *(cell.value for cell in cells[-len(FIGURES) :]))))


def printed(table: Table) -> dict[str, tuple[str, ...]]:
    """Each row's figures by its name, the total's among them."""
    rows = (*table.rows, *([table.total] if table.total else []))
    return {name: tuple(values) for name, *values in map(row, rows)}


# The five declarations of 2019


def test_the_five_forms_add_up_to_what_was_found_by_hand(real: Portfolio) -> None:
    """The table of spec/forms.md, "What the five forms add up to"."""
    expected = """\
合作交流工作业务费 | 2,665,500 | 2,400,000 | 1,988,320 | 82.85% | +11.06%
各地来沪投资数据采集与统计分析系统（运维） | 197,300 | 200,000 | 195,000 | 97.50% | −1.35%
上海市在外地投资企业工商注册采集与统计分析系统（运维） | 206,450 | 206,450 | 202,500 | 98.09% | 0.00%
上海市政府驻外办事处视频会议系统（运维） | 98,800 | 100,000 | 100,000 | 100.00% | −1.20%
合作交流综合信息服务平台建设(运维) | 193,690 | 193,690 | 193,000 | 99.64% | 0.00%
合计 | 3,361,740 | 3,100,140 | 2,678,820 | 86.41% | +8.44%"""
    table = project_table(real, real.of_year(2019), "2019年")
    assert table.total
    lines = {" | ".join(_as_in_the_spec(cells)) for cells in (*table.rows, table.total)}
    assert lines == set(expected.splitlines())
    assert table.notes == ()


def _as_in_the_spec(cells: tuple[Cell, ...]) -> tuple[str, ...]:
    name, current, prior, _, rate, outturn, outturn_rate = (cell.value for cell in cells)
    assert isinstance(current, Money)
    assert isinstance(prior, Money)
    assert isinstance(outturn, Money)
    assert isinstance(rate, Percent)
    return (str(name), current.grouped, prior.grouped, outturn.grouped, str(outturn_rate), rate.signed)


def test_the_largest_project_comes_first(real: Portfolio) -> None:
    cells = project_table(real, real.of_year(2019), "").column("current")
    budgets = [cell.value for cell in cells if isinstance(cell.value, Money)]
    assert len(budgets) == 5
    assert budgets == sorted(budgets, reverse=True)


def test_the_changes_of_2019_are_told_the_largest_first(real: Portfolio) -> None:
    changed = [declaration.budget.current_year.yuan for declaration in largest_changes(real, real.of_year(2019), 9)]
    assert changed == [2_665_500, 197_300, 98_800]
    assert len(largest_changes(real, real.of_year(2019), 2)) == 2


# Invented years


@pytest.mark.parametrize("make", [project_table, *GROUPED])
@pytest.mark.parametrize("year", [2019, 2020])
def test_every_total_ties_to_its_rows(
    invented: Portfolio, make: Callable[[Portfolio, Sequence[Declaration], str], Table], year: int
) -> None:
    table = make(invented, invented.of_year(year), "")
    assert table.total
    whole = dict(zip((column.key for column in table.columns), table.total, strict=True))
    for key in ("current", "prior", "outturn"):
        amounts = [cell.value for cell in table.column(key) if isinstance(cell.value, Money)]
        assert whole[key].value == (total(amounts) if amounts else None)
    if "count" in whole:
        assert whole["count"].value == sum(cell.value for cell in table.column("count") if isinstance(cell.value, int))
    assert all(len(cells) == len(table.columns) for cells in (*table.rows, table.total))


def test_a_new_project_counts_as_growth_and_is_told(invented: Portfolio) -> None:
    table = project_table(invented, invented.of_year(2020), "")
    assert printed(table) == {
        "馆藏档案数字化": ("720,000 元", "600,000 元", "120,000 元", "20.00%", "540,000 元", "90.00%"),
        "书架更新": ("100,000 元", "120,000 元", "−20,000 元", "−16.67%", "None", "None"),
        "图书车": ("80,000 元", "None", "None", "None", "None", "None"),
        "合计": ("900,000 元", "720,000 元", "180,000 元", "25.00%", "540,000 元", "90.00%"),
    }
    assert table.notes == (
        "其中 1 个项目没有上年预算，其当年预算全部计入增加额。",
        "执行率只按同时填报了上年预算和上年执行数的项目计算。",
    )


def test_the_outturn_rate_is_of_those_alone_that_state_both_figures(invented: Portfolio) -> None:
    whole = aggregate(map(invented.compare, invented.of_year(2020)))
    assert (whole.outturn, whole.outturn_base, whole.prior) == (yuan(540_000), yuan(600_000), yuan(720_000))
    assert str(whole.outturn_rate) == "90.00%"


def test_projects_are_grouped_by_unit_type_and_purpose(invented: Portfolio) -> None:
    of_2020 = invented.of_year(2020)
    units, types, purposes = (make(invented, of_2020, "") for make in GROUPED)
    assert printed(units)["青禾市图书馆"][:4] == ("180,000 元", "120,000 元", "60,000 元", "50.00%")
    assert list(printed(types)) == ["经常性专项业务费", "市委市政府已确定的新增项目", "合计"]
    assert printed(types)["市委市政府已确定的新增项目"] == ("80,000 元", "None", "None", "None", "None", "None")
    assert list(printed(purposes)) == ["其他事业专业类", "资产购置类", "合计"]
    assert [cell.value for cell in purposes.column("count")] == [2, 1]


def test_every_row_leads_to_what_makes_it_up(invented: Portfolio) -> None:
    of_2020 = invented.of_year(2020)
    refs = {row[0].ref for make in (project_table, *GROUPED) for row in make(invented, of_2020, "").rows}
    assert {(ref.kind, ref.id) for ref in refs if ref} == {
        ("declaration", "2020/qinghe-danganguan/saomiao"), ("declaration", "2020/qinghe-tushuguan/shuche"),
        ("declaration", "2020/qinghe-tushuguan/shujia"), ("unit", "qinghe-danganguan"), ("unit", "qinghe-tushuguan"),
        ("type", "recurrent-operations"), ("type", "new-by-decision"), ("purpose", "other-programmes"),
        ("purpose", "asset-purchases"),
    }  # fmt: skip


def test_years_stand_the_latest_first_and_are_not_added_up(invented: Portfolio) -> None:
    table = year_table(invented, invented.declarations, "")
    assert table.total is None
    assert printed(table)["2019年"] == ("600,000 元", "500,000 元", "100,000 元", "20.00%", "400,000 元", "80.00%")
    assert list(printed(table)) == ["2020年", "2019年"]
    assert table.rows[0][0].ref == Ref("year", "2020")


def test_a_form_that_does_not_ask_takes_the_prior_budget_from_last_years_file() -> None:
    funding = "项目资金总额: {{合计: {0}}}\n年度资金申请总额: {{合计: {0}}}\n"
    years = "\n".join(
        f"# content/projects/{year}/qinghe-tushuguan/shuche.yml\n表式: shanghai-2026\n年度: {year}\n"
        f"计划开始日期: {year}-01-01\n计划完成日期: {year}-12-31\n{funding.format(amount)}"
        for year, amount in ((2026, 300_000), (2027, 330_000))
    )
    judgement = judge_example(read_example(years))
    table = year_table(judgement.portfolio, judgement.portfolio.declarations, "")
    assert printed(table) == {
        "2027年": ("330,000 元", "300,000 元", "30,000 元", "10.00%", "None", "None"),
        "2026年": ("300,000 元", "None", "None", "None", "None", "None"),
    }


def test_a_blank_prior_figure_is_not_filled_from_last_years_file() -> None:
    """The form asks for it, so a blank is the filer's word; rule H305 speaks of it."""
    pieces = "# content/projects/{0}/qinghe-danganguan/a.yml\n{{{0}}}\n{{{1}}}\n同名项目上年预算额:\n同名项目上年预算执行数:\n"
    years = portfolio(pieces.format(2019, 600_000) + pieces.format(2020, 700_000))
    assert aggregate(map(years.compare, years.of_year(2020))).prior is None


def test_nothing_adds_up_to_nothing() -> None:
    nothing = aggregate(())
    assert nothing == Aggregate(0, 0, ZERO, None, None, None)
    assert (nothing.change, nothing.change_rate, nothing.outturn_rate, notes(nothing)) == (None, None, None, ())


def test_only_new_projects_need_no_note() -> None:
    assert notes(aggregate([Comparison(Money(Decimal(5)), None, None)])) == ()


def test_a_prior_budget_of_zero_gives_a_change_and_no_rates() -> None:
    (current, *_, change, change_rate, outturn, outturn_rate) = (
        cell.value for cell in figures(aggregate([Comparison(Money(Decimal(5)), ZERO, ZERO)]))
    )
    assert (current, change, outturn) == (yuan(5), yuan(5), ZERO)
    assert (change_rate, outturn_rate) == (None, None)


amounts = st.integers(0, 10**12).map(yuan)
comparisons = st.lists(st.builds(Comparison, amounts, st.none() | amounts, st.none() | amounts), max_size=12)


@holds_for(comparisons, st.integers(0, 12), examples=200)
def test_parts_add_up_to_the_whole_however_they_are_divided(entries: list[Comparison], cut: int) -> None:
    whole, parts = aggregate(entries), (aggregate(entries[:cut]), aggregate(entries[cut:]))
    for name in ("current", "prior", "outturn", "outturn_base"):
        known = [getattr(part, name) for part in parts if getattr(part, name) is not None]
        assert getattr(whole, name) == (total(known) if known else None)
    assert whole.count == sum(part.count for part in parts)
    assert whole.new == sum(part.new for part in parts) == sum(entry.prior is None for entry in entries)
    assert whole.prior is None or whole.change == whole.current - whole.prior


@holds_for(comparisons, st.randoms(use_true_random=False))
def test_the_order_of_the_declarations_does_not_matter(entries: list[Comparison], dice: Random) -> None:
    mixed = sorted(entries, key=lambda _: dice.random())
    assert aggregate(mixed) == aggregate(entries)
