"""The list of years, and one page per year with all its projects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..forms import Dimension
from ..model import Outline
from ..summary import Aggregate, aggregate, project_table, told_once, unit_table, year_table
from ..table import Ref, Table
from ..words import PAGES
from .page import Heading, Page
from .paging import Turn, bounded, cut, turns
from .reached import reached
from .view import Draft, View, Whole, section
from .waterfall import bridge_of

PROJECTS = section("projects")


def drafts(whole: Whole) -> Iterator[Draft]:
    """The list of all years, then each year."""
    years = whole.portfolio.years
    yield whole.draft(Ref("projects"), whole.everything, _list_page, tuple(d for d in whole.dimensions if d.has_pages))
    for year in years:
        results = (one for one in whole.portfolio.results if one.year == year and one.kind.is_counted)
        scope = whole.scope((*whole.portfolio.of_year(year), *whole.portfolio.of_year(year - 1)), (), results)
        count = len(whole.portfolio.of_year(year))
        neighbours = tuple(other for other in (year - 1, year + 1) if other in years)
        for turn in turns(Ref("year", str(year)), f"{year}年全部项目", count, whole.limits.rows):
            yield whole.draft(turn.refs[turn.number - 1], scope, _year_page, year, neighbours, turn)


def _list_page(view: View, dimensions: tuple[Dimension, ...]) -> Page:
    portfolio = view.portfolio
    years = tuple(reversed(portfolio.years)) if len(portfolio.declarations) <= view.limits.rows else ()
    return view.page(
        Ref("projects"),
        title=PAGES["projects"],
        description=f"全部 {len(portfolio.declarations)} 份绩效目标申报表，按年度和单位查阅。",
        section=PROJECTS,
        toc=(Heading("years", "按年度"), *(Heading(f"y{year}", f"{year}年项目") for year in years)),
        years=year_table(view.basis, portfolio.declarations, "各年度预算"),
        lists=[
            (year, told_once(project_table(view.basis, portfolio.of_year(year), f"{year}年项目"))) for year in years
        ],
        count=len(portfolio.declarations),
        dimensions=dimensions,
    )


class _Sums(NamedTuple):
    """What the pages of a year are cut from, and what all of them tell of the year."""

    declarations: tuple[Outline, ...]
    projects: Table
    sums: Aggregate


def _sums(view: View) -> _Sums:
    year = view.portfolio.years[-1]
    declarations = view.portfolio.of_year(year)
    return _Sums(
        declarations, project_table(view.basis, declarations, f"{year}年全部项目"), aggregate(view.basis, declarations)
    )


def _year_page(view: View, year: int, neighbours: tuple[int, ...], turn: Turn) -> Page:
    declarations, projects, sums = view.once(_sums)
    before = view.portfolio.of_year(year - 1)
    units = unit_table(view.basis, declarations, f"{year}年各单位预算") if turn.number == 1 else None
    found = (Heading("results", "目标完成情况"),) if turn.number == 1 and view.scope.results else ()
    return view.page(
        turn.refs[turn.number - 1],
        title=f"{year}年项目" if turn.number == 1 else f"{year}年项目（第 {turn.number} 页）",
        description=f"{year}年 {len(declarations)} 个项目，当年预算合计 {sums.current}。",
        section=PROJECTS,
        crumbs=[(PAGES["projects"], Ref("projects"))],
        toc=(*found, Heading("projects", "全部项目"), *((Heading("units", "按单位"),) if units else ())),
        year=year,
        whole=sums,
        bridge=bridge_of(view.basis, declarations, before, year) if turn.number == 1 else None,
        projects=cut(projects, turn, view.limits.rows),
        reached=reached(view.scope.results),
        units=bounded(units, "“单位”一页", view.limits.rows) if units else None,
        neighbours=list(neighbours),
        turn=turn,
    )
