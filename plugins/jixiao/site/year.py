"""The list of years, and one page per year with all its projects."""

from __future__ import annotations

from collections.abc import Iterator

from ..summary import aggregate, project_table, unit_table, year_table
from ..table import Ref
from .page import Heading, Page
from .view import View, section

PROJECTS = section("projects")


def pages(view: View) -> Iterator[Page]:
    """The list of all years, then each year."""
    portfolio = view.portfolio
    yield view.page(
        Ref("projects"),
        title="全部项目",
        description=f"全部 {len(portfolio.declarations)} 份绩效目标申报表，按年度和单位查阅。",
        section=PROJECTS,
        toc=(Heading("years", "按年度"), *(Heading(f"y{year}", f"{year}年项目") for year in reversed(portfolio.years))),
        years=year_table(portfolio, portfolio.declarations, "各年度预算"),
        lists=[
            (year, project_table(portfolio, portfolio.of_year(year), f"{year}年项目"))
            for year in reversed(portfolio.years)
        ],
    )
    for year in portfolio.years:
        yield _year_page(view, year)


def _year_page(view: View, year: int) -> Page:
    portfolio = view.portfolio
    declarations = portfolio.of_year(year)
    whole = aggregate(portfolio.compare(declaration) for declaration in declarations)
    return view.page(
        Ref("year", str(year)),
        title=f"{year}年项目",
        description=f"{year}年 {len(declarations)} 个项目，当年预算合计 {whole.current}。",
        section=PROJECTS,
        crumbs=[("项目", Ref("projects"))],
        toc=(Heading("projects", "全部项目"), Heading("units", "按单位")),
        year=year,
        whole=whole,
        projects=project_table(portfolio, declarations, f"{year}年全部项目"),
        units=unit_table(portfolio, declarations, f"{year}年各单位预算"),
        neighbours=[other for other in (year - 1, year + 1) if other in portfolio.years],
    )
