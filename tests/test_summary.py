"""Budget against the year before: the sums tie to their rows, rates are of sums, and what has no prior figure is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest
from builders import dimension_of, judge_example
from hypothesis import strategies as st
from in_memory import judge
from properties import holds_for

from jixiao.model import Declaration
from jixiao.portfolio import Portfolio
from jixiao.rules.examples import read_example
from jixiao.summary import (
    FIGURES,
    LACKS,
    OUTTURN_NOTE,
    Basis,
    Tally,
    aggregate,
    bridge,
    dimension_table,
    figures,
    largest_changes,
    project_table,
    unit_table,
    year_table,
)
from jixiao.table import Cell, Ref, Table
from jixiao.values import ZERO, Money, Percent, total

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "tests" / "samples"
TYPE, PURPOSE = dimension_of("type"), dimension_of("purpose")
GROUPED = (unit_table, *(partial(dimension_table, dimension=dimension) for dimension in (TYPE, PURPOSE)))
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
    assert not judgement.has_errors, [
        finding.message for finding in judgement.findings if finding.severity.word == "error"
    ]
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


def basis(found: Portfolio, least: int = 50) -> Basis:
    """What tables are made of; a rate speaks of half of a budget at least."""
    return Basis(found, Percent(Decimal(least)))


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
    table = project_table(basis(real), real.of_year(2019), "2019年")
    assert {cell.value for cell in table.column("unit")} == {"上海市人民政府合作交流办公室"}
    table = table.without("unit")
    assert table.total
    lines = {" | ".join(_as_in_the_spec(cells)) for cells in (*table.rows, table.total)}
    assert lines == set(expected.splitlines())
    assert table.notes == (OUTTURN_NOTE,)


def _as_in_the_spec(cells: tuple[Cell, ...]) -> tuple[str, ...]:
    name, current, prior, _, rate, outturn, outturn_rate = (cell.value for cell in cells)
    assert isinstance(current, Money)
    assert isinstance(prior, Money)
    assert isinstance(outturn, Money)
    assert isinstance(rate, Percent)
    return (str(name), current.grouped, prior.grouped, outturn.grouped, str(outturn_rate), rate.signed)


def test_the_largest_project_comes_first(real: Portfolio) -> None:
    cells = project_table(basis(real), real.of_year(2019), "").column("current")
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
    invented: Portfolio, make: Callable[[Basis, Sequence[Declaration], str], Table], year: int
) -> None:
    table = make(basis(invented), invented.of_year(year), "")
    assert table.total
    whole = dict(zip((column.key for column in table.columns), table.total, strict=True))
    for key in ("current", "prior", "outturn"):
        amounts = [cell.value for cell in table.column(key) if isinstance(cell.value, Money)]
        assert whole[key].value == (total(amounts) if amounts else None)
    if "count" in whole:
        assert whole["count"].value == sum(cell.value for cell in table.column("count") if isinstance(cell.value, int))
    assert all(len(cells) == len(table.columns) for cells in (*table.rows, table.total))


def test_change_and_rate_are_of_comparable_projects_alone(invented: Portfolio) -> None:
    table = project_table(basis(invented), invented.of_year(2020), "")
    assert printed(table) == {
        "馆藏档案数字化": ("720,000 元", "600,000 元", "120,000 元", "20.00%", "540,000 元", "90.00%"),
        "书架更新": ("100,000 元", "120,000 元", "−20,000 元", "−16.67%", "None", "None"),
        "图书车": ("80,000 元", "None", "None", "新增", "None", "None"),
        "合计": ("900,000 元", "720,000 元", "100,000 元", "13.89%", "540,000 元", "90.00%"),
    }
    assert table.notes == (
        "当年预算 900,000 元：可比项目 2 个 820,000 元（上年预算额 720,000 元，增加 100,000 元）；新增项目 1 个 80,000 元。",
        "上年执行率只按上年预算额和上年执行数都有的项目计算。",
        OUTTURN_NOTE,
    )


def test_the_outturn_rate_is_of_those_alone_that_state_both_figures(invented: Portfolio) -> None:
    whole = aggregate(basis(invented), invented.of_year(2020))
    assert (whole.outturn, whole.outturn_base, whole.prior) == (yuan(540_000), yuan(600_000), yuan(720_000))
    assert str(whole.outturn_rate) == "90.00%"


def test_projects_are_grouped_by_unit_type_and_purpose(invented: Portfolio) -> None:
    of_2020 = invented.of_year(2020)
    units, types, purposes = (make(basis(invented), of_2020, "") for make in GROUPED)
    assert printed(units)["青禾市图书馆"][:4] == ("100,000 元", "120,000 元", "−20,000 元", "−16.67%")
    assert [str(cell.value) for cell in units.column("comparable_current")] == ["720,000 元", "100,000 元"]
    assert list(printed(types)) == ["经常性专项业务费", "市委市政府已确定的新增项目", "合计"]
    assert printed(types)["市委市政府已确定的新增项目"] == ("None", "None", "None", "新增", "None", "None")
    assert list(printed(purposes)) == ["其他事业专业类", "资产购置类", "合计"]
    assert [cell.value for cell in purposes.column("count")] == [2, 1]


def test_every_row_leads_to_what_makes_it_up(invented: Portfolio) -> None:
    of_2020 = invented.of_year(2020)
    refs = {row[0].ref for make in (project_table, *GROUPED) for row in make(basis(invented), of_2020, "").rows}
    assert {(ref.kind, ref.id) for ref in refs if ref} == {
        ("declaration", "2020/qinghe-danganguan/saomiao"), ("declaration", "2020/qinghe-tushuguan/shuche"),
        ("declaration", "2020/qinghe-tushuguan/shujia"), ("unit", "qinghe-danganguan"), ("unit", "qinghe-tushuguan"),
        ("value", "types/recurrent-operations"), ("value", "types/new-by-decision"), ("value", "purposes/other-programmes"),
        ("value", "purposes/asset-purchases"),
    }  # fmt: skip


def test_years_stand_the_latest_first_and_are_not_added_up(invented: Portfolio) -> None:
    table = year_table(basis(invented), invented.declarations, "")
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
    table = year_table(basis(judgement.portfolio), judgement.portfolio.declarations, "")
    assert printed(table) == {
        "2027年": ("330,000 元", "300,000 元", "30,000 元", "10.00%", "None", "None"),
        "2026年": ("None", "None", "None", "无法对比", "None", "None"),
    }


def test_a_blank_prior_figure_is_not_filled_from_last_years_file() -> None:
    """The form asks for it, so a blank is the filer's word; rule H305 speaks of it."""
    pieces = "# content/projects/{0}/qinghe-danganguan/a.yml\n{{{0}}}\n{{{1}}}\n同名项目上年预算额:\n同名项目上年预算执行数:\n"
    years = portfolio(pieces.format(2019, 600_000) + pieces.format(2020, 700_000))
    whole = aggregate(basis(years), years.of_year(2020))
    assert (whole.prior, whole.growth, whole.lacks) == (
        None,
        "无法对比",
        (("blank", Tally(1, Money(Decimal(700_000)))),),
    )
    assert LACKS["blank"] in whole.line


def test_nothing_adds_up_to_nothing(real: Portfolio) -> None:
    nothing = aggregate(basis(real), ())
    assert (nothing.count, nothing.current, nothing.prior, nothing.comparable) == (0, ZERO, None, Tally())
    assert (nothing.change, nothing.change_rate, nothing.outturn_rate, nothing.notes) == (None, None, None, ())
    assert bridge(basis(real), (), (), 2020) is None


def test_a_prior_budget_of_zero_gives_a_change_and_no_rates() -> None:
    found = stated((5, 0, 0))
    values = [cell.value for cell in figures(found.compare(found.declarations[0]))]
    assert values == [yuan(5), ZERO, yuan(5), None, ZERO, None]
    whole = aggregate(basis(found), found.declarations)
    assert (whole.growth, whole.withheld) == ("不计算", "可比项目的上年预算额为 0，没有增减率。")


# Like with like


def stated(*projects: tuple[int, int | None, int | None]) -> Portfolio:
    """One year's projects of one unit with 当年预算, 上年预算额 and 上年执行数; nothing is known of the year before."""
    pieces = (
        f"# content/projects/2020/qinghe-danganguan/p{number}.yml\n{{2020}}\n项目名称: 项目{number}\n项目总预算: {current}\n"
        f"项目当年预算: {current}\n同名项目上年预算额: {'' if prior is None else prior}\n"
        f"同名项目上年预算执行数: {'' if outturn is None else outturn}\n"
        for number, (current, prior, outturn) in enumerate(projects)
    )
    return judge_example(
        read_example("\n".join(_spelt(line) for piece in pieces for line in piece.splitlines()))
    ).portfolio


def new_form(path: str, name: str, amount: int, extra: str = "") -> str:
    """A declaration on the form of 2026, which asks for no prior figures."""
    year = int(path[:4])
    return (
        f"# content/projects/{path}.yml\n表式: shanghai-2026\n年度: {year}\n计划开始日期: {year}-01-01\n计划完成日期: {year}-12-31\n"
        f"项目名称: {name}\n项目资金总额: {{合计: {amount}, 财政资金: {amount}}}\n年度资金申请总额: {{合计: {amount}, 当年财政拨款: {amount}}}\n{extra}"
    )


def new_forms(*pieces: str) -> Portfolio:
    """Their portfolio."""
    return judge_example(read_example("\n".join(pieces))).portfolio


def test_one_linked_and_one_new_form_give_no_rate_of_the_whole() -> None:
    """The totals grew from 100 to 6,754: the comparable project by 4 %, and it is a small part."""
    found = new_forms(
        new_form("2026/qinghe-tushuguan/a", "甲", 100),
        new_form("2027/qinghe-tushuguan/a", "甲", 104),
        new_form("2027/qinghe-tushuguan/b", "乙", 6_650),
    )
    whole = aggregate(basis(found), found.of_year(2027))
    assert (whole.change, whole.change_rate, whole.growth) == (yuan(4), None, "不计算")
    assert whole.withheld == "可比项目的当年预算只占 1.54%，低于本站设定的 50.00%，不计算增减率。"
    assert str(aggregate(basis(found, 1), found.of_year(2027)).change_rate) == "4.00%"
    assert whole.new == Tally(1, Money(Decimal(6_650)))


def test_a_form_without_prior_figures_cannot_be_compared_where_last_years_are_not_here() -> None:
    found = new_forms(new_form("2026/qinghe-tushuguan/a", "甲", 100))
    whole = aggregate(basis(found), found.declarations)
    assert (whole.growth, whole.new, dict(whole.lacks)) == (
        "无法对比",
        Tally(),
        {"unfiled": Tally(1, Money(Decimal(100)))},
    )
    assert whole.line == f"当年预算 100 元：无法对比 1 个 100 元（{LACKS['unfiled']}）。"
    assert [cell.value for cell in project_table(basis(found), found.declarations, "").column("change_rate")] == [
        "无法对比"
    ]


def test_a_project_that_was_split_is_not_compared_with_the_whole_twice() -> None:
    found = new_forms(
        new_form("2026/qinghe-tushuguan/a", "甲", 100),
        new_form("2027/qinghe-tushuguan/b", "乙", 60, "前身: 2026/qinghe-tushuguan/a\n"),
        new_form("2027/qinghe-tushuguan/c", "丙", 50, "前身: 2026/qinghe-tushuguan/a\n"),
    )
    whole = aggregate(basis(found), found.of_year(2027))
    assert (whole.prior, dict(whole.lacks)) == (None, {"split": Tally(2, Money(Decimal(110)))})


def test_budgets_of_two_editions_are_not_compared_and_their_sum_says_so() -> None:
    old = "# content/projects/2025/qinghe-tushuguan/a.yml\n{2025}\n{500000}\n申报单位名称: 青禾市图书馆\n项目名称: 甲\n"
    same_year = (
        "# content/projects/2026/qinghe-tushuguan/b.yml\n{2026}\n{70000}\n申报单位名称: 青禾市图书馆\n项目名称: 乙\n"
    )
    found = portfolio(old + same_year + new_form("2026/qinghe-tushuguan/a", "甲", 600_000))
    whole = aggregate(basis(found), found.of_year(2026))
    assert dict(whole.lacks)["unlike"] == Tally(1, Money(Decimal(600_000)))
    assert "2 种口径" in whole.unlike
    assert all(amount in whole.unlike for amount in ("1 个项目 600,000 元", "1 个项目 70,000 元"))
    (unasked,) = [
        row for row in dimension_table(basis(found), found.of_year(2026), "", PURPOSE).rows if row[0].ref is None
    ]
    assert unasked[0].value == "表上没有这一栏"


def test_years_are_added_up_without_a_change_or_a_rate(invented: Portfolio) -> None:
    whole = aggregate(basis(invented), invented.declarations)
    assert (whole.current, whole.change, whole.change_rate, whole.outturn_rate) == (yuan(1_500_000), None, None, None)
    assert (whole.growth, whole.withheld) == ("不计算", "所列跨 2 个年度，增减额和增减率不相加。")


def mixed() -> Portfolio:
    """Two years and editions: one goes on with another figure than was filed, some are new, split, ended, moved."""
    old, unit = (
        "# content/projects/{0}/qinghe-tushuguan/{1}.yml\n{{{0}}}\n{{{2}}}\n项目名称: {3}\n",
        "申报单位名称: 青禾市图书馆\n",
    )
    prior = "同名项目上年预算额: {0}\n同名项目上年预算执行数: {1}\n"
    return portfolio(
        old.format(2025, "a", 500_000, "甲") + unit + old.format(2025, "b", 90_000, "乙") + unit
        + old.format(2025, "c", 300_000, "丙") + unit + old.format(2025, "d", 40_000, "丁") + unit
        + "# content/projects/2025/qinghe-danganguan/e.yml\n{2025}\n{11000}\n项目名称: 戊\n"
        + old.format(2026, "a", 560_000, "甲") + unit + prior.format(480_000, 470_000)
        + old.format(2026, "b", 99_000, "乙") + unit + "资金用途: 资产购置类\n" + prior.format(90_000, "")
        + old.format(2026, "f", 17_000, "己") + unit + prior.format("", "")
        + old.format(2026, "g", 18_000, "庚") + unit + prior.format(5_000, 5_000)
        + new_form("2026/qinghe-tushuguan/c", "丙", 330_000)
    )  # fmt: skip


@pytest.mark.parametrize("group", ["all", "purpose", "none comparable", "one comparable", "no year before"])
def test_a_bridge_ties_both_years_totals(group: str) -> None:
    found = mixed()
    now, before = found.of_year(2026), found.of_year(2025)
    if group == "purpose":
        now, before = (
            tuple(d for d in year if (value := d.value(PURPOSE)) and value.id == "other-programmes")
            for year in (now, before)
        )
    elif group == "none comparable":
        now = tuple(d for d in now if d.name in "丙己")
    elif group == "one comparable":
        now = tuple(d for d in now if d.name in "甲丙")
    elif group == "no year before":
        before = ()
    told = bridge(basis(found), now, before, 2026)
    if group == "none comparable":
        assert told is None
        return
    assert told
    level, levels = told.start.amount, [told.start.amount]
    for part in told.parts:
        level = (
            part.amount if part.is_level and level == part.amount else level + (ZERO if part.is_level else part.amount)
        )
        levels.append(level)
    whole = aggregate(basis(found), now)
    assert levels[-1] == told.end.amount == whole.current == total([d.budget.current_year for d in now])
    assert whole.prior in levels
    if before:
        assert (told.start.projects, told.start.amount) == (len(before), total([d.budget.current_year for d in before]))
        assert [part.amount for part in told.parts if part.is_level] == [whole.prior]
        assert levels[[part.is_level for part in told.parts].index(True) + 1] == whole.prior
    assert all(part.amount or part.is_level for part in told.parts)


def test_a_bridge_says_what_fell_out_what_came_in_and_what_differs() -> None:
    found = mixed()
    told = bridge(basis(found), found.of_year(2026), found.of_year(2025), 2026)
    assert told
    assert [(part.label, part.projects, part.amount.yuan) for part in told.parts] == [
        ("本年没有再申报的", 1, -40_000),
        ("本年无法对比的", 1, -300_000),
        ("单位本年没有收录申报表的", 1, -11_000),
        ("上年没有收录或在别处的", 1, 5_000),
        ("所填上年预算额与上年申报数之差", 2, -20_000),
        ("可比项目上年预算额", 3, 575_000),
        ("可比项目增减", 3, 102_000),
        ("新增项目", 1, 17_000),
        ("无法对比的项目", 1, 330_000),
    ]


figure = st.none() | st.integers(0, 10**12)
entries = st.lists(st.tuples(st.integers(0, 10**12), figure, figure), min_size=1, max_size=8)


@holds_for(entries, st.integers(0, 8), examples=40)
def test_parts_add_up_to_the_whole_however_they_are_divided(
    projects: list[tuple[int, int | None, int | None]], cut: int
) -> None:
    found = stated(*projects)
    those = found.declarations
    whole, *parts = (aggregate(basis(found), some) for some in (those, those[:cut], those[cut:]))
    for name in ("current", "prior", "outturn", "outturn_base"):
        known = [getattr(part, name) for part in parts if getattr(part, name) is not None]
        assert getattr(whole, name) == (total(known) if known else None)
    assert whole.count == sum(part.count for part in parts)
    lacking = sum(tally.projects for _, tally in whole.lacks)
    assert whole.comparable.projects + lacking == whole.count
    assert whole.comparable.amount + total([tally.amount for _, tally in whole.lacks]) == whole.current
    assert whole.prior is None or whole.change == whole.comparable.amount - whole.prior


def evaluated(path: str, name: str, adjusted: int, executed: int) -> str:
    """A self-evaluation beside a declaration; amounts in 万元."""
    return (
        f"# content/projects/{path}.ziping.yml\n表式: national-ziping\n年度: {path[:4]}\n项目名称: {name}\n实施单位: 青禾市图书馆\n"
        f"项目资金: [{{资金: 年度资金总额, 年初预算数: {adjusted}, 全年预算数: {adjusted}, 全年执行数: {executed}}}]\n"
    )


def test_the_outturn_comes_from_last_years_self_evaluation_where_the_form_does_not_ask_for_it() -> None:
    found = new_forms(
        new_form("2026/qinghe-tushuguan/a", "甲", 1_000_000),
        evaluated("2026/qinghe-tushuguan/a", "甲", 100, 80),
        new_form("2027/qinghe-tushuguan/a", "甲", 1_100_000),
        new_form("2026/qinghe-tushuguan/b", "乙", 500_000),
        new_form("2027/qinghe-tushuguan/b", "乙", 500_000),
    )
    first, second = found.of_year(2027)
    comparison = found.compare(first)
    assert (comparison.prior, comparison.outturn, comparison.evaluated) == (yuan(1_000_000), yuan(800_000), True)
    assert (found.compare(second).outturn, found.compare(second).evaluated) == (None, False)
    assert found.part([first]).compare(first) == comparison
    whole = aggregate(basis(found), found.of_year(2027))
    assert (str(whole.outturn_rate), whole.evaluated) == ("80.00%", 1)
    assert "1 个项目的上年执行数取自上年绩效自评表。" in whole.notes
    assert "上年执行率只按上年预算额和上年执行数都有的项目计算。" in whole.notes


def test_the_outturn_of_an_adjusted_budget_is_not_set_against_another_amount() -> None:
    found = new_forms(
        new_form("2026/qinghe-tushuguan/a", "甲", 1_000_000),
        evaluated("2026/qinghe-tushuguan/a", "甲", 150, 140),
        new_form("2027/qinghe-tushuguan/a", "甲", 1_100_000),
    )
    (declaration,) = found.of_year(2027)
    assert (found.compare(declaration).prior, found.compare(declaration).outturn) == (yuan(1_000_000), None)


def test_what_a_form_states_of_the_outturn_stands_as_filed() -> None:
    found = judge_example(
        read_example(
            "# content/projects/2020/qinghe-danganguan/dangan-shuzihua.ziping.yml\n表式: national-ziping\n"
            "# content/projects/2021/qinghe-danganguan/dangan-shuzihua.yml\n年度: 2021\n开始时间: 2021-01-01\n结束时间: 2021-12-31\n"
            "同名项目上年预算额: 600000\n同名项目上年预算执行数: 560000\n"
        )
    ).portfolio
    (declaration,) = found.of_year(2021)
    assert (found.compare(declaration).outturn, found.compare(declaration).evaluated) == (yuan(560_000), False)


def of_place(path: str, edition: str, attribute: str, name: str) -> str:
    """A declaration on a form that says whether a project goes on, in 万元."""
    sample = (SAMPLES / f"{edition}.yml").read_text("utf-8").partition("\n")[2]
    filed = re.sub(r"(?m)^年度: .*$", f"年度: {path[:4]}", sample)
    filed = re.sub(r"(?m)^项目名称: .*$", f"项目名称: {name}", filed)
    filed = re.sub(r"(?m)^项目属性: .*$", f"项目属性: {attribute}", filed)
    return f"# content/projects/{path}.yml\n# 整个文件\n{filed}"


@pytest.mark.parametrize(("attribute", "lack"), [("新增项目", "new"), ("延续项目", "unfiled"), ("", "new")])
def test_a_project_that_says_it_goes_on_is_not_called_new(attribute: str, lack: str) -> None:
    """Its unit filed another project the year before, and last year's own is not here."""
    found = new_forms(
        of_place("2025/qinghe-tushuguan/a", "national-2021", "新增项目", "甲"),
        of_place("2026/qinghe-tushuguan/b", "national-2021", attribute, "乙"),
    )
    (declaration,) = found.of_year(2026)
    assert found.compare(declaration).lack == lack
