"""The list of spending units, and one page per unit with its projects year by year."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from ..portfolio import Portfolio
from ..registry import SpendingUnit
from ..summary import unit_table, year_table
from ..table import Ref, Table
from .page import Draft, Heading, Page
from .paging import Turn, cut, turns
from .view import View, section
from .years import lists_by_year, year_lists, years_elsewhere

UNITS = section("units")


def drafts(view: View) -> Iterator[Draft]:
    """The list of units, then each unit, and its years where it has many projects."""
    portfolio = view.portfolio
    latest = view.shared(partial(_latest, portfolio))
    for turn in turns(Ref("units"), "申报单位", len(portfolio.units), view.limits.rows):
        yield view.draft(turn.refs[turn.number - 1], view.inputs_of_all, partial(_list_page, view, latest, turn))
    for unit in portfolio.units:
        declarations = portfolio.of_unit(unit.id)
        inputs = view.inputs(declarations, repr(unit))
        yield view.draft(Ref("unit", unit.id), inputs, partial(_unit_page, view, unit))
        yield from year_lists(view, declarations, unit.name, "unit", unit.id, [("单位", Ref("units"))], UNITS)


def _latest(portfolio: Portfolio) -> Table:
    """The units' budgets of the last year."""
    year = portfolio.years[-1] if portfolio.years else None
    return unit_table(portfolio, portfolio.of_year(year) if year else (), f"{year}年各单位预算")


def _list_page(view: View, latest: Callable[[], Table], turn: Turn) -> Page:
    portfolio = view.portfolio
    start = (turn.number - 1) * view.limits.rows
    return view.page(
        turn.refs[turn.number - 1],
        title="申报单位" if turn.number == 1 else f"申报单位（第 {turn.number} 页）",
        description=f"{len(portfolio.units)} 个申报单位的项目和预算。",
        section=UNITS,
        year=portfolio.years[-1] if portfolio.years else None,
        latest=cut(latest(), turn, view.limits.rows),
        units=[(unit, len(portfolio.of_unit(unit.id))) for unit in portfolio.units[start : start + view.limits.rows]],
        turn=turn,
    )


def _unit_page(view: View, unit: SpendingUnit) -> Page:
    portfolio = view.portfolio
    declarations = portfolio.of_unit(unit.id)
    lists = lists_by_year(view, declarations)
    return view.page(
        Ref("unit", unit.id),
        title=unit.name,
        description=f"{unit.name}填报的 {len(declarations)} 份绩效目标申报表，按年度列出预算和上年执行情况。",
        section=UNITS,
        crumbs=[("单位", Ref("units"))],
        toc=(Heading("years", "各年度"), *(Heading(f"y{year}", f"{year}年项目") for year, _ in lists)),
        unit=unit,
        years=year_table(portfolio, declarations, "各年度预算"),
        lists=lists,
        elsewhere=years_elsewhere(view, declarations, "unit", unit.id),
    )
