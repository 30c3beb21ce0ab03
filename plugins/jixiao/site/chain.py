"""One project through the years: each year's budget beside what the next year's form says of it."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Outline
from ..portfolio import Portfolio
from ..summary import FIGURES, figures
from ..table import Cell, Column, Ref, Table
from ..words import CURRENT_BUDGET, PAGES
from .charts import Amount, Chart, bar_chart
from .compare import MOST
from .page import Heading, Page
from .reached import NOTE, VERDICTS
from .result import ref_of
from .view import Draft, View, Whole, section

PROJECTS = section("projects")


def drafts(whole: Whole) -> Iterator[Draft]:
    """One page per chain, at the address of its first declaration."""
    portfolio = whole.portfolio
    for chain in portfolio.chains:
        yield whole.draft(Ref("chain", chain[0].id), whole.scope(chain), _chain_page)


def _chain_page(view: View) -> Page:
    portfolio, chain = view.portfolio, tuple(view.scope.outlines)
    latest, results = chain[-1], results_table(portfolio, chain)
    unit = latest.spending_unit
    return view.page(
        Ref("chain", chain[0].id),
        title=f"{latest.name}：历年",
        description=f"{unit.name}“{latest.name}”{_span(chain)}的预算、上年预算和执行情况。",
        section=PROJECTS,
        crumbs=[
            (PAGES["units"], Ref("units")),
            (unit.short, Ref("unit", unit.id)),
            (latest.name, Ref("declaration", latest.id)),
        ],
        toc=(
            Heading("figures", "历年数字"),
            *((Heading("results", "历年完成情况"),) if results else ()),
            Heading("links", "与上年申报表核对"),
        ),
        latest=latest,
        chart=chain_chart(portfolio, chain),
        figures=chain_table(portfolio, chain),
        results=results,
        links=link_table(portfolio, chain),
        together=[declaration.id for declaration in chain[-MOST:]],
        span=_span(chain[-MOST:]),
        origin=portfolio.previous(chain[0]),
        splits=portfolio.next(latest),
        names=list(dict.fromkeys(declaration.name for declaration in chain)),
    )


def _span(chain: tuple[Outline, ...]) -> str:
    return f"{chain[0].year}年" if len(chain) == 1 else f"{chain[0].year}—{chain[-1].year}年"


def chain_table(portfolio: Portfolio, chain: tuple[Outline, ...]) -> Table:
    """One row a year, the latest first; years are not added up."""
    rows = tuple(
        (Cell(f"{declaration.year}年", Ref("declaration", declaration.id)), *figures(portfolio.compare(declaration)))
        for declaration in reversed(chain)
    )
    return Table("历年预算对比", (Column("year", "年度"), *FIGURES), rows)


def results_table(portfolio: Portfolio, chain: tuple[Outline, ...]) -> Table | None:
    """What was reported of each year, the latest first, beside what the next year's form says was spent; years are not added up."""
    rows = tuple(_results_row(portfolio, one) for one in reversed(chain) if portfolio.results_of(one.id))
    columns = (
        Column("report", "报告"),
        Column("current", f"{CURRENT_BUDGET}（元）", "money"),
        Column("adjusted", "全年预算数（元）", "money"),
        Column("executed", "全年执行数（元）", "money"),
        Column("rate", "预算执行率", "percent"),
        Column("next", "下年申报表所填执行数（元）", "money"),
        Column("score", "自评得分", "count"),
        *(Column(verdict.value, f"{verdict.label}（条）", "count") for verdict in VERDICTS),
    )
    return Table("历年完成情况", columns, rows, notes=(NOTE,)) if rows else None


def _results_row(portfolio: Portfolio, declaration: Outline) -> tuple[Cell, ...]:
    reports, final = portfolio.results_of(declaration.id), portfolio.evaluation(declaration)
    shown = final or reports[0]
    following = portfolio.next(declaration)
    stated = following[0].prior_year.outturn if len(following) == 1 else None
    return (
        Cell(f"{shown.year}年{shown.kind.title}", ref_of(shown)),
        Cell(declaration.budget.current_year),
        *((Cell(final.adjusted), Cell(final.executed), Cell(final.rate)) if final else (Cell(None),) * 3),
        Cell(stated, Ref("declaration", following[0].id) if stated is not None else None),
        Cell(final.score.raw if final and final.score else None),
        *(Cell(final.counts.of(verdict) if final else None) for verdict in VERDICTS),
    )


def link_table(portfolio: Portfolio, chain: tuple[Outline, ...]) -> Table:
    """The declared prior-year figure beside last year's own file, and the difference, in 元."""
    columns = (
        Column("year", "年度"),
        Column("declared", "申报表所填上年预算额（元）", "money"),
        Column("filed", "上年申报表的当年预算（元）", "money"),
        Column("difference", "相差（元）", "change"),
        Column("changes", "逐栏的不同"),
    )
    return Table("所填上年预算与上年申报表核对", columns, tuple(_link_row(portfolio, d) for d in reversed(chain)))


def _link_row(portfolio: Portfolio, declaration: Outline) -> tuple[Cell, ...]:
    previous = portfolio.previous(declaration)
    declared, filed = declaration.prior_year.budget, previous.budget.current_year if previous else None
    difference = declared - filed if declared is not None and filed is not None else None
    source = Ref("declaration", previous.id) if previous else None
    year = Cell(f"{declaration.year}年", Ref("declaration", declaration.id))
    changes = Cell(f"与{previous.year}年比较", Ref("differences", declaration.id)) if previous else Cell(None)
    return (year, Cell(declared), Cell(filed, source), Cell(difference), changes)


def chain_chart(portfolio: Portfolio, chain: tuple[Outline, ...]) -> Chart:
    """Budget and outturn year by year, from the year before the chain's first on, where its form states it."""
    amounts = []
    first = portfolio.compare(chain[0])
    if first.prior is not None:
        amounts.append(Amount(f"{chain[0].year - 1}年预算（申报表所填）", first.prior, "prior"))
    for declaration in chain:
        comparison = portfolio.compare(declaration)
        if comparison.outturn is not None:
            amounts.append(Amount(f"{declaration.year - 1}年执行数", comparison.outturn, "outturn"))
        amounts.append(Amount(f"{declaration.year}年预算", comparison.current, ref=Ref("declaration", declaration.id)))
    return bar_chart("历年预算与执行数", amounts)
