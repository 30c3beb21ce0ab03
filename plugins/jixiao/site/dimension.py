"""How projects divide by 项目类型, 资金用途 and every other dimension: a page of all values, and one page per value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ..forms import Dimension, Option
from ..model import Outline
from ..summary import dimension_table, each_once, occurring, value_ref, year_table
from ..table import Ref, Table
from ..words import PAGES
from .charts import Chart, table_chart
from .page import Heading, Page
from .paging import bounded
from .view import Crumb, Draft, View, Whole, section
from .years import latest_of, lists_by_year, year_lists, years_elsewhere

PROJECTS = section("projects")
MOST_BARS = 12
"""A table of groups with more rows than this has no chart."""


def drafts(whole: Whole) -> Iterator[Draft]:
    """For each dimension with pages its own page, then a page for each value that occurs."""
    for dimension in whole.dimensions:
        if dimension.has_pages:
            yield whole.draft(Ref("dimension", dimension.folder), whole.everything, _dimension_page, dimension)
            for value, those in _members(whole, dimension):
                ref = value_ref(dimension, value)
                yield whole.draft(ref, whole.scope(those), _value_page, dimension, value)
                yield from year_lists(whole, those, value.label, *ref, _crumbs(dimension), PROJECTS)


def _members(whole: Whole, dimension: Dimension) -> list[tuple[Option, list[Outline]]]:
    """The values that occur, by their ids, each with its declarations."""
    members: dict[Option, list[Outline]] = defaultdict(list)
    for declaration in whole.portfolio.declarations:
        if value := declaration.value(dimension):
            members[value].append(declaration)
    return sorted(members.items(), key=lambda entry: entry[0].id)


def _crumbs(dimension: Dimension) -> list[Crumb]:
    return [(PAGES["projects"], Ref("projects")), (dimension.title, Ref("dimension", dimension.folder))]


def divided(table: Table, where: str, most: int) -> tuple[Table, Chart | None]:
    """A dimension's table as a page has it, and the bars of it that a chart can hold."""
    return bounded(table, where, most), table_chart(table, "current") if len(table.rows) <= MOST_BARS else None


def _dimension_page(view: View, dimension: Dimension) -> Page:
    portfolio = view.portfolio
    years = [year for year in portfolio.years if dimension in occurring(portfolio.of_year(year))]
    tables = (
        dimension_table(view.basis, portfolio.of_year(year), f"{year}年预算{dimension.title}", dimension)
        for year in reversed(years)
    )
    return view.page(
        Ref("dimension", dimension.folder),
        title=dimension.title,
        description=f"各年度项目预算{dimension.title}的分布和增减。",
        section=PROJECTS,
        crumbs=[(PAGES["projects"], Ref("projects"))],
        tables_and_charts=[divided(table, f"“{PAGES['explorer']}”", view.limits.rows) for table in each_once(tables)],
        without=[year for year in portfolio.years if year not in years],
    )


def _value_page(view: View, dimension: Dimension, value: Option) -> Page:
    declarations = view.scope.outlines
    lists = lists_by_year(view, declarations)
    ref = value_ref(dimension, value)
    return view.page(
        ref,
        title=value.label,
        description=f"{dimension.label}为“{value.label}”的 {len(declarations)} 份申报表，按年度列出预算和上年执行情况。",
        section=PROJECTS,
        crumbs=_crumbs(dimension),
        toc=(Heading("years", "各年度"), *(Heading(f"y{year}", f"{year}年项目") for year, _ in lists)),
        label=dimension.label,
        **latest_of(view, declarations),
        years=year_table(view.basis, declarations, "各年度预算"),
        lists=lists,
        elsewhere=years_elsewhere(view, declarations, *ref),
    )
