"""All declarations in one table that a script makes sortable; without the script it stays the table it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..forms import Dimension
from ..model import Outline
from ..portfolio import Portfolio
from ..summary import FIGURES, UNIT, figures, unit_cell, value_cell, year_table
from ..table import Cell, Column, Ref, Table
from ..words import PAGES
from .catalogue import PATH, catalogue_file, filters, is_evaluated
from .compare import LEAST, MOST
from .open_data.publication import Publication
from .page import Artifact, DataFile, Page
from .reached import VERDICTS
from .view import Draft, View, Whole, section

EXPLORER = section("explorer")
COLUMNS = (Column("project", "项目"), Column("year", "年度", narrow=True), UNIT)
"""The columns of the table of all projects before those of the dimensions and the figures."""

REACHED = (
    Column("spent", "预算执行率（自评）", "percent"),
    Column("score", "自评得分", "count"),
    *(Column(verdict.value, f"{verdict.label}（条）", "count") for verdict in VERDICTS),
)
"""Those behind them, where some project has a self-evaluation."""


def drafts(whole: Whole) -> Iterator[Draft]:
    """The one page."""
    yield whole.draft(Ref("explorer"), whole.everything, _page, _origin(whole.publication))


def _origin(publication: Publication) -> tuple[tuple[str, str], ...]:
    """What files that are taken away say of where they are from, by name."""
    history = publication.history
    lines = (
        ("网站", publication.site_name),
        ("网址", publication.site_url),
        ("数据日期", f"{history.date:%Y-%m-%d}" if history else ""),
        ("许可", publication.licence),
        ("许可全文", publication.licence_url),
        ("引用", publication.citation),
    )
    return tuple((name, text) for name, text in lines if text)


def _page(view: View, origin: tuple[tuple[str, str], ...]) -> Page:
    portfolio = view.portfolio
    count = len(portfolio.declarations)
    return view.page(
        Ref("explorer"),
        title=PAGES["explorer"],
        description=f"{count} 份绩效目标申报表在一张表里：排序、筛选、分组小计、选列、对照和下载。",
        section=EXPLORER,
        count=count,
        least=LEAST,
        most=MOST,
        dimensions=filters(portfolio.declarations),
        share=view.basis.least_share,
        years=year_table(view.basis, portfolio.declarations, "各年度预算"),
        evaluated=is_evaluated(portfolio),
        whole=count <= view.limits.rows,
        projects=projects(portfolio, view.limits.rows),
        origin=origin,
    )


def artifacts(whole: Whole) -> Iterator[Artifact]:
    """The catalogue, which the page's script reads."""
    scope = whole.scope(whole.portfolio.declarations, (), whole.portfolio.results)

    def make() -> tuple[DataFile, ...]:
        return (catalogue_file(scope.portfolio, scope.results),)

    yield Artifact(PATH, lambda: (*whole.making, *scope.inputs), make, (PATH,), 200)


def projects(portfolio: Portfolio, most: int) -> Table:
    """One row a declaration, the latest year first and in it the largest budget; years are not added up.

    Where there are more than ``most``, the largest budgets of the latest year alone.
    """
    ordered = sorted(portfolio.declarations, key=lambda d: (-d.year, -d.budget.current_year.yuan, d.id))
    caption = "全部项目"
    if len(ordered) > most:
        latest = portfolio.years[-1]
        ordered = [declaration for declaration in ordered if declaration.year == latest][:most]
        caption = f"{latest}年当年预算最多的 {len(ordered)} 个项目"
    dimensions = filters(portfolio.declarations)
    columns = (*COLUMNS, *(Column(dimension.id, dimension.label) for dimension in dimensions), *FIGURES)
    rows = (_row(portfolio, declaration, dimensions) for declaration in ordered)
    if not is_evaluated(portfolio):
        return Table(caption, columns, tuple(rows))
    reached = ((*row, *_reached(portfolio, declaration)) for row, declaration in zip(rows, ordered, strict=True))
    return Table(caption, (*columns, *REACHED), tuple(reached))


def _reached(portfolio: Portfolio, declaration: Outline) -> tuple[Cell, ...]:
    """What its self-evaluation comes to, where there is one."""
    found = portfolio.evaluation(declaration)
    if found is None:
        return (Cell(None),) * len(REACHED)
    score = found.score.raw if found.score else None
    return (Cell(found.rate), Cell(score), *(Cell(found.counts.of(verdict)) for verdict in VERDICTS))


def _row(portfolio: Portfolio, declaration: Outline, dimensions: Sequence[Dimension]) -> tuple[Cell, ...]:
    return (
        Cell(declaration.name, Ref("declaration", declaration.id)),
        Cell(f"{declaration.year}年", Ref("year", str(declaration.year))),
        unit_cell(declaration),
        *(value_cell(dimension, declaration) for dimension in dimensions),
        *figures(portfolio.compare(declaration)),
    )
