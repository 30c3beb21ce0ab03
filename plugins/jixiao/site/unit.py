"""The list of spending units, and one page per unit with its projects year by year."""

from __future__ import annotations

from collections.abc import Iterator

from ..registry import SpendingUnit
from ..summary import project_table, unit_table, year_table
from ..table import Ref
from .page import Heading, Page
from .view import View, section

UNITS = section("units")


def pages(view: View) -> Iterator[Page]:
    """The list of units, then each unit."""
    portfolio = view.portfolio
    year = portfolio.years[-1] if portfolio.years else None
    yield view.page(
        Ref("units"),
        title="申报单位",
        description=f"{len(portfolio.units)} 个申报单位的项目和预算。",
        section=UNITS,
        year=year,
        latest=unit_table(portfolio, portfolio.of_year(year) if year else (), f"{year}年各单位预算"),
        units=[(unit, len(portfolio.of_unit(unit.id))) for unit in portfolio.units],
    )
    for unit in portfolio.units:
        yield _unit_page(view, unit)


def _unit_page(view: View, unit: SpendingUnit) -> Page:
    portfolio = view.portfolio
    declarations = portfolio.of_unit(unit.id)
    years = sorted({declaration.year for declaration in declarations}, reverse=True)
    return view.page(
        Ref("unit", unit.id),
        title=unit.name,
        description=f"{unit.name}填报的 {len(declarations)} 份绩效目标申报表，按年度列出预算和上年执行情况。",
        section=UNITS,
        crumbs=[("单位", Ref("units"))],
        toc=(Heading("years", "各年度"), *(Heading(f"y{year}", f"{year}年项目") for year in years)),
        unit=unit,
        years=year_table(portfolio, declarations, "各年度预算"),
        lists=[
            (year, project_table(portfolio, [d for d in declarations if d.year == year], f"{year}年项目"))
            for year in years
        ],
    )
