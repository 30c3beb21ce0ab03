"""Portfolio → Tables: this year's budget against the year before, by project, unit, type and purpose."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from .forms import Option
from .model import Outline
from .portfolio import Comparison, Portfolio
from .table import Cell, Column, Ref, Table
from .values import Money, Percent, total

FIGURES = (
    Column("current", "当年预算（元）", "money"),
    Column("prior", "上年预算（元）", "money"),
    Column("change", "增减额（元）", "change"),
    Column("change_rate", "增减率", "growth"),
    Column("outturn", "上年执行数（元）", "money"),
    Column("outturn_rate", "执行率", "percent"),
)
"""The columns that every table of budget against prior year has, in this order."""


@dataclass(frozen=True, slots=True)
class Aggregate:
    """Comparisons added up, in 元. Rates are of the sums, never means of rates.

    The change is that of the whole group; ``new`` projects have no prior figure and count as growth. The outturn rate
    is of those projects alone that state both figures.
    """

    count: int
    new: int
    current: Money
    prior: Money | None
    outturn: Money | None
    outturn_base: Money | None

    @property
    def change(self) -> Money | None:
        """增减额; nothing where no project has a prior figure."""
        return None if self.prior is None else self.current - self.prior

    @property
    def change_rate(self) -> Percent | None:
        """增减率 in %."""
        return None if self.prior is None else Percent.of(self.current - self.prior, self.prior)

    @property
    def outturn_rate(self) -> Percent | None:
        """执行率 in %."""
        if self.outturn is None or self.outturn_base is None:
            return None
        return Percent.of(self.outturn, self.outturn_base)


def aggregate(comparisons: Iterable[Comparison]) -> Aggregate:
    """Add comparisons up."""
    entries = tuple(comparisons)
    priors = [entry.prior for entry in entries if entry.prior is not None]
    executed = [
        (entry.outturn, entry.prior) for entry in entries if entry.outturn is not None and entry.prior is not None
    ]
    return Aggregate(
        count=len(entries),
        new=len(entries) - len(priors),
        current=total([entry.current for entry in entries]),
        prior=total(priors) if priors else None,
        outturn=total([outturn for outturn, _ in executed]) if executed else None,
        outturn_base=total([prior for _, prior in executed]) if executed else None,
    )


def figures(entry: Comparison | Aggregate, ref: Ref | None = None) -> tuple[Cell, ...]:
    """The cells of :data:`FIGURES`."""
    values = (entry.current, entry.prior, entry.change, entry.change_rate, entry.outturn, entry.outturn_rate)
    return tuple(Cell(value, ref if number == 0 else None) for number, value in enumerate(values))


def project_table(portfolio: Portfolio, declarations: Sequence[Outline], caption: str) -> Table:
    """One row a project, the largest budget first."""
    ordered = sorted(declarations, key=lambda declaration: (-declaration.budget.current_year.yuan, declaration.id))
    rows = tuple(
        (Cell(declaration.name, Ref("declaration", declaration.id)), *figures(portfolio.compare(declaration)))
        for declaration in ordered
    )
    whole = aggregate(portfolio.compare(declaration) for declaration in declarations)
    return Table(caption, (Column("project", "项目"), *FIGURES), rows, (Cell("合计"), *figures(whole)), notes(whole))


def year_table(portfolio: Portfolio, declarations: Sequence[Outline], caption: str) -> Table:
    """One row a year, the latest first; years are not added up."""
    years = sorted({declaration.year for declaration in declarations}, reverse=True)
    rows = tuple(
        _group_row(portfolio, f"{year}年", Ref("year", str(year)), [d for d in declarations if d.year == year])
        for year in years
    )
    return Table(caption, _group_columns("年度"), rows)


def unit_table(portfolio: Portfolio, declarations: Sequence[Outline], caption: str) -> Table:
    """One row a spending unit."""
    return _grouped(portfolio, declarations, caption, "申报单位", _by_unit)


def type_table(portfolio: Portfolio, declarations: Sequence[Outline], caption: str) -> Table:
    """One row a 项目类型 that occurs."""
    return _grouped(portfolio, declarations, caption, "项目类型", lambda d: _by_option("type", d.project_type))


def purpose_table(portfolio: Portfolio, declarations: Sequence[Outline], caption: str) -> Table:
    """One row a 资金用途 that occurs."""
    return _grouped(portfolio, declarations, caption, "资金用途", lambda d: _by_option("purpose", d.purpose))


Label = tuple[str, Ref | None]


def _by_unit(declaration: Outline) -> Label:
    return declaration.spending_unit.name, Ref("unit", declaration.spending_unit.id)


def _by_option(kind: str, option: Option | None) -> Label:
    return (option.label, Ref(kind, option.id)) if option else ("未填", None)


def _grouped(
    portfolio: Portfolio,
    declarations: Sequence[Outline],
    caption: str,
    title: str,
    key: Callable[[Outline], Label],
) -> Table:
    groups: dict[Label, list[Outline]] = {}
    for declaration in declarations:
        groups.setdefault(key(declaration), []).append(declaration)
    sizes = {label: total([d.budget.current_year for d in members]).yuan for label, members in groups.items()}
    ordered = sorted(groups, key=lambda label: (-sizes[label], label[0]))
    rows = tuple(_group_row(portfolio, name, ref, groups[name, ref]) for name, ref in ordered)
    whole = aggregate(portfolio.compare(declaration) for declaration in declarations)
    sum_row = (Cell("合计"), Cell(whole.count), *figures(whole))
    return Table(caption, _group_columns(title), rows, sum_row, notes(whole))


def _group_columns(title: str) -> tuple[Column, ...]:
    return (Column("group", title), Column("count", "项目数", "count"), *FIGURES)


def _group_row(portfolio: Portfolio, name: str, ref: Ref | None, members: Sequence[Outline]) -> tuple[Cell, ...]:
    sums = aggregate(portfolio.compare(declaration) for declaration in members)
    return (Cell(name, ref), Cell(sums.count, ref), *figures(sums, ref))


def notes(whole: Aggregate) -> tuple[str, ...]:
    """What a reader must know to compare: projects without a prior figure, or without an outturn."""
    found = []
    if whole.new and whole.prior is not None:
        found.append(f"其中 {whole.new} 个项目没有上年预算，其当年预算全部计入增加额。")
    if whole.prior is not None and whole.outturn_base != whole.prior:
        found.append("执行率只按同时填报了上年预算和上年执行数的项目计算。")
    return tuple(found)


def largest_changes(portfolio: Portfolio, declarations: Iterable[Outline], most: int) -> tuple[Outline, ...]:
    """The declarations whose budget changed most against the year before, either way; unchanged ones left out."""
    changed = [(change, d) for d in declarations if (change := portfolio.compare(d).change)]
    changed.sort(key=lambda entry: (-abs(entry[0]).yuan, entry[1].id))
    return tuple(declaration for _, declaration in changed[:most])
