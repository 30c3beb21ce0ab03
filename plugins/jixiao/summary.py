"""Portfolio → Tables: this year's budget against the year before, by project, unit and dimension. Like with like.

Projects with a prior figure are *comparable*: change and rate are theirs alone. The others are *new*, or *unclear*, each
for a reason. Last year's declarations that nothing follows are *ended*. A :class:`Bridge` ties both years' totals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple, TypeVar

from . import words
from .forms import Dimension, Option
from .model import Outline
from .portfolio import Comparison, Lack, Portfolio
from .table import Cell, Column, Ref, Table
from .values import ZERO, Money, Percent, total

_Key = TypeVar("_Key")
CURRENT = Column("current", f"{words.CURRENT_BUDGET}（元）", "money", narrow=True)
UNIT = Column("unit", "申报单位", narrow=True)
AGAINST = (
    Column("change", f"{words.CHANGE}（元）", "change"),
    Column("change_rate", words.CHANGE_RATE, "growth", narrow=True),
    Column("outturn", f"{words.PRIOR_OUTTURN}（元）", "money"),
    Column("outturn_rate", words.OUTTURN_RATE, "percent"),
)
FIGURES = (CURRENT, Column("prior", f"{words.PRIOR_BUDGET}（元）", "money"), *AGAINST)
"""The columns that every table of single projects' budgets against the prior year has, in this order."""
COMPARABLE = (
    Column("comparable", "可比项目", "count"),
    Column("comparable_current", "可比项目当年预算（元）", "money"),
)
"""The columns that tables of groups have besides, where some group has projects that cannot be compared."""

NOT_COMPARABLE = "无法对比"
WITHHELD = "不计算"
NEW = "新增"
LACKS: dict[Lack, str] = {
    "new": "新增（上年没有同名申报表，或申报表填为新增项目）",
    "blank": "申报表没有填上年预算额",
    "unfiled": "表上没有上年预算额一栏，也没有收录这个项目上年的申报表",
    "split": "上年的一个项目拆成了几个",
    "unlike": "与上年所用表式的当年预算口径不同",
}
"""Why a project has no prior figure, in words."""
OUTTURN_NOTE = "上年执行率＝上年执行数÷上年预算额；财政部门通常除以全年预算数，两者可能不同。"


class Basis(NamedTuple):
    """What sums are made of: the declarations, and of how much of a budget a rate must speak at least."""

    portfolio: Portfolio
    least_share: Percent


class Tally(NamedTuple):
    """How many projects, and what they come to."""

    projects: int = 0
    amount: Money = ZERO

    @classmethod
    def of(cls, amounts: Iterable[Money]) -> Tally:
        """Count and add up."""
        those = tuple(amounts)
        return cls(len(those), total(those))


@dataclass(frozen=True, slots=True)
class Aggregate:
    """Declarations added up, in 元; rates are of sums, never means of rates.

    ``prior`` is of the comparable projects alone, and nothing where there is none. The outturn rate is of those that
    have both figures (``rated``); of ``evaluated`` ones the outturn is from last year's self-evaluation. ``lacks`` are the others, by why they cannot be compared; ``comprises`` are the declarations by
    what their current budget comprises.
    """

    count: int
    current: Money
    comparable: Tally
    prior: Money | None
    lacks: tuple[tuple[Lack, Tally], ...]
    outturn: Money | None
    outturn_base: Money | None
    rated: int
    evaluated: int
    comprises: tuple[tuple[str, Tally], ...]
    years: tuple[int, ...]
    least_share: Percent

    @property
    def new(self) -> Tally:
        """Those that were not filed the year before."""
        return dict(self.lacks).get("new", Tally())

    @property
    def unclear(self) -> tuple[tuple[Lack, Tally], ...]:
        """Those that may have a prior budget which is not known here."""
        return tuple((lack, tally) for lack, tally in self.lacks if lack != "new")

    @property
    def change(self) -> Money | None:
        """增减额 of the comparable projects; nothing where there is none, or where years are added up."""
        return None if self.prior is None or self.several_years else self.comparable.amount - self.prior

    @property
    def several_years(self) -> bool:
        """Whether declarations of several years were added up, of which no change can be told."""
        return len(self.years) > 1

    @property
    def comparable_share(self) -> Percent | None:
        """How much of the current budget the comparable projects have; by number where all budgets are zero."""
        if self.current:
            return Percent.of(self.comparable.amount, self.current)
        whole = Money(ZERO.yuan + self.count)
        return Percent.of(Money(ZERO.yuan + self.comparable.projects), whole)

    @property
    def change_rate(self) -> Percent | None:
        """增减率 of the comparable projects; nothing where they are too small a part, see :attr:`withheld`."""
        if self.change is None or self.prior is None or self._is_small:
            return None
        return Percent.of(self.change, self.prior)

    @property
    def _is_small(self) -> bool:
        share = self.comparable_share
        return share is not None and share < self.least_share

    @property
    def growth(self) -> Percent | str | None:
        """The rate, or the word that stands in its place."""
        if self.count and not self.comparable.projects:
            return NEW if self.new.projects == self.count else NOT_COMPARABLE
        return WITHHELD if self.withheld else self.change_rate

    @property
    def withheld(self) -> str:
        """Why there is no rate though some projects could be compared; empty where nothing is withheld."""
        if not self.comparable.projects:
            return ""
        if self.several_years:
            return f"所列跨 {len(self.years)} 个年度，增减额和增减率不相加。"
        if self._is_small:
            return f"可比项目的当年预算只占 {self.comparable_share}，低于本站设定的 {self.least_share}，不计算增减率。"
        return "" if self.prior else "可比项目的上年预算额为 0，没有增减率。"

    @property
    def outturn_rate(self) -> Percent | None:
        """上年执行率 in %; nothing where years are added up."""
        if self.outturn is None or self.outturn_base is None or self.several_years:
            return None
        return Percent.of(self.outturn, self.outturn_base)

    @property
    def line(self) -> str:
        """What the current budget is made up of, in a sentence; empty where all is new or there is nothing."""
        if not self.count or self.several_years:
            return ""
        parts = []
        if self.prior is not None and self.change is not None:
            word = _change_words(self.change)
            parts.append(
                f"可比项目 {self.comparable.projects} 个 {self.comparable.amount}（上年预算额 {self.prior}，{word}）"
            )
        if self.new.projects:
            parts.append(f"新增项目 {self.new.projects} 个 {self.new.amount}")
        parts.extend(
            f"{NOT_COMPARABLE} {tally.projects} 个 {tally.amount}（{LACKS[lack]}）" for lack, tally in self.unclear
        )
        return f"当年预算 {self.current}：{'；'.join(parts)}。"

    @property
    def unlike(self) -> str:
        """That budgets which comprise different things were added up, taken apart; empty where they are alike."""
        if len(self.comprises) < 2:
            return ""
        told = "；".join(f"{words}，{tally.projects} 个项目 {tally.amount}" for words, tally in self.comprises)
        return f"合计中有 {len(self.comprises)} 种口径的当年预算，不宜直接比较：{told}。"

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader must know to read the figures rightly."""
        rated = self.outturn is not None and not self.several_years
        partial = rated and self.prior is not None and self.outturn_base != self.prior
        told = (
            self.line if self.comparable.projects < self.count else "",
            self.withheld,
            self.unlike,
            "上年执行率只按上年预算额和上年执行数都有的项目计算。" if partial else "",
            f"{self.evaluated} 个项目的上年执行数取自上年绩效自评表。" if rated and self.evaluated else "",
            OUTTURN_NOTE if rated else "",
        )
        return tuple(note for note in told if note)


def _change_words(change: Money) -> str:
    return f"{'增加' if change > ZERO else '减少'} {abs(change)}" if change else "持平"


def aggregate(basis: Basis, declarations: Iterable[Outline]) -> Aggregate:
    """Add declarations up."""
    entries = [(declaration, basis.portfolio.compare(declaration)) for declaration in declarations]
    comparable = [c for _, c in entries if c.prior is not None]
    priors = [c.prior for c in comparable if c.prior is not None]
    executed = [(c.outturn, c.prior) for c in comparable if c.outturn is not None and c.prior is not None]
    lacks = _tallies((c.lack, c.current) for _, c in entries)
    comprises = _tallies((d.budget_comprises, c.current) for d, c in entries)
    return Aggregate(
        count=len(entries),
        current=total([c.current for _, c in entries]),
        comparable=Tally.of(c.current for c in comparable),
        prior=total(priors) if priors else None,
        lacks=tuple((lack, lacks[lack]) for lack in LACKS if lack in lacks),
        outturn=total([outturn for outturn, _ in executed]) if executed else None,
        outturn_base=total([prior for _, prior in executed]) if executed else None,
        rated=len(executed),
        evaluated=sum(c.evaluated for c in comparable),
        comprises=tuple(sorted(comprises.items())),
        years=tuple(sorted({d.year for d, _ in entries})),
        least_share=basis.least_share,
    )


def _tallies(entries: Iterable[tuple[_Key, Money]]) -> dict[_Key, Tally]:
    amounts: dict[_Key, list[Money]] = {}
    for key, amount in entries:
        amounts.setdefault(key, []).append(amount)
    return {key: Tally.of(those) for key, those in amounts.items()}


# How both years' totals hang together


class BridgePart(NamedTuple):
    """One part of a bridge: how many projects, and by how much it takes the level up or down; a level adds nothing."""

    label: str
    projects: int
    amount: Money
    is_level: bool = False


@dataclass(frozen=True, slots=True)
class Bridge:
    """From last year's total to this year's: ``start``, then parts that add up to ``end``."""

    year: int
    start: BridgePart
    parts: tuple[BridgePart, ...]
    end: BridgePart


def bridge(basis: Basis, declarations: Sequence[Outline], before: Sequence[Outline], year: int) -> Bridge | None:
    """Tie the totals of one group's declarations of a year and the year ``before``; nothing where none is comparable."""
    portfolio, whole = basis.portfolio, aggregate(basis, declarations)
    if whole.prior is None:
        return None
    level = BridgePart("可比项目上年预算额", whole.comparable.projects, whole.prior, is_level=True)
    change = whole.comparable.amount - whole.prior
    now = (
        *([BridgePart("可比项目增减", whole.comparable.projects, change)] if change else ()),
        *([BridgePart("新增项目", *whole.new)] if whole.new.projects else ()),
        *([BridgePart("无法对比的项目", *_together(whole.unclear))] if whole.unclear else ()),
    )
    end = BridgePart(f"{year}年预算", whole.count, whole.current)
    if not before:
        return Bridge(year, level, now, end)
    start = BridgePart(f"{year - 1}年申报表合计", len(before), total([d.budget.current_year for d in before]))
    return Bridge(year, start, (*_down(portfolio, declarations, before, whole, start.amount), level, *now), end)


def _together(tallies: Iterable[tuple[Lack, Tally]]) -> Tally:
    those = [tally for _, tally in tallies]
    return Tally(sum(tally.projects for tally in those), total([tally.amount for tally in those]))


def _down(
    portfolio: Portfolio, declarations: Sequence[Outline], before: Sequence[Outline], whole: Aggregate, start: Money
) -> Iterator[BridgePart]:
    """From last year's total to the prior budgets that are compared with, what fell out and what came in."""
    here, units = {d.id for d in declarations}, {d.spending_unit.id for d in declarations}
    comparable = {d.id for d in declarations if portfolio.compare(d).prior is not None}
    out: dict[str, list[Money]] = {}
    for last in before:
        following = {d.id for d in portfolio.next(last)}
        if following & comparable:
            continue
        if following:
            label = "本年无法对比的" if following & here else "本年转到别处的"
        else:
            label = "本年没有再申报的" if last.spending_unit.id in units else "单位本年没有收录申报表的"
        out.setdefault(label, []).append(last.budget.current_year)
    for label in ("本年没有再申报的", "本年无法对比的", "本年转到别处的", "单位本年没有收录申报表的"):
        if label in out:
            yield BridgePart(label, len(out[label]), -total(out[label]))
    ids = {d.id for d in before}
    found = ((d, portfolio.previous(d)) for d in declarations if d.id in comparable)
    others = [portfolio.compare(d).prior or ZERO for d, previous in found if previous is None or previous.id not in ids]
    if others:
        yield BridgePart("上年没有收录或在别处的", len(others), total(others))
    rest = (whole.prior or ZERO) - start + total([total(amounts) for amounts in out.values()]) - total(others)
    if rest:
        yield BridgePart("所填上年预算额与上年申报数之差", len(comparable) - len(others), rest)


def ended(basis: Basis, declarations: Sequence[Outline], before: Sequence[Outline]) -> Tally:
    """Last year's declarations that nothing follows, of units that filed this year."""
    units = {d.spending_unit.id for d in declarations}
    gone = (d for d in before if d.spending_unit.id in units and not basis.portfolio.next(d))
    return Tally.of(d.budget.current_year for d in gone)


# Tables


def figures(entry: Comparison | Aggregate, ref: Ref | None = None) -> tuple[Cell, ...]:
    """The cells of :data:`FIGURES`."""
    values = (entry.current, entry.prior, entry.change, _growth(entry), entry.outturn, entry.outturn_rate)
    return tuple(Cell(value, ref if number == 0 else None) for number, value in enumerate(values))


def _growth(entry: Comparison | Aggregate) -> Percent | str | None:
    if isinstance(entry, Aggregate):
        return entry.growth
    if entry.lack:
        return NEW if entry.lack == "new" else NOT_COMPARABLE
    return entry.change_rate


def project_table(basis: Basis, declarations: Sequence[Outline], caption: str) -> Table:
    """One row a project with its unit, the largest budget first."""
    ordered = sorted(declarations, key=lambda declaration: (-declaration.budget.current_year.yuan, declaration.id))
    rows = tuple(
        (
            Cell(declaration.name, Ref("declaration", declaration.id)),
            unit_cell(declaration),
            *figures(basis.portfolio.compare(declaration)),
        )
        for declaration in ordered
    )
    whole = aggregate(basis, declarations)
    total_row = (Cell("合计"), Cell(""), *figures(whole))
    return Table(caption, (Column("project", "项目"), UNIT, *FIGURES), rows, total_row, whole.notes)


def unit_cell(declaration: Outline) -> Cell:
    """The cell of :data:`UNIT`."""
    return Cell(declaration.spending_unit.name, Ref("unit", declaration.spending_unit.id))


def year_table(basis: Basis, declarations: Sequence[Outline], caption: str) -> Table:
    """One row a year, the latest first; years are not added up."""
    years = sorted({declaration.year for declaration in declarations}, reverse=True)
    groups = [
        (f"{year}年", Ref("year", str(year)), aggregate(basis, [d for d in declarations if d.year == year]))
        for year in years
    ]
    notes = [f"{name}：{note}" for name, _, whole in groups for note in whole.notes if note != OUTTURN_NOTE]
    rated = any(whole.outturn is not None for *_, whole in groups)
    return _table(caption, "年度", groups, None, (*notes, *((OUTTURN_NOTE,) if rated else ())))


def unit_table(basis: Basis, declarations: Sequence[Outline], caption: str) -> Table:
    """One row a spending unit."""
    return _grouped(basis, declarations, caption, "申报单位", _by_unit)


def dimension_table(basis: Basis, declarations: Sequence[Outline], caption: str, dimension: Dimension) -> Table:
    """One row a value that occurs, and one each for those that left it blank or whose edition has no such field."""
    return _grouped(basis, declarations, caption, dimension.label, partial(_by_value, dimension))


def occurring(declarations: Iterable[Outline]) -> tuple[Dimension, ...]:
    """The dimensions of which at least one of the declarations has a value; the others are not worth a table or filter."""
    found = {dimension.id: dimension for declaration in declarations for dimension, _ in declaration.dimensions}
    return tuple(sorted((one for one in found.values() if one.is_shown), key=lambda dimension: dimension.at))


def told_once(table: Table) -> Table:
    """A table without the note on outturn rates, for a page that has it once already."""
    return replace(table, notes=tuple(note for note in table.notes if note != OUTTURN_NOTE))


def each_once(tables: Iterable[Table]) -> Iterator[Table]:
    """Tables of one page: the first that has the note on outturn rates keeps it."""
    told = False
    for table in tables:
        yield told_once(table) if told else table
        told = told or OUTTURN_NOTE in table.notes


Label = tuple[str, Ref | None]


def _by_unit(declaration: Outline) -> Label:
    return declaration.spending_unit.name, Ref("unit", declaration.spending_unit.id)


def _by_value(dimension: Dimension, declaration: Outline) -> Label:
    value = declaration.value(dimension)
    if value is None:
        return words.NOT_FILLED if declaration.asks(dimension) else words.NOT_ASKED, None
    return value.label, value_ref(dimension, value) if dimension.has_pages else None


def value_ref(dimension: Dimension, value: Option) -> Ref:
    """The page of a value of a dimension that has pages."""
    return Ref("value", f"{dimension.folder}/{value.id}")


def value_cell(dimension: Dimension, declaration: Outline) -> Cell:
    """A declaration's value, or in words that nothing was filled in, or that the form has no such field."""
    return Cell(*_by_value(dimension, declaration))


def _grouped(
    basis: Basis,
    declarations: Sequence[Outline],
    caption: str,
    title: str,
    key: Callable[[Outline], Label],
) -> Table:
    members: dict[Label, list[Outline]] = {}
    for declaration in declarations:
        members.setdefault(key(declaration), []).append(declaration)
    groups = [(name, ref, aggregate(basis, those)) for (name, ref), those in members.items()]
    groups.sort(key=lambda group: (-group[2].current.yuan, group[0]))
    whole = aggregate(basis, declarations)
    unlike = [f"{name}：{sums.unlike}" for name, _, sums in groups if sums.unlike] if len(groups) > 1 else []
    return _table(caption, title, groups, whole, (*whole.notes, *unlike))


Group = tuple[str, Ref | None, Aggregate]


def _table(caption: str, title: str, groups: Sequence[Group], whole: Aggregate | None, notes: tuple[str, ...]) -> Table:
    divided = any(sums.comparable.projects < sums.count for *_, sums in groups)
    columns = (
        Column("group", title), Column("count", "项目数", "count", narrow=True), CURRENT,
        *(COMPARABLE if divided else ()),
        Column("prior", "可比项目上年预算额（元）" if divided else FIGURES[1].title, "money"),
        *AGAINST,
    )  # fmt: skip
    rows = tuple(_group_row(name, ref, sums, divided) for name, ref, sums in groups)
    sum_row = _group_row("合计", None, whole, divided) if whole else None
    return Table(caption, columns, rows, sum_row, notes)


def _group_row(name: str, ref: Ref | None, sums: Aggregate, divided: bool) -> tuple[Cell, ...]:
    current, *others = figures(sums, ref)
    those = sums.comparable
    comparable = (Cell(those.projects), Cell(those.amount if those.projects else None)) if divided else ()
    return (Cell(name, ref), Cell(sums.count, ref), current, *comparable, *others)


def largest_changes(portfolio: Portfolio, declarations: Iterable[Outline], most: int) -> tuple[Outline, ...]:
    """The declarations whose budget changed most against the year before, either way; unchanged ones left out."""
    changed = [(change, d) for d in declarations if (change := portfolio.compare(d).change)]
    changed.sort(key=lambda entry: (-abs(entry[0]).yuan, entry[1].id))
    return tuple(declaration for _, declaration in changed[:most])
