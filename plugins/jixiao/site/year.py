"""The list of years, and one page per year with all its projects."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from ..portfolio import Portfolio
from ..summary import Aggregate, aggregate, project_table, unit_table, year_table
from ..table import Ref, Table
from .page import Draft, Heading, Page
from .paging import Turn, bounded, cut, turns
from .view import View, section

PROJECTS = section("projects")


def drafts(view: View) -> Iterator[Draft]:
    """The list of all years, then each year."""
    portfolio = view.portfolio
    yield view.draft(Ref("projects"), view.inputs_of_all, lambda: _list_page(view))
    for year in portfolio.years:
        declarations = portfolio.of_year(year)
        inputs = view.inputs(declarations, str(portfolio.years))
        whole = view.shared(partial(_Whole.of, portfolio, year))
        for turn in turns(Ref("year", str(year)), f"{year}年全部项目", len(declarations), view.limits.rows):
            make = partial(_year_page, view, year, whole, turn)
            yield view.draft(turn.refs[turn.number - 1], inputs, make)


def _list_page(view: View) -> Page:
    portfolio = view.portfolio
    years = tuple(reversed(portfolio.years)) if len(portfolio.declarations) <= view.limits.rows else ()
    return view.page(
        Ref("projects"),
        title="全部项目",
        description=f"全部 {len(portfolio.declarations)} 份绩效目标申报表，按年度和单位查阅。",
        section=PROJECTS,
        toc=(Heading("years", "按年度"), *(Heading(f"y{year}", f"{year}年项目") for year in years)),
        years=year_table(portfolio, portfolio.declarations, "各年度预算"),
        lists=[(year, project_table(portfolio, portfolio.of_year(year), f"{year}年项目")) for year in years],
        count=len(portfolio.declarations),
    )


class _Whole(NamedTuple):
    """What the pages of a year are cut from, and what all of them tell of the year."""

    projects: Table
    sums: Aggregate

    @classmethod
    def of(cls, portfolio: Portfolio, year: int) -> _Whole:
        declarations = portfolio.of_year(year)
        sums = aggregate(portfolio.compare(declaration) for declaration in declarations)
        return cls(project_table(portfolio, declarations, f"{year}年全部项目"), sums)


def _year_page(view: View, year: int, whole: Callable[[], _Whole], turn: Turn) -> Page:
    portfolio = view.portfolio
    declarations = portfolio.of_year(year)
    projects, sums = whole()
    units = unit_table(portfolio, declarations, f"{year}年各单位预算") if turn.number == 1 else None
    return view.page(
        turn.refs[turn.number - 1],
        title=f"{year}年项目" if turn.number == 1 else f"{year}年项目（第 {turn.number} 页）",
        description=f"{year}年 {len(declarations)} 个项目，当年预算合计 {sums.current}。",
        section=PROJECTS,
        crumbs=[("项目", Ref("projects"))],
        toc=(Heading("projects", "全部项目"), *((Heading("units", "按单位"),) if units else ())),
        year=year,
        whole=sums,
        projects=cut(projects, turn, view.limits.rows),
        units=bounded(units, "“单位”一页", view.limits.rows) if units else None,
        neighbours=[other for other in (year - 1, year + 1) if other in portfolio.years],
        turn=turn,
    )
