"""How projects divide by 项目类型 and by 资金用途: a list of each, and one page per type and per purpose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ..forms import Option
from ..model import Outline
from ..summary import Basis, purpose_table, type_table, year_table
from ..table import Ref, Table
from ..words import PAGES
from .charts import table_chart
from .page import Heading, Page
from .view import Crumb, Draft, View, Whole, section
from .years import latest_of, lists_by_year, year_lists, years_elsewhere

PROJECTS = section("projects")


@dataclass(frozen=True, slots=True)
class Category:
    """One way to divide projects: the page kinds of its list and of its members, its label, its table."""

    list_kind: str
    kind: str
    label: str
    option: Callable[[Outline], Option | None]
    table: Callable[[Basis, Sequence[Outline], str], Table]


CATEGORIES = (
    Category("types", "type", "项目类型", lambda declaration: declaration.project_type, type_table),
    Category("purposes", "purpose", "资金用途", lambda declaration: declaration.purpose, purpose_table),
)


def drafts(whole: Whole) -> Iterator[Draft]:
    """For each category its list, then a page for each option that occurs."""
    for number, category in enumerate(CATEGORIES):
        members: dict[Option, list[Outline]] = defaultdict(list)
        for declaration in whole.portfolio.declarations:
            if option := category.option(declaration):
                members[option].append(declaration)
        yield whole.draft(Ref(category.list_kind), whole.everything, _list_page, number)
        for option in sorted(members, key=lambda option: option.id):
            those = members[option]
            yield whole.draft(Ref(category.kind, option.id), whole.scope(those), _option_page, number, option)
            yield from year_lists(whole, those, option.label, category.kind, option.id, _crumbs(category), PROJECTS)


def _crumbs(category: Category) -> list[Crumb]:
    return [(PAGES["projects"], Ref("projects")), (f"按{category.label}", Ref(category.list_kind))]


def _list_page(view: View, number: int) -> Page:
    portfolio, category = view.portfolio, CATEGORIES[number]
    tables = [
        category.table(view.basis, portfolio.of_year(y), f"{y}年预算按{category.label}")
        for y in reversed(portfolio.years)
    ]
    return view.page(
        Ref(category.list_kind),
        title=f"按{category.label}",
        description=f"各年度项目预算按{category.label}的分布和增减。",
        section=PROJECTS,
        crumbs=[(PAGES["projects"], Ref("projects"))],
        template="categories.html",
        tables_and_charts=[(table, table_chart(table, "current")) for table in tables],
    )


def _option_page(view: View, number: int, option: Option) -> Page:
    declarations, category = view.scope.outlines, CATEGORIES[number]
    lists = lists_by_year(view, declarations)
    return view.page(
        Ref(category.kind, option.id),
        title=option.label,
        description=f"{category.label}为“{option.label}”的 {len(declarations)} 份申报表，按年度列出预算和上年执行情况。",
        section=PROJECTS,
        crumbs=_crumbs(category),
        toc=(Heading("years", "各年度"), *(Heading(f"y{year}", f"{year}年项目") for year, _ in lists)),
        template="category.html",
        label=category.label,
        **latest_of(view, declarations),
        years=year_table(view.basis, declarations, "各年度预算"),
        lists=lists,
        elsewhere=years_elsewhere(view, declarations, category.kind, option.id),
    )
