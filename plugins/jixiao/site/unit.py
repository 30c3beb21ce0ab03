"""The list of spending units, and one page per unit with its projects year by year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from ..model import Outline
from ..registry import SpendingUnit
from ..results import ResultOutline
from ..summary import year_table
from ..table import Ref, Table
from ..words import PAGES
from . import linked_data
from .findings import findings_by_unit
from .page import Heading, Page
from .paging import Turn, cut, turns
from .results import evaluated_years, of_unit
from .scorecard import Line, scorecard, scorecards
from .view import Draft, View, Whole, section
from .years import latest_of, lists_by_year, year_lists, years_elsewhere

UNITS = section("units")


def drafts(whole: Whole) -> Iterator[Draft]:
    """The list of units, then each unit, and its years where it has many projects."""
    portfolio = whole.portfolio
    listed = whole.scope(portfolio.declarations, whole.findings)
    for turn in turns(Ref("units"), "申报单位", len(portfolio.units), whole.limits.rows):
        yield whole.draft(turn.refs[turn.number - 1], listed, _list_page, turn)
    found, years = findings_by_unit(whole), evaluated_years(portfolio.results)
    evaluated = defaultdict[str, list[ResultOutline]](list)
    for result in portfolio.results:
        if result.kind.is_counted:
            evaluated[result.spending_unit.id].append(result)
    for unit in portfolio.units:
        declarations = portfolio.of_unit(unit.id)
        scope = whole.scope(declarations, found.get(unit.id, ()), evaluated.get(unit.id, ()))
        yield whole.draft(Ref("unit", unit.id), scope, _unit_page, unit, years)
        yield from year_lists(whole, declarations, unit.name, "unit", unit.id, [(PAGES["units"], Ref("units"))], UNITS)


def _latest(view: View) -> Table:
    """The units' scorecards of the last year, the largest budget first."""
    portfolio = view.portfolio
    year = portfolio.years[-1] if portfolio.years else 0
    members: dict[SpendingUnit, list[Outline]] = {}
    for declaration in portfolio.of_year(year):
        members.setdefault(declaration.spending_unit, []).append(declaration)
    lines = [
        Line(unit.name, Ref("unit", unit.id), Ref("unit-findings", unit.id), scorecard(view, those))
        for unit, those in members.items()
    ]
    lines.sort(key=lambda line: (-line.card.whole.current.yuan, line.name))
    return scorecards(f"{year}年各单位一览", "申报单位", lines, view.thresholds.low_outturn)


def _by_year(view: View, declarations: Sequence[Outline]) -> Table:
    """A unit's scorecards, the last year first."""
    years = sorted({declaration.year for declaration in declarations}, reverse=True)
    found = Ref("unit-findings", declarations[0].spending_unit.id)
    lines = [
        Line(f"{year}年", Ref("year", str(year)), found, scorecard(view, [d for d in declarations if d.year == year]))
        for year in years
    ]
    return scorecards("各年度一览", "年度", lines, view.thresholds.low_outturn)


def _list_page(view: View, turn: Turn) -> Page:
    portfolio = view.portfolio
    start = (turn.number - 1) * view.limits.rows
    return view.page(
        turn.refs[turn.number - 1],
        title=PAGES["units"] if turn.number == 1 else f"申报单位（第 {turn.number} 页）",
        description=f"{len(portfolio.units)} 个申报单位的项目和预算。",
        section=UNITS,
        year=portfolio.years[-1] if portfolio.years else None,
        latest=cut(view.once(_latest), turn, view.limits.rows),
        units=[(unit, len(portfolio.of_unit(unit.id))) for unit in portfolio.units[start : start + view.limits.rows]],
        turn=turn,
    )


def _unit_page(view: View, unit: SpendingUnit, evaluated: tuple[int, ...]) -> Page:
    results = of_unit(view, unit, evaluated)
    declarations = view.portfolio.of_unit(unit.id)
    lists = lists_by_year(view, declarations, of_one_unit=True)
    return view.page(
        Ref("unit", unit.id),
        title=unit.name,
        description=f"{unit.name}填报的 {len(declarations)} 份绩效目标申报表，按年度列出预算和上年执行情况。",
        section=UNITS,
        crumbs=[(PAGES["units"], Ref("units"))],
        toc=(
            Heading("cards", "各年度一览"),
            *((Heading("results", "各年度目标完成情况"),) if results else ()),
            Heading("years", "各年度预算"),
            *(Heading(f"y{year}", f"{year}年项目") for year, _ in lists),
        ),
        about=linked_data.organization(unit),
        unit=unit,
        **latest_of(view, declarations),
        cards=_by_year(view, declarations),
        found=len(view.findings),
        results=results,
        years=year_table(view.basis, declarations, "各年度预算"),
        lists=lists,
        elsewhere=years_elsewhere(view, declarations, "unit", unit.id),
    )
