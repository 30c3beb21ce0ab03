"""Charts as geometry: every step and point ties to its figure, nothing is left out unsaid, and names stay text."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from random import Random
from xml.etree.ElementTree import Element

import pytest
from builders import judge_example
from in_memory import Judged as Judgement
from in_memory import judge, render
from markup import elements, parse, text

from jixiao.portfolio import Portfolio
from jixiao.rules.examples import read_example
from jixiao.site.charts import WIDTH, unit_of
from jixiao.site.page import Page
from jixiao.site.scatter import MOST_NUMBERED, MOST_POINTS, REGIONS, Scatter, scatter
from jixiao.site.summaries import years_chart
from jixiao.site.waterfall import MOST_STEPS, Waterfall, waterfall
from jixiao.summary import Basis
from jixiao.values import ZERO, Money, Percent, total

ROOT = Path(__file__).resolve().parent.parent
HALF = Percent(Decimal(50))
Figures = tuple[int, int | None, int | None]
"""当年预算, 上年预算 and 上年执行数 of a project, in 元."""


def judged(projects: Sequence[Figures], name: str = "项目", year: int = 2020) -> Judgement:
    """One year's projects with these figures."""
    pieces = (_piece(number, figures, name, year) for number, figures in enumerate(projects))
    return judge_example(read_example("\n".join(pieces)))


def _piece(number: int, figures: Figures, name: str, year: int) -> str:
    current, prior, outturn = figures
    return (
        f"# content/projects/{year}/qinghe-danganguan/p{number}.yml\n年度: {year}\n项目名称: '{name}{number}'\n"
        f"开始时间: {year}-01-01\n结束时间: {year}-12-31\n项目总预算: {current}\n项目当年预算: {current}\n"
        f"同名项目上年预算额: {'' if prior is None else prior}\n同名项目上年预算执行数: {'' if outturn is None else outturn}\n"
    )


def portfolio(projects: Sequence[Figures]) -> Portfolio:
    """The projects as a portfolio; none got lost."""
    found = judged(projects).portfolio
    assert len(found.declarations) == len(projects)
    return found


def steps_of(projects: Sequence[Figures]) -> Waterfall:
    """The year's waterfall, which there must be."""
    found = portfolio(projects)
    chart = waterfall(Basis(found, HALF), found.of_year(2020), 2020)
    assert chart
    return chart


def points_of(projects: Sequence[Figures]) -> Scatter:
    """The year's scatter, which there must be."""
    found = portfolio(projects)
    chart = scatter(found, found.of_year(2020), 2020)
    assert chart
    return chart


def invented(seed: int, count: int = 24) -> list[Figures]:
    """Figures with every sort of gap."""
    random = Random(seed)
    sizes = [10, 10_000, 5_000_000]
    return [
        (
            random.randrange(1, random.choice(sizes)),
            prior,
            None if random.random() < 0.3 else random.randrange(prior or 9),
        )
        for prior in (
            None if random.random() < 0.3 else random.randrange(1, random.choice(sizes)) for _ in range(count)
        )
    ]


# Waterfall


@pytest.mark.parametrize("seed", range(4))
def test_the_steps_of_a_waterfall_add_up_exactly_and_join(seed: int) -> None:
    projects = invented(seed)
    chart = steps_of(projects)
    first, *steps, last = chart.steps
    assert first.amount == Money(Decimal(sum(prior for _, prior, _ in projects if prior is not None)))
    assert last.amount == Money(Decimal(sum(current for current, _, _ in projects)))
    assert first.amount + total([step.amount for step in steps]) == last.amount
    assert [step.before for step in steps] == [first.after, *(step.after for step in steps[:-1])]
    ends = [first.start + first.length]
    for step in steps:
        assert ends[-1] in (step.start, step.start + step.length)
        ends.append(step.start + step.length if step.tone == "rise" else step.start)
    assert ends[-1] == last.start + last.length
    assert all(step.start >= 0 and step.length >= 0 and step.start + step.length <= WIDTH for step in chart.steps)
    assert max(step.start + step.length for step in chart.steps) == WIDTH


@pytest.mark.parametrize("seed", range(4))
def test_the_table_behind_a_waterfall_says_the_same(seed: int) -> None:
    chart = steps_of(invented(seed))
    rows = [*chart.table.rows, chart.table.total or ()]
    assert [row[0].value for row in rows] == [step.label for step in chart.steps]
    assert [row[2].value for row in rows] == [step.after for step in chart.steps]
    assert [row[1].value for row in rows[1:-1]] == [step.amount for step in chart.steps[1:-1]]


def test_small_changes_and_new_projects_stand_together_with_their_number() -> None:
    rises, falls = [(100 + n, 50, None) for n in range(MOST_STEPS)], [(10, 11, None), (10, 12, None)]
    chart = steps_of([*rises, *falls, (7, None, None), (8, None, None)])
    labels = [step.label for step in chart.steps if not step.ref]
    assert labels == ["可比项目上年预算额", "无法对比的 2 个项目", "其余减少的 2 个项目", "2020年预算"]
    assert [step.amount.yuan for step in chart.steps if not step.ref][1:3] == [15, -3]


def test_rises_come_before_falls_and_the_largest_first() -> None:
    chart = steps_of([(10, 30, None), (90, 30, None), (40, 30, None), (25, 30, None)])
    assert [step.amount.yuan for step in chart.steps[1:-1]] == [60, 10, -20, -5]
    assert [step.tone for step in chart.steps] == ["prior", "rise", "rise", "fall", "fall", "current"]


def test_an_axis_that_does_not_start_at_zero_says_so_and_draws_no_bar_for_a_total() -> None:
    chart = steps_of([(1_000_000, 990_000, None)])
    assert ZERO < chart.base < Money(Decimal(990_000))
    assert any(str(chart.base) in note and "不从 0 开始" in note for note in chart.notes)
    assert all(step.length < 10 for step in (chart.steps[0], chart.steps[-1]))
    zero = steps_of([(100, 10, None)])
    assert (zero.base, zero.notes, zero.steps[0].start) == (ZERO, (), 0)


@pytest.mark.parametrize("projects", [[], [(5, None, None)], [(5, 5, 5)], [(0, None, None), (5, 5, None)]])
def test_there_is_no_waterfall_where_nothing_can_be_compared_or_changed(projects: list[Figures]) -> None:
    found = portfolio(projects)
    assert waterfall(Basis(found, HALF), found.of_year(2020), 2020) is None


def test_nothing_left_is_a_fall_to_zero() -> None:
    chart = steps_of([(0, 100, None)])
    assert [(step.start, step.length) for step in chart.steps] == [(0, WIDTH), (0, WIDTH), (0, 0)]


# One unit a chart


@pytest.mark.parametrize(
    ("sizes", "unit"),
    [
        ((5, 9_999), "元"),
        ((10_000, 100), "万元"),
        ((10_000, 99), "元"),
        ((10_000, 0), "万元"),
        ((0,), "元"),
        ((), "元"),
    ],
)
def test_all_amounts_of_a_chart_are_in_one_unit_in_which_none_is_lost(sizes: tuple[int, ...], unit: str) -> None:
    assert unit_of([Money(Decimal(size)) for size in sizes]) == unit


# Scatter


@pytest.mark.parametrize("seed", range(4))
def test_every_project_with_both_rates_has_a_point_within_the_picture(seed: int) -> None:
    projects = invented(seed)
    chart = points_of(projects)
    drawn = [(p, o) for _, p, o in projects if p and o is not None]
    assert len(chart.points) == len(drawn) == len(chart.table.rows)
    ticks = [tick.at for tick in (*chart.x_ticks, *chart.y_ticks)]
    for place in [*(p.x for p in chart.points), *(p.y for p in chart.points), *ticks, chart.split_x, chart.split_y]:
        assert 0 <= place <= 100
    assert any(f"{len(projects) - len(drawn)} 个项目缺" in note for note in chart.notes)


def test_points_lie_where_their_rates_are() -> None:
    chart = points_of([(110, 100, 50), (100, 100, 100), (90, 100, 85)])
    found = {point.label: point for point in chart.points}
    assert [(found[f"项目{n}"].x, found[f"项目{n}"].y) for n in range(3)] == [(50, 0), (100, 50), (85, 100)]
    assert (chart.split_x, chart.split_y) == (85, 50)
    assert [tick.label for tick in chart.y_ticks] == ["−10%", "−5%", "0%", "+5%", "+10%"]


def test_who_spent_little_and_asks_for_more_is_numbered_and_named() -> None:
    chart = points_of([(200, 100, 20), (110, 100, 84), (110, 100, 85), (100, 100, 10), (99, 100, 99)])
    assert [(point.label, point.number) for point in chart.numbered] == [("项目0", 1), ("项目1", 2)]
    regions = {point.label: point.region for point in chart.points}
    assert list(map(regions.get, (f"项目{n}" for n in range(5)))) == ["watch", "watch", "more", "less", "steady"]
    assert "其中 2 个项目上年执行率低于 85%" in chart.description
    assert all(REGIONS[point.region] in point.words for point in chart.points)


def test_growth_beyond_the_picture_stands_at_its_edge_and_says_so() -> None:
    chart = points_of([(100_000, 1, 1), (100, 100, 500), (100, 100, 90)])
    beyond = {point.label: (point.x, point.y, point.beyond) for point in chart.points}
    assert beyond["项目0"][1:] == (0, True)
    assert beyond["项目1"][::2] == (100, True)
    assert not beyond["项目2"][2]
    assert "超出图的范围" in next(point.words for point in chart.points if point.label == "项目0")


@pytest.mark.parametrize("projects", [[], [(5, None, None)], [(5, 0, 0)], [(5, 5, None)], [(5, None, 5)]])
def test_there_is_no_scatter_without_both_rates(projects: list[Figures]) -> None:
    found = portfolio(projects)
    assert scatter(found, found.of_year(2020), 2020) is None


def test_more_points_than_can_be_drawn_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jixiao.site.scatter.MOST_POINTS", 12)
    chart = points_of([(110 + n, 100, 20) for n in range(13)] + [(1, 100, 100)])
    assert (len(chart.points), len(chart.numbered), len(chart.table.rows)) == (12, MOST_NUMBERED, 14)
    assert any("图上只画 12 个点" in note for note in chart.notes)
    assert MOST_POINTS > 100


# On the pages


def tag(element: Element) -> str:
    """An element's name without its namespace: drawings have one of their own."""
    return str(element.tag).rsplit("}", 1)[-1]


def page_of(judgement: Judgement, path: str) -> Page:
    return next(page for page in render(judgement, ROOT / "theme").pages if page.path == path)


def test_hostile_names_are_text_in_charts() -> None:
    name = '<script>alert(1)</script>"><b onmouseover=x>&amp;'
    tree = parse(page_of(judged([(200, 100, 20), (50, 100, 90)], name), "summary/2020/").body)
    assert {tag(element) for element in elements(tree)}.isdisjoint({"script", "b"})
    titles = [text(element) for element in elements(tree) if tag(element) == "title"]
    assert len([title for title in titles if title.startswith(name)]) == 4


def test_each_picture_has_title_words_and_its_table() -> None:
    tree = parse(page_of(judge(ROOT), "summary/2019/").body)
    images = [element for element in elements(tree) if element.get("role") == "img"]
    assert images
    assert all(element.get("aria-label") == text(next(iter(element))) for element in images)
    (plot,) = [element for element in elements(tree) if tag(element) == "svg" and element.get("role") == "group"]
    assert [tag(child) for child in plot][:2] == ["title", "desc"]
    captions = [text(element) for element in elements(tree) if tag(element) == "caption"]
    assert {"2019年预算比上年逐项增减", "2019年各项目的上年执行率与增减率"} <= set(captions)


def test_the_picture_finds_the_project_that_spent_little_and_asks_for_more() -> None:
    found = judge(ROOT).portfolio
    chart = scatter(found, found.of_year(2019), 2019)
    assert chart
    assert [(point.label, str(point.outturn)) for point in chart.numbered] == [("合作交流工作业务费", "82.85%")]
    assert [point.growth > Percent(Decimal(11)) for point in chart.numbered] == [True]


def test_the_chart_of_years_holds_declared_budgets_alone_and_how_many_they_are_of() -> None:
    found = judge(ROOT / "tests" / "example").portfolio
    bars = years_chart(Basis(found, HALF)).bars
    assert [bar.label for bar in bars][:3] == [
        "2018年预算（1 个项目）",
        "2019年预算（2 个项目）",
        "2020年预算（2 个项目）",
    ]
    budgets = [total([d.budget.current_year for d in found.of_year(year)]) for year in found.years]
    assert [bar.amount for bar in bars] == budgets
    assert "同一阶段" in page_of(judge(ROOT / "tests" / "example"), "summary/").body
