"""The home page: the latest year at a glance, how its budget divides, what changed most, and the ways in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..forms import Dimension
from ..model import Outline
from ..portfolio import Portfolio
from ..summary import aggregate, dimension_table, largest_changes, occurring, project_table
from ..table import Ref, Table
from . import linked_data
from .charts import Chart
from .dimension import divided
from .page import Heading, Page
from .reached import reached
from .results import evaluated_years
from .view import HOME, Draft, View, Whole
from .waterfall import bridge_of

MOST_CHANGES = 8
"""Rows of the table of largest changes."""
LATEST = (Heading("division", "预算构成"), Heading("changes", "增减最多的项目"))
"""What stands on the page once there is a year to speak of."""


def drafts(whole: Whole) -> Iterator[Draft]:
    """The one home page."""
    years = whole.portfolio.years
    evaluated = evaluated_years(whole.portfolio.results)[:1]
    results = (result for result in whole.portfolio.results if result.kind.is_counted and result.year in evaluated)
    scope = whole.scope(_of_two_years(whole.portfolio, years[-1]) if years else (), (), results)
    dimensions = tuple(dimension for dimension in whole.dimensions if dimension.has_pages)
    yield whole.draft(Ref("home"), scope, _page, dimensions, *evaluated)


def _of_two_years(portfolio: Portfolio, year: int) -> tuple[Outline, ...]:
    return (*portfolio.of_year(year), *portfolio.of_year(year - 1))


def _page(view: View, dimensions: tuple[Dimension, ...], evaluated: int | None = None) -> Page:
    portfolio = view.portfolio
    year = portfolio.years[-1] if portfolio.years else None
    declarations = portfolio.of_year(year) if year else ()
    told = _description(view, year, declarations, dimensions)
    return view.page(
        Ref("home"),
        title="绩效目标公开",
        description=told,
        about=linked_data.website("绩效目标公开", told),
        section=HOME,
        toc=(
            *(LATEST if year else ()),
            *((Heading("results", f"{evaluated}年目标完成情况"),) if evaluated else ()),
            Heading("ways", "从这里进入"),
        ),
        year=year,
        units=len({declaration.spending_unit.id for declaration in declarations}),
        whole=aggregate(view.basis, declarations),
        bridge=bridge_of(view.basis, declarations, portfolio.of_year(year - 1), year) if year else None,
        divisions=_divisions(view, declarations, year),
        dimensions=dimensions,
        changes=_changes(view, declarations, year),
        evaluated=evaluated,
        reached=reached(view.scope.results),
    )


def _divisions(view: View, declarations: Sequence[Outline], year: int | None) -> list[tuple[Table, Chart | None]]:
    tables = (
        dimension_table(view.basis, declarations, f"{year}年预算{dimension.title}", dimension)
        for dimension in occurring(declarations)
    )
    return [divided(table, f"“{year}年预算对比”", view.limits.rows) for table in tables]


def _changes(view: View, declarations: Sequence[Outline], year: int | None) -> Table:
    changed = largest_changes(view.portfolio, declarations, MOST_CHANGES)
    table = project_table(view.basis, changed, f"{year}年比上年增减最多的项目")
    by_ref = {cells[0].ref: cells for cells in table.rows}
    rows = tuple(by_ref[Ref("declaration", declaration.id)] for declaration in changed)
    return Table(table.caption, table.columns, rows)


def _description(view: View, year: int | None, declarations: Sequence[Outline], dimensions: Sequence[Dimension]) -> str:
    if year is None:
        return "财政支出项目绩效目标申报表的公开网站。"
    ways = "、".join(("单位", *(dimension.label for dimension in dimensions)))
    total = aggregate(view.basis, declarations).current
    return f"财政支出项目绩效目标申报表：{year}年 {len(declarations)} 个项目，当年预算合计 {total}。可按{ways}查阅，并与上年比较。"
