"""Budget against the year before: an overview of the years, and one page per year by project, unit and dimension."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from ..model import Outline
from ..summary import (
    Aggregate,
    Basis,
    aggregate,
    dimension_table,
    occurring,
    project_table,
    told_once,
    unit_table,
    year_table,
)
from ..table import Ref, Table
from ..words import OUTTURN_RATE, PAGES, PRIOR_BUDGET, PRIOR_OUTTURN
from .charts import Amount, Chart, bar_chart, table_chart
from .dimension import MOST_BARS
from .page import Heading, Page
from .paging import bounded
from .scatter import scatter
from .view import Draft, View, Whole, section
from .waterfall import bridge_of, waterfall

SUMMARY = section("summary")


class _Breakdown(NamedTuple):
    """One table of a year's page: its anchor, its title, and what makes it."""

    anchor: str
    title: str
    table: Callable[[Basis, Sequence[Outline], str], Table]


_PROJECTS, _UNITS = _Breakdown("projects", "按项目", project_table), _Breakdown("units", "按单位", unit_table)


def breakdowns(declarations: Sequence[Outline]) -> tuple[_Breakdown, ...]:
    """The tables of the page of a year with these declarations: those of all projects, of units, and of each dimension."""
    dimensions = (
        _Breakdown(dimension.folder, dimension.title, partial(dimension_table, dimension=dimension))
        for dimension in occurring(declarations)
    )
    return (_PROJECTS, _UNITS, *dimensions)


def _divided_by(declarations: Sequence[Outline]) -> str:
    """What the budgets are divided by, in words: 项目、单位、项目类型和资金用途."""
    *labels, last = ("项目", "单位", *(dimension.label for dimension in occurring(declarations)))
    return f"{'、'.join(labels)}和{last}"


def drafts(whole: Whole) -> Iterator[Draft]:
    """The overview, then each year."""
    portfolio = whole.portfolio
    yield whole.draft(Ref("summaries"), whole.everything, _overview)
    for year in portfolio.years:
        shown = (*portfolio.of_year(year), *portfolio.of_year(year - 1))
        yield whole.draft(Ref("summary", str(year)), whole.scope(shown), _year_page, year)


def _overview(view: View) -> Page:
    portfolio = view.portfolio
    return view.page(
        Ref("summaries"),
        title=PAGES["summaries"],
        description=f"各年度预算与上年预算、上年执行数的对比，按{_divided_by(portfolio.declarations)}汇总。",
        section=SUMMARY,
        years=year_table(view.basis, portfolio.declarations, "各年度预算对比"),
        chart=years_chart(view.basis) if len(portfolio.years) > 1 else None,
        breakdowns=[(year, breakdowns(portfolio.of_year(year))) for year in reversed(portfolio.years)],
    )


def years_chart(basis: Basis) -> Chart:
    """The budget of each year as declared, all of the same phase, with the number of declarations it is the sum of."""
    portfolio = basis.portfolio
    sums = {year: aggregate(basis, portfolio.of_year(year)) for year in portfolio.years}
    amounts = [
        Amount(f"{year}年预算（{whole.count} 个项目）", whole.current, ref=Ref("summary", str(year)))
        for year, whole in sums.items()
    ]
    return bar_chart("各年度申报的预算合计", amounts)


def _year_page(view: View, year: int) -> Page:
    portfolio = view.portfolio
    declarations = portfolio.of_year(year)
    whole = aggregate(view.basis, declarations)
    steps = waterfall(view.basis, declarations, year)
    points = scatter(portfolio, declarations, year, view.thresholds.low_outturn)
    return view.page(
        Ref("summary", str(year)),
        title=f"{year}年预算对比",
        description=f"{year}年预算合计 {whole.current}，与上年预算和执行数的对比，按{_divided_by(declarations)}。",
        section=SUMMARY,
        crumbs=[(PAGES["summaries"], Ref("summaries"))],
        toc=(
            Heading("bridge", "与上年怎样衔接"),
            *((Heading("changes", "什么增加了，什么减少了"),) if steps else ()),
            *((Heading("outturn", f"{OUTTURN_RATE}与预算增减"),) if points else ()),
            *(Heading(anchor, title) for anchor, title, _ in breakdowns(declarations)),
        ),
        whole=whole,
        chart=_compared(whole, year),
        bridge=bridge_of(view.basis, declarations, portfolio.of_year(year - 1), year),
        whole_year=year,
        waterfall=steps,
        scatter=points,
        low_outturn=view.thresholds.low_outturn,
        points=bounded(points.table, f"“{year}年项目”", view.limits.rows) if points else None,
        breakdown_tables=list(_breakdowns(view.basis, declarations, year, view.limits.rows)),
    )


def _compared(whole: Aggregate, year: int) -> Chart | None:
    """The comparable projects' figures; what some of them have and others lack is not drawn beside it."""
    if whole.prior is None:
        return None
    amounts = [
        (PRIOR_BUDGET, whole.prior, "prior"),
        *([(PRIOR_OUTTURN, whole.outturn, "outturn")] if whole.outturn and whole.outturn_base == whole.prior else []),
        ("当年预算", whole.comparable.amount, "current"),
    ]
    title = f"{year}年 {whole.comparable.projects} 个可比项目"
    return bar_chart(title, [Amount(label, amount, tone) for label, amount, tone in amounts])


_WHERE = {_PROJECTS.anchor: "“{year}年项目”", _UNITS.anchor: "“单位”一页"}
"""Where all rows of a table are that is too long for the page."""


def _breakdowns(
    basis: Basis, declarations: Sequence[Outline], year: int, most: int
) -> Iterator[tuple[str, str, Table, Chart | None]]:
    """The tables, and the bars of those with several groups that a chart can hold."""
    for anchor, title, make in breakdowns(declarations):
        table = make(basis, declarations, f"{year}年预算对比，{title}")
        table = table if anchor == _PROJECTS.anchor else told_once(table)
        is_division = anchor != _PROJECTS.anchor and 1 < len(table.rows) <= MOST_BARS
        shown = bounded(table, _WHERE.get(anchor, "“{explorer}”").format(year=year, **PAGES), most)
        yield anchor, title, shown, table_chart(table, "current") if is_division else None
