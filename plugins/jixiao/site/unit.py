"""The list of spending units, and one page per unit with its projects year by year."""

from __future__ import annotations

from collections.abc import Iterator

from ..registry import SpendingUnit
from ..summary import unit_table, year_table
from ..table import Ref, Table
from .page import Heading, Page
from .paging import Turn, cut, turns
from .view import Draft, View, Whole, section
from .years import latest_of, lists_by_year, year_lists, years_elsewhere

UNITS = section("units")


def drafts(whole: Whole) -> Iterator[Draft]:
    """The list of units, then each unit, and its years where it has many projects."""
    portfolio = whole.portfolio
    for turn in turns(Ref("units"), "申报单位", len(portfolio.units), whole.limits.rows):
        yield whole.draft(turn.refs[turn.number - 1], whole.everything, _list_page, turn)
    for unit in portfolio.units:
        declarations = portfolio.of_unit(unit.id)
        yield whole.draft(Ref("unit", unit.id), whole.scope(declarations), _unit_page, unit)
        yield from year_lists(whole, declarations, unit.name, "unit", unit.id, [("单位", Ref("units"))], UNITS)


def _latest(view: View) -> Table:
    """The units' budgets of the last year."""
    portfolio = view.portfolio
    year = portfolio.years[-1] if portfolio.years else None
    return unit_table(view.basis, portfolio.of_year(year) if year else (), f"{year}年各单位预算")


def _list_page(view: View, turn: Turn) -> Page:
    portfolio = view.portfolio
    start = (turn.number - 1) * view.limits.rows
    return view.page(
        turn.refs[turn.number - 1],
        title="申报单位" if turn.number == 1 else f"申报单位（第 {turn.number} 页）",
        description=f"{len(portfolio.units)} 个申报单位的项目和预算。",
        section=UNITS,
        year=portfolio.years[-1] if portfolio.years else None,
        latest=cut(view.once(_latest), turn, view.limits.rows),
        units=[(unit, len(portfolio.of_unit(unit.id))) for unit in portfolio.units[start : start + view.limits.rows]],
        turn=turn,
    )


def _unit_page(view: View, unit: SpendingUnit) -> Page:
    declarations = view.portfolio.of_unit(unit.id)
    lists = lists_by_year(view, declarations)
    return view.page(
        Ref("unit", unit.id),
        title=unit.name,
        description=f"{unit.name}填报的 {len(declarations)} 份绩效目标申报表，按年度列出预算和上年执行情况。",
        section=UNITS,
        crumbs=[("单位", Ref("units"))],
        toc=(Heading("years", "各年度"), *(Heading(f"y{year}", f"{year}年项目") for year, _ in lists)),
        unit=unit,
        **latest_of(view, declarations),
        years=year_table(view.basis, declarations, "各年度预算"),
        lists=lists,
        elsewhere=years_elsewhere(view, declarations, "unit", unit.id),
    )
