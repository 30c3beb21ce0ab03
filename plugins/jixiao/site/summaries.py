"""Budget against the year before: an overview of the years, and one page per year by project, unit, type and purpose."""

from __future__ import annotations

from collections.abc import Iterator

from ..summary import aggregate, project_table, purpose_table, type_table, unit_table, year_table
from ..table import Ref
from .charts import Amount, bar_chart
from .page import Heading, Page
from .view import View, section

SUMMARY = section("summary")
BREAKDOWNS = (
    ("projects", "按项目", project_table),
    ("units", "按单位", unit_table),
    ("types", "按项目类型", type_table),
    ("purposes", "按资金用途", purpose_table),
)
"""The tables of a year's page: anchor, title, and what makes the table."""


def pages(view: View) -> Iterator[Page]:
    """The overview, then each year."""
    portfolio = view.portfolio
    yield view.page(
        Ref("summaries"),
        title="预算与上年对比",
        description="各年度预算与上年预算、上年执行数的对比，按项目、单位、项目类型和资金用途汇总。",
        section=SUMMARY,
        years=year_table(portfolio, portfolio.declarations, "各年度预算与上年对比"),
        year_numbers=list(reversed(portfolio.years)),
        breakdowns=BREAKDOWNS,
    )
    for year in portfolio.years:
        yield _year_page(view, year)


def _year_page(view: View, year: int) -> Page:
    portfolio = view.portfolio
    declarations = portfolio.of_year(year)
    whole = aggregate(portfolio.compare(declaration) for declaration in declarations)
    amounts = [
        ("上年预算", whole.prior, "prior"),
        ("上年执行数", whole.outturn, "outturn"),
        ("当年预算", whole.current, "current"),
    ]
    return view.page(
        Ref("summary", str(year)),
        title=f"{year}年预算与上年对比",
        description=f"{year}年预算合计 {whole.current}，与上年预算和执行数的对比，按项目、单位、项目类型和资金用途。",
        section=SUMMARY,
        crumbs=[("汇总对比", Ref("summaries"))],
        toc=tuple(Heading(anchor, title) for anchor, title, _ in BREAKDOWNS),
        whole=whole,
        chart=bar_chart(
            f"{year}年合计", [Amount(label, amount, tone) for label, amount, tone in amounts if amount is not None]
        ),
        whole_year=year,
        breakdown_tables=[
            (anchor, title, make(portfolio, declarations, f"{year}年预算与上年对比，{title}"))
            for anchor, title, make in BREAKDOWNS
        ],
    )
